"""Joint bodies with their members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from liancun.contexts.bodies import playbook
from liancun.contexts.bodies.actions import NewBody, NewMember, add_bodies, join_many
from liancun.contexts.bodies.models import Membership
from liancun.contexts.bodies.queries import holding
from liancun.contexts.bodies.queries.lookup import Lookup, Spot
from liancun.contexts.bodies.web.sheets.common import day_of, kinds, not_here, refused, text_of, twice
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.scope import entered
from liancun.framework.sheets import Column, Judgement, Layout, Values
from liancun.kernel.errors import Refusal, mark


def _roles() -> Mapping[str, str]:
    return {code: role.name for code, role in playbook.section().role.items()}


class JointDesk:
    """One row a member; rows of one joint body follow one another, its own cells may be merged over them."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.register = Lookup(clock.today())
        held = Membership.objects.filter(holding(clock.today())).values_list("joint_id", "member_id")
        self.held = set(held)

    def judge(self, rows: Sequence[Values]) -> list[Judgement]:
        seen: set[tuple[str, ...]] = set()
        self._fill(rows)
        return [self._judge(row, seen) for row in rows]

    def _fill(self, rows: Sequence[Values]) -> None:
        """Cells left empty under the first row of a joint body are those above (merged cells read so)."""
        above: Values | None = None
        for row in rows:
            if not row["name"] and above is not None:
                row.update({key: above[key] for key in _OF_JOINT})
            above = row

    def _judge(self, row: Values, seen: set[tuple[str, ...]]) -> Judgement:
        if not row["name"] or not row["kind"] or not row["above"]:
            remedy = mark("请填写这个联建组织的名称、类别和所在地。")
            return refused("name", "no_joint", mark("没有写是哪个联建组织。"), remedy)
        try:
            above, member = self._places(row)
        except Refusal as error:
            return (error,)
        kind = playbook.kind_of(text_of(row, "kind"))
        if above.kind not in kind.under:
            remedy = mark("请核对类别和所在地。")
            return refused("above", "wrong_place", mark("这类联建组织不能设在所写的地方。"), remedy)
        if not may(self.actor, "bodies.add_body", above.id):
            return not_here("above")
        key = (text_of(row, "kind"), text_of(row, "name"), str(above.id), str(member.id if member else 0))
        if key in seen:
            return twice("member")
        seen.add(key)
        joint = self.register.known(key[0], key[1], above.id)
        return "known" if joint and (member is None or (joint.id, member.id) in self.held) else "new"

    def _places(self, row: Values) -> tuple[Spot, Spot | None]:
        kind = playbook.kind_of(text_of(row, "kind"))
        above = self._above(row, kind.under)
        joins = [code for code, one in playbook.kinds().items() if one.joins]
        if not row["member"]:
            return above, None
        return above, self.register.find(text_of(row, "member"), field="member", kinds=kind.members or joins)

    def _above(self, row: Values, under: Sequence[str]) -> Spot:
        """Where such a body may stand, or whatever is called so: the wrong place is a fault of its own."""
        text = text_of(row, "above")
        try:
            return self.register.find(text, field="above", kinds=under)
        except Refusal as error:
            if error.code != "bodies.not_found":
                raise
            return self.register.find(text, field="above")

    def write(self, rows: Sequence[Values]) -> None:
        ids = self._founded(rows)
        members = []
        for row in rows:
            above, member = self._places(row)
            if member is None:
                continue
            joint = ids[text_of(row, "kind"), text_of(row, "name"), above.id]
            since = day_of(row, "joined") if row["joined"] else day_of(row)
            role = text_of(row, "role") or "member"
            members.append(NewMember(joint, member.id, since, role=role))
        if members:
            # What was just founded lies in nobody's scope until it is looked for again.
            with entered(self.actor):
                join_many(self.actor, members=members)

    def _founded(self, rows: Sequence[Values]) -> dict[tuple[str, str, int], int]:
        """Ids of the joint bodies named; those that are new are founded first."""
        ids: dict[tuple[str, str, int], int] = {}
        new: dict[tuple[str, str, int], NewBody] = {}
        for row in rows:
            above, _member = self._places(row)
            key = (text_of(row, "kind"), text_of(row, "name"), above.id)
            there = self.register.known(*key)
            if there is not None:
                ids[key] = there.id
            elif key not in new:
                new[key] = NewBody(
                    *key[:2],
                    since=day_of(row),
                    short_name=text_of(row, "short_name"),
                    under=above.id,
                    key="/".join(map(str, key)),
                )
        made = add_bodies(self.actor, bodies=list(new.values())) if new else {}
        return ids | {key: made[body.key] for key, body in new.items()}


_OF_JOINT = ("name", "kind", "above", "since", "short_name")


JOINTS = Layout(
    key="bodies.joints",
    name=mark("联建组织和成员"),
    verb="bodies.join",
    lead=mark("联合党委、联盟、片区等联建组织，一行一个成员。加入不改变行政区划、村的自治组织、产权和账目。"),
    notes=(mark("同一个联建组织的几行写在一起，它自己的几格可以只写第一行，也可以合并单元格。"),),
    columns=(
        Column(
            "name", mark("联建组织"), place=True, example="蔡牛联合党委", most=120, group=mark("联建组织")
        ),
        Column(
            "kind",
            mark("类别"),
            "choice",
            choices=lambda: kinds("joint"),
            example="联合党委",
            group=mark("联建组织"),
        ),
        Column("above", mark("所在地"), place=True, example="铁岭县", group=mark("联建组织")),
        Column("since", mark("成立日期"), "date", example="2024-05-30", group=mark("联建组织")),
        Column(
            "member",
            mark("成员"),
            place=True,
            example="蔡牛镇新台子村",
            group=mark("成员"),
            help=mark("成员的全称或代码。"),
        ),
        Column(
            "role",
            mark("角色"),
            "choice",
            choices=_roles,
            example="中心村",
            group=mark("成员"),
            help=mark("不填时是普通成员。"),
        ),
        Column(
            "joined",
            mark("加入日期"),
            "date",
            example="2024-05-30",
            group=mark("成员"),
            help=mark("不填时与成立日期相同。"),
        ),
        Column("short_name", mark("联建组织简称"), place=True, example="蔡牛", most=40, group=mark("另记")),
    ),
    desk=JointDesk,
    whole=True,
    done_at="bodies:register",
)
