"""What stands in tables as a code, in words."""

from __future__ import annotations

from collections.abc import Mapping

from liancun.kernel.errors import mark

SCOPE_WORDS: Mapping[str, str] = {
    "bodies.read": mark("读组织"),
    "people.read": mark("读人员和名册"),
    "posts.read": mark("读任职"),
    "facts.read": mark("读年度情况"),
    "facts.import": mark("导入年度情况和位置"),
    "bodies.import": mark("导入组织"),
    "people.import": mark("导入人员和名册"),
    "posts.import": mark("导入任职"),
}
