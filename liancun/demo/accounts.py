"""The accounts of a demonstration and whose they are, as the start page and the terminal tell them."""

from __future__ import annotations

from liancun.demo import world
from liancun.demo.county import Federation

TITLES = {
    "shi": "市委组织部干部（看全市）",
    "xian": "县委组织部干部",
    "audit": "审计员",
    "anquan": "安全管理员",
    "xitong": "系统管理员",
    "xiangzhen": "乡镇经管员",
    "fenguan": "乡镇分管领导",
    "zuzhi": "县委组织部干部（另一位，审核组建申请）",
    "shuji": "联合党委（联盟）书记",
    "mishu": "联合党委（联盟）秘书",
    "kuaiji": "代理会计",
    "fuhe": "代理中心复核",
}
PARTS = {
    "zhishu": "村党支部书记（兼村委会主任、理事长）",
    "baozhang": "报账员",
    "jiandu": "村务监督委员会主任",
}


def told(played: world.World, federation: Federation, stage: int, outside: int) -> list[tuple[str, str]]:
    """User name and who that is; the officer who sees most first."""
    rows = [
        *federation.groups[stage].villages[: len(world.LETTERS)],
        federation.groups[outside].villages[0],
    ]
    names = dict(zip((*world.LETTERS, "e"), (row.name for row in rows), strict=True))
    users = sorted(played.users, key=lambda name: name != "shi")
    return [(user, _title(user, names)) for user in users]


def _title(user: str, villages: dict[str, str]) -> str:
    part, _, letter = user.partition("-")
    return TITLES[user] if not letter else f"{villages[letter]} {PARTS[part]}"
