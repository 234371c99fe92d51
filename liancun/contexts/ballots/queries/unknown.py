"""What is said of a ballot that is not there, or not to be seen."""

from __future__ import annotations

from liancun.kernel.errors import Unknown, mark


def unknown_ballot() -> Unknown:
    return Unknown(
        "ballots.unknown",
        mark("没有这次表决，或您不能查看。"),
        remedy=mark("请返回表决列表重新选择。"),
    )
