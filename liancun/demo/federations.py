"""Four more counties of the demonstration, with the counts their published reports give.

Names and codes of villages are real; who stands together, who holds which post and every outside body is drawn by
a fixed seed and invented, except the few unions the reports name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import islice

from liancun.contexts.bodies import api as bodies
from liancun.demo import (
    accounts,
    cadres,
    councils,
    county,
    enterprises,
    founding,
    homes,
    mirrors,
    partners,
    plans,
    register,
    world,
    yearbook,
)
from liancun.demo.county import Federation, Practice
from liancun.demo.divisions import Group, VillageRow, areas, communities, groups, villages
from liancun.demo.setting import BEGUN, JOINED
from liancun.demo.thread import Offices, Thread
from liancun.framework import clock

Say = Callable[[str], None]
Accounts = list[tuple[str, str]]
# What the villages of one joint body buy together; days ago, the last step played.
AMOUNTS = (Decimal("38000.00"), Decimal("45500.00"), Decimal("29600.00"))
# Nierong lives by herding: sheep and cattle beside yaks.
BESIDES = {"540623": {"livestock_sheep": 9_000, "livestock_cattle": 900}}
PLAYED = ((64, "close"), (21, "publish"), (6, "convene"))
# Up to so many villages a plan is proven in seconds.
PROVEN = 50


def _found(
    top: tuple[str, str],
    chosen: Sequence[Group],
    practice: Practice,
    password: str,
    say: Say,
    *,
    seed: int,
    prefix: str,
    bought: Sequence[str],
    land: yearbook.Land,
    choosing: bool = False,
) -> tuple[Federation, world.World, Accounts]:
    """Registers a county whole and gives accounts to the people of one joint body that can play.

    `choosing`: another joint body of the same township has no secretary yet and puts one forward.
    """
    stage = next(number for number, group in enumerate(chosen) if world.can_play(group))
    count = sum(len(group.villages) for group in chosen)
    say(f"{len(chosen)} 个联合组织，{count} 个村：组织、人员、职务")
    vacant = _beside(chosen, stage) if choosing else ()
    federation = county.register(
        top, chosen, seed=seed, stage=stage, practice=practice, areas=areas(prefix), vacant=vacant
    )
    outside = (stage + 1) % len(chosen)
    played = world.staff(federation, password=password, group=stage, outside=outside)
    homes.settle(federation)
    say("各村年度情况、联建协议")
    yearbook.record(federation, land, seed)
    plans.diversify(federation, land, BESIDES.get(prefix, plans.BESIDES), seed + 5)
    say("分组规划")
    area = federation.ids[chosen[0].county_code]
    plans.plan(played, area, "xian", "联村分组规划", proof=count <= PROVEN)
    yearbook.agree(
        played, chosen[stage], f"{bought[0]}等联建事项：整体规划、分村定位，统筹不干预、抱团不包揽。"
    )
    say("联合事项：一件办结，其余停在各个步骤")
    offices = Offices(played.joint, played.township, played.agency, county.secretary_of(chosen[stage]))
    for title, (days, until) in zip(bought, PLAYED, strict=True):
        begun = clock.today() - timedelta(days=days)
        thread = Thread(offices, (played.a, played.b, played.c), AMOUNTS, title, begun).play(until)
    councils.play(thread)
    for number in vacant:
        rows = chosen[number].villages
        cadres.put_forward(
            played,
            federation.committees[number],
            county.secretary_of(chosen[number]),
            candidates=[federation.seat(row).staff[0] for row in rows[:2]],
            members=[federation.ids[row.code] for row in rows],
        )
    return federation, played, accounts.told(played, federation, stage, outside)


def _beside(chosen: Sequence[Group], stage: int) -> tuple[int, ...]:
    """A joint body that lies whole in the township of the stage: its officers can lead a selection there."""
    town = chosen[stage].villages[0].township_code
    found = (
        number
        for number, group in enumerate(chosen)
        if number != stage and {row.township_code for row in group.villages} == {town}
    )
    return tuple(islice(found, 1))


LED = 22


def nierong(password: str, say: Say) -> Accounts:
    """29 joint committees over all 139 villages; 204 people on their teams, 139 cadres in turn, 22 businesses led."""
    chosen = groups("540623", village_count=139, group_count=29, seed=5)
    practice = Practice(secretaries=28, members=204 - 29, name="{township}{centre}联村党委")
    federation, _played, told = _found(
        ("5406", "那曲市"),
        chosen,
        practice,
        password,
        say,
        seed=5,
        prefix="540623",
        bought=("联合采购牲畜冬季饲草", "联合采购棚圈保温材料", "联合采购牦牛防疫药品"),
        land=yearbook.Land("land_pasture", 160_000, "livestock_yak", 4_200),
    )
    say("强村带弱村、驻村干部轮值、领办、联系点")
    yearbook.pair_within(federation)
    cadres.station(federation, seed=15)
    cadres.lead(federation, LED)
    cadres.keep_in_touch(federation)
    return told


def xiqing(password: str, say: Say) -> Accounts:
    """133 villages and 142 communities in alliances: sub-district or town, alliance, village."""
    chosen = [_alliance(group) for group in groups("120111", village_count=133, group_count=27, seed=6)]
    practice = Practice(secretaries=26, name="{township}{centre}联盟党委", how="推选")
    federation, _played, told = _found(
        ("1201", "天津市市辖区"),
        chosen,
        practice,
        password,
        say,
        seed=6,
        prefix="120111",
        bought=("联合采购沙窝萝卜包装箱", "联合采购大棚薄膜", "联合采购节水滴灌带"),
        land=yearbook.Land("land_cropland", 4_600, "industry_vegetables", 5_200),
        choosing=True,
    )
    say("社区加入所在街镇的联盟，选派第一书记")
    cadres.send_first_secretaries(federation, range(len(chosen)), seed=16)
    register.join(list(_communities(federation)))
    partners.join_businesses(federation, 54)
    return told


def _alliance(group: Group) -> Group:
    names = {row.name for row in group.villages}
    small = len(group.villages) <= 3
    named = "文旅共兴联盟党委" if "宫庄子村" in names else "白滩寺文旅联盟党委" if "白滩寺村" in names else ""
    return replace(group, kind="alliance_branch" if small else "alliance", name=named)


def _communities(federation: Federation) -> Iterator[bodies.NewMember]:
    """Each community joins an alliance of its own sub-district or town, in turn."""
    by_town: dict[str, list[int]] = {}
    for number, group in enumerate(federation.groups):
        by_town.setdefault(group.villages[0].township_code, []).append(federation.committees[number])
    for place, row in enumerate(communities("120111")):
        near = by_town.get(row.township_code, list(federation.committees))
        yield bodies.NewMember(near[place % len(near)], federation.ids[row.code], JOINED, role="partner")


def songtao(password: str, say: Say) -> Accounts:
    """2 joint committees, 7 area branches, 300 joint branches of co-operatives; 56 points, 58 basins."""
    chosen = groups("520628", village_count=300, group_count=2, seed=7)
    practice = Practice(secretaries=1, name="松桃{township}{centre}产业联合党委")
    federation, played, told = _found(
        ("5206", "铜仁市"),
        chosen,
        practice,
        password,
        say,
        seed=7,
        prefix="520628",
        bought=("联合采购食用菌菌棒", "联合采购茶园有机肥", "联合采购蛋鸡饲料"),
        land=yearbook.Land("land_cropland", 2_900, "industry_mushrooms", 400_000),
    )
    say("片区党总支、合作社联合党支部、示范点和坝区")
    rows = [row for group in chosen for row in group.villages]
    ids = _add(federation, _area_branches(rows))
    ids |= _add(federation, partners.businesses(rows, 600, companies=10_000), ids)
    ids |= _add(federation, _joint_branches(rows), ids)
    register.join(list(_co_operatives(ids)))
    _add(federation, [*_points(rows), *_basins()], ids)
    _choose_head(federation, played, rows, ids)
    return told


def _choose_head(
    federation: Federation, played: world.World, rows: Sequence[VillageRow], ids: dict[str, int]
) -> None:
    """A co-operative of the stage's first village puts its Party head forward (推选)."""
    number = next(at for at, row in enumerate(rows) if federation.ids[row.code] == played.a.village)
    coop = ids[f"cooperative{number}"]
    cadres.put_forward(
        played, coop, "coop_party_head", candidates=played.a.party_members[3:5], members=[coop]
    )


AREA_BRANCHES, JOINT_BRANCHES, POINTS, BASINS = 7, 300, 56, 58


def _add(
    federation: Federation,
    wanted: Iterator[bodies.NewBody] | Sequence[bodies.NewBody],
    more: dict[str, int] | None = None,
) -> dict[str, int]:
    known = {**federation.ids, **(more or {})}
    placed = [replace(body, under=known[str(body.under)]) for body in wanted]
    return register.add(placed)


def _area_branches(rows: Sequence[VillageRow]) -> Iterator[bodies.NewBody]:
    """Three under the first joint committee, four under the second, named after a town of theirs."""
    for number in range(AREA_BRANCHES):
        row = rows[number * len(rows) // AREA_BRANCHES]
        yield bodies.NewBody(
            "area_branch",
            f"{row.township}片区党总支",
            JOINED,
            under=f"joint{0 if number < 3 else 1}",
            key=f"area{number}",
        )


def _joint_branches(rows: Sequence[VillageRow]) -> Iterator[bodies.NewBody]:
    """One for the two co-operatives of each village; its Party group where there is a demonstration point."""
    for number, row in enumerate(islice(rows, JOINT_BRANCHES)):
        stem = row.name.removesuffix("村")
        yield bodies.NewBody(
            "joint_branch",
            f"{row.township}{stem}合作社联合党支部",
            JOINED,
            short_name=f"{stem}联合党支部",
            under=f"area{number * AREA_BRANCHES // JOINT_BRANCHES}",
            key=f"branch{number}",
        )


def _co_operatives(ids: dict[str, int]) -> Iterator[bodies.NewMember]:
    for number in range(2 * JOINT_BRANCHES):
        branch = ids[f"branch{number % JOINT_BRANCHES}"]
        yield bodies.NewMember(branch, ids[f"cooperative{number}"], JOINED, role="partner")


def _points(rows: Sequence[VillageRow]) -> Iterator[bodies.NewBody]:
    for number, row in enumerate(islice(rows, 0, None, len(rows) // POINTS)):
        if number >= POINTS:
            return
        stem = row.name.removesuffix("村")
        yield bodies.NewBody(
            "demo_point",
            f"{row.township}{stem}“村社合一”示范点",
            JOINED,
            under=row.code,
            key=f"point{number}",
        )
        place = rows.index(row)
        yield bodies.NewBody(
            "party_group", f"{stem}产业党小组", JOINED, under=f"branch{place}", key=f"group{number}"
        )


def _basins() -> Iterator[bodies.NewBody]:
    known = villages("520628")
    for number in range(BASINS):
        row = known[number * len(known) // BASINS]
        yield bodies.NewBody(
            "basin",
            f"{row.name.removesuffix('村')}坝区",
            BEGUN,
            under=row.township_code,
            key=f"basin{number}",
        )


def jiaxian(password: str, say: Say) -> Accounts:
    """A committee of 9 villages, a joint branch of 53 members, 48 offices paired with 92 villages."""
    rows = {row.name: row for row in villages("610828")}
    chosen = [_nine(rows), _distillers(rows)]
    practice = Practice(secretaries=1)
    federation, played, told = _found(
        ("6108", "榆林市"),
        chosen,
        practice,
        password,
        say,
        seed=8,
        prefix="610828",
        bought=("联合采购肉牛饲草", "联合采购小杂粮种子", "联合采购酿酒高粱种子"),
        land=yearbook.Land("land_cropland", 3_800, "industry_sorghum", 900),
    )
    mirrors.keep_in_platform(played)
    say("合作社和公司的账、联动凭证、年末结转、结账公开")
    enterprises.keep(federation, chosen[0], played)
    say("分组规划：一个组从申请到组建")
    told = [*told, *founding.of_distillers(federation, played, password)]
    say("酒业联合党支部的酒厂、帮扶单位")
    _join_distilleries(federation)
    offices = list(_add(federation, _offices()).values())
    yearbook.pair_offices(federation, offices, villages("610828")[:PAIRED])
    return told


def _nine(rows: dict[str, VillageRow]) -> Group:
    """核桃树墕 at the centre, 尚家沟 beside it, seven more of the same town."""
    centre, beside = rows["核桃树墕村"], rows["尚家沟村"]
    others = [
        row
        for row in rows.values()
        if row.township_code == centre.township_code and row not in (centre, beside)
    ]
    return Group(centre.county_code, (centre, beside, *others[:7]), "核桃树墕联村党委")


def _distillers(rows: dict[str, VillageRow]) -> Group:
    centre = rows["上高寨村"]
    others = [row for row in rows.values() if row.township_code == centre.township_code and row != centre]
    return Group(
        centre.county_code,
        (centre, *others[:13]),
        "上高寨酒业联合党支部",
        kind="joint_branch",
        joins="collective",
    )


def _join_distilleries(federation: Federation) -> None:
    """38 workshops and the company that leads them: with 14 village collectives, 53 members."""
    group = federation.groups[1]
    town = group.villages[0].township_code
    wanted = [
        bodies.NewBody(
            "cooperative",
            f"刘国具镇{row.name.removesuffix('村')}{'一二三'[number // len(group.villages)]}号酒坊农民专业合作社",
            BEGUN,
            under=town,
            key=f"distillery{number}",
            registration_code=partners.credit_code("cooperative", "610828", number + 1),
        )
        for number in range(38)
        for row in (group.villages[number % len(group.villages)],)
    ]
    wanted.append(
        bodies.NewBody(
            "company",
            "陕西贺寨酒业有限公司",
            BEGUN,
            under=town,
            key="leader",
            registration_code=partners.credit_code("company", "610828", 1),
        )
    )
    ids = partners.register(federation, wanted)
    members = [bodies.NewMember(federation.committees[1], id, JOINED, role="partner") for id in ids]
    register.join(members)


OFFICES, PAIRED = 48, 92


def _offices() -> Iterator[bodies.NewBody]:
    for number, name in enumerate(partners.OFFICES[:OFFICES]):
        yield bodies.NewBody(
            "organ", f"佳县{name.removeprefix('县')}", BEGUN, under="610828", key=f"office{number}"
        )


COUNTIES: dict[str, Callable[[str, Say], Accounts]] = {
    "nierong": nierong,
    "xiqing": xiqing,
    "songtao": songtao,
    "jiaxian": jiaxian,
}
