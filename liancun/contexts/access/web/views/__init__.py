"""Pages of rights."""

from liancun.contexts.access.web.views.grants import grants, mine
from liancun.contexts.access.web.views.keys import key, keys, new_key

__all__ = ["grants", "key", "keys", "mine", "new_key"]
