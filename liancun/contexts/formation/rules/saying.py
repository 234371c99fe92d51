"""Sentences the planner answers with: Chinese templates with named values, put into words only when shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from liancun.kernel.errors import Translate, fill, identity, in_words


@dataclass(frozen=True)
class Sentence:
    """`template` is a message id (marked for translation); `values` stand in it by name."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, translate: Translate = identity) -> str:
        """In the reader's language; without a translation in Chinese."""
        return fill(translate(self.template), in_words(self.values, translate))

    def __str__(self) -> str:
        return self.text()
