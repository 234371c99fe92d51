"""The door of `evidence`: files that prove something."""

from liancun.contexts.evidence.actions import StoredFile, link, store
from liancun.contexts.evidence.queries import FileLine, content, file, files_of, files_of_many

__all__ = ["FileLine", "StoredFile", "content", "file", "files_of", "files_of_many", "link", "store"]
