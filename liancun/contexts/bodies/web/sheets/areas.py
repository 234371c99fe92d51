"""Areas with their codes: a county's townships, villages, communities and groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from liancun.contexts.bodies import playbook
from liancun.contexts.bodies.actions import NewBody, add_bodies
from liancun.contexts.bodies.queries.lookup import Lookup, Spot
from liancun.contexts.bodies.web.sheets.common import day_of, kinds, not_here, refused, text_of, twice
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.sheets import Column, Judgement, Layout, Values
from liancun.kernel.divisions import DivisionCode
from liancun.kernel.errors import mark

MOST_CELLS = 2_000


class AreaDesk:
    """Areas stand under the area whose code begins theirs, in the register or higher up in the same file."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.register = Lookup(clock.today(), ("area",))

    def judge(self, rows: Sequence[Values]) -> list[Judgement]:
        coming: dict[str, Values] = {}
        for row in rows:
            coming.setdefault(text_of(row, "code"), row)
        seen: set[str] = set()
        return [self._judge(row, coming, seen) for row in rows]

    def _judge(self, row: Values, coming: Mapping[str, Values], seen: set[str]) -> Judgement:
        code = text_of(row, "code")
        if code in seen:
            return twice("code")
        seen.add(code)
        there = self.register.by_code(code)
        if there is not None:
            return self._same(row, there)
        kind = self._kind_above(row, coming)
        if kind is None:
            remedy = mark("请先登记上级，或把上级写进同一份文件。")
            return refused("parent", "no_parent", mark("上级行政区划没有登记。"), remedy)
        if kind not in playbook.kind_of(text_of(row, "kind")).under:
            remedy = mark("请核对类别和代码。")
            return refused("kind", "wrong_place", mark("这类区划不能设在它的上级之下。"), remedy)
        if far := next((key for key in ("x", "y") if (_cell(row, key) or 0) > MOST_CELLS), None):
            remedy = mark("请写第几列、第几行，例如 3 和 2。")
            return refused(far, "cell", mark("示意图没有这么大。"), remedy)
        return "new" if self._may(row, coming) else not_here("code")

    def _same(self, row: Values, there: Spot) -> Judgement:
        if (there.name, there.kind) == (row["name"], row["kind"]):
            return "known"
        return refused(
            "code",
            "code_taken",
            mark("这个代码已登记为“{name}”。"),
            mark("请核对代码；更名或撤并请在名录里办理。"),
            name=there.name,
        )

    def _above(self, row: Values) -> str:
        """The code of the area above: as written, or the nearest that the code itself names."""
        if given := text_of(row, "parent"):
            return given
        above = DivisionCode(text_of(row, "code")).parent
        return above.padded if above else ""

    def _kind_above(self, row: Values, coming: Mapping[str, Values]) -> str | None:
        above = self._above(row)
        there = self.register.by_code(above) if above else None
        if there is not None:
            return there.kind
        return text_of(coming[above], "kind") if above in coming else None

    def _may(self, row: Values, coming: Mapping[str, Values]) -> bool:
        """Whether the first area above that is registered lies where the actor may add."""
        for _step in range(8):
            above = self._above(row)
            there = self.register.by_code(above)
            if there is not None:
                return may(self.actor, "bodies.add_body", there.id)
            if above not in coming:
                return False
            row = coming[above]
        return False

    def write(self, rows: Sequence[Values]) -> None:
        add_bodies(self.actor, bodies=[self._new(row) for row in rows])

    def _new(self, row: Values) -> NewBody:
        above = self._above(row)
        there = self.register.by_code(above)
        return NewBody(
            kind=text_of(row, "kind"),
            name=text_of(row, "name"),
            short_name=text_of(row, "short_name"),
            code=text_of(row, "code"),
            since=day_of(row),
            key=text_of(row, "code"),
            under=there.id if there else above,
            x=_cell(row, "x"),
            y=_cell(row, "y"),
        )


def _cell(row: Values, key: str) -> int | None:
    found = row[key]
    return found if isinstance(found, int) else None


def _division(text: str) -> str:
    return DivisionCode.parse(text).padded


AREAS = Layout(
    key="bodies.areas",
    name=mark("行政区划和村（社区）"),
    verb="bodies.add_body",
    lead=mark("县以下的乡镇、村、社区和村民小组，按 12 位统计用区划代码登记。"),
    notes=(mark("上级和下级可以写在同一份文件里，先后不限。"),),
    columns=(
        Column(
            "code",
            mark("区划代码"),
            "code",
            required=True,
            check=_division,
            example="211221100201",
            group=mark("区划"),
        ),
        Column(
            "name", mark("名称"), required=True, place=True, example="新台子村", most=60, group=mark("区划")
        ),
        Column(
            "kind",
            mark("类别"),
            "choice",
            required=True,
            choices=lambda: kinds("area"),
            example="村",
            group=mark("区划"),
        ),
        Column("short_name", mark("简称"), place=True, example="新台子", most=40, group=mark("区划")),
        Column(
            "parent",
            mark("上级代码"),
            "code",
            check=_division,
            example="211221100000",
            help=mark("不填时按代码本身的上级登记。"),
            group=mark("登记"),
        ),
        Column(
            "since",
            mark("启用日期"),
            "date",
            example="2020-01-01",
            help=mark("不填时按导入当天登记。"),
            group=mark("登记"),
        ),
        Column(
            "x",
            mark("示意图第几列"),
            "integer",
            example="3",
            least=0,
            help=mark("示意图上的格，不是实际位置；可以不填。"),
            group=mark("示意图"),
        ),
        Column("y", mark("示意图第几行"), "integer", example="2", least=0, group=mark("示意图")),
    ),
    desk=AreaDesk,
    whole=True,
    done_at="bodies:register",
)
