"""Bodies under an area: its own, and outside parties."""

from __future__ import annotations

from collections.abc import Sequence

from liancun.contexts.bodies import playbook
from liancun.contexts.bodies.actions import NewBody, add_bodies
from liancun.contexts.bodies.queries.lookup import Lookup, Spot
from liancun.contexts.bodies.web.sheets.common import day_of, kinds, not_here, refused, text_of, twice
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.sheets import Column, Judgement, Layout, Values
from liancun.kernel import codes
from liancun.kernel.errors import Refusal, mark


class UnderDesk:
    """A body of an area's own, or an outside party, under a registered area."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.register = Lookup(clock.today())
        self.seen: set[tuple[int, str, str]] = set()

    def judge(self, rows: Sequence[Values]) -> list[Judgement]:
        return [self._judge(row) for row in rows]

    def _judge(self, row: Values) -> Judgement:
        kind = playbook.kind_of(text_of(row, "kind"))
        try:
            above = self._above(row)
            codes_allowed = kind.prefixes(above.kind)
            if code := text_of(row, "registration_code"):
                codes.check_credit_code(code, prefixes=codes_allowed)
        except Refusal as error:
            return (error,)
        if above.kind not in kind.under:
            remedy = mark("请核对类别，或另写所在地。")
            return refused("above", "wrong_place", mark("这类组织不能设在所写的地方。"), remedy)
        if not may(self.actor, "bodies.add_body", above.id):
            return not_here("above")
        key = (above.id, text_of(row, "kind"), text_of(row, "name"))
        if key in self.seen:
            return twice("name")
        self.seen.add(key)
        return "known" if self.register.known(key[1], key[2], above.id) else "new"

    def _above(self, row: Values) -> Spot:
        under = playbook.kind_of(text_of(row, "kind")).under
        try:
            return self.register.find(text_of(row, "above"), field="above", kinds=under)
        except Refusal as error:
            if error.code != "bodies.not_found":
                raise
            return self.register.find(text_of(row, "above"), field="above")

    def write(self, rows: Sequence[Values]) -> None:
        made = [
            NewBody(
                kind=text_of(row, "kind"),
                name=text_of(row, "name"),
                since=day_of(row),
                short_name=text_of(row, "short_name"),
                under=self._above(row).id,
                registration_code=text_of(row, "registration_code"),
            )
            for row in rows
        ]
        add_bodies(self.actor, bodies=made)


_SINCE = Column("since", mark("成立日期"), "date", example="2020-01-01", help=mark("不填时按导入当天登记。"))
UNDER = Layout(
    key="bodies.under",
    name=mark("村级组织和其他单位"),
    verb="bodies.add_body",
    lead=mark(
        "党组织、集体经济组织、村（居）委会、监委会，合作社、企业和社会组织，以及示范点、坝区、产业带。"
    ),
    columns=(
        Column(
            "above",
            mark("所在地"),
            required=True,
            place=True,
            example="蔡牛镇新台子村",
            help=mark("村、乡镇或县的全称或 12 位代码；有重名时在前面加上乡镇名称。"),
        ),
        Column(
            "kind",
            mark("类别"),
            "choice",
            required=True,
            choices=lambda: kinds("part", "outside", "place"),
            example="农村集体经济组织",
        ),
        Column(
            "name",
            mark("名称"),
            required=True,
            place=True,
            example="铁岭县蔡牛镇新台子村股份经济合作社",
            most=120,
            width=36,
        ),
        Column(
            "registration_code",
            mark("统一社会信用代码"),
            "code",
            check=codes.check_credit_code,
            example="N2211221MF0000013G",
            help=mark("18 位，逐位核对校验位；没有登记证的不填。"),
        ),
        _SINCE,
        Column("short_name", mark("简称"), place=True, most=40),
    ),
    desk=UnderDesk,
    whole=True,
    done_at="bodies:register",
)
