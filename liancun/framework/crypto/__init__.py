"""Field encryption under keys kept outside database and backup.

`masters`: the keys of the installation, lines of a file; they seal what belongs to no single person, wrap the keys
of persons and make the blind indexes. `personal`: what is told of one person, sealed under a key of that person
alone; when that key is destroyed nobody can read it again, in no table and no old backup. `store`: where the keys
of persons lie.
"""

from liancun.framework.crypto.masters import KeyMissing, blind_index, seal, unseal
from liancun.framework.crypto.personal import Sealed, destroy, open_many, seal_for, seal_many

__all__ = [
    "KeyMissing",
    "Sealed",
    "blind_index",
    "destroy",
    "open_many",
    "seal",
    "seal_for",
    "seal_many",
    "unseal",
]
