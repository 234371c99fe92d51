"""Where bodies lie: a point or an area with its source and map approval number; survey secrets stay out."""

from __future__ import annotations

import json
from collections.abc import Sequence

from liancun.contexts.bodies.actions.facts import place_body
from liancun.contexts.bodies.models import Audience, Crs
from liancun.contexts.bodies.queries.facts import PlaceLine, places_of
from liancun.contexts.bodies.queries.lookup import Lookup
from liancun.contexts.bodies.rules import geometry
from liancun.contexts.bodies.web.sheets.common import refused, text_of, twice
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.sheets import Column, Judgement, Layout, Values
from liancun.kernel.errors import Refusal, mark


class PlaceDesk:
    """The latest place holds; the same place again changes nothing, earlier ones stay."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.register = Lookup(clock.today())
        self.seen: set[int] = set()

    def judge(self, rows: Sequence[Values]) -> list[Judgement]:
        told = [self._understood(row) for row in rows]
        held = places_of({_id(row) for row, one in zip(rows, told, strict=True) if one is None})
        return [
            one or ("known" if _same(row, held.get(_id(row))) else "new")
            for row, one in zip(rows, told, strict=True)
        ]

    def _understood(self, row: Values) -> tuple[Refusal, ...] | None:
        try:
            body = self.register.find(text_of(row, "body"), field="body")
            geometry.refuse_unread(row["read"] is True)
            geometry.refuse_publication(text_of(row, "audience"), text_of(row, "approval"))
            geometry.geometry_of(_drawn(row), on_earth=row["crs"] != Crs.LOCAL)
        except Refusal as error:
            return (error,)
        if not may(self.actor, "bodies.place_body", body.id):
            remedy = mark("请由主管部门导入。")
            return refused("body", "not_here", mark("您不能登记这个组织的位置。"), remedy)
        if body.id in self.seen:
            return twice("body")
        self.seen.add(body.id)
        row["body_id"] = body.id
        return None

    def write(self, rows: Sequence[Values]) -> None:
        for row in rows:
            place_body(
                self.actor,
                body_id=_id(row),
                geometry=_drawn(row),
                crs=text_of(row, "crs"),
                source=text_of(row, "source"),
                approval=text_of(row, "approval"),
                audience=text_of(row, "audience"),
                read=row["read"] is True,
            )


def _id(row: Values) -> int:
    found = row["body_id"]
    return found if isinstance(found, int) else 0


def _drawn(row: Values) -> str:
    """GeoJSON as given, or the point of longitude and latitude. Refusal: bodies.no_position."""
    if drawn := text_of(row, "geometry"):
        return drawn
    try:
        point = [float(text_of(row, key)) for key in ("longitude", "latitude")]
    except ValueError as error:
        remedy = mark("请写经度和纬度，例如 123.72 和 42.29；或者写 GeoJSON 图形。")
        (refusal,) = refused("longitude", "no_position", mark("没有写明位置，或经纬度不是数字。"), remedy)
        raise refusal from error
    return json.dumps({"type": "Point", "coordinates": point})


def _same(row: Values, held: PlaceLine | None) -> bool:
    if held is None:
        return False
    drawn = geometry.geometry_of(_drawn(row), on_earth=row["crs"] != Crs.LOCAL)
    told = (held.geometry, held.crs, held.source, held.approval, held.audience)
    return told == (drawn, *(text_of(row, key) for key in ("crs", "source", "approval", "audience")))


_WHERE, _PAPER = mark("位置"), mark("来源和范围")
PLACES = Layout(
    key="bodies.places",
    name=mark("位置"),
    verb="bodies.place_body",
    lead=mark(
        "涉密测绘成果不得在非涉密系统中存储、传输和公开。"
        "高精度坐标、带高程的图形、军事禁区和涉密单位周边的图形，不得上传。"
    ),
    notes=(
        mark("依据：《中华人民共和国测绘法》和保密规定。每一行都要由上传人确认不涉密。"),
        mark("公开的位置必须有审图号；没有审图号的，只能内部使用。"),
        mark("一个点写经度和纬度；一个面写 GeoJSON 图形。两种只写一种。"),
        mark("也可以直接上传 GeoJSON 文件：一个组织一个要素，属性名与本表的表头一致。"),
    ),
    columns=(
        Column(
            "body",
            mark("组织"),
            required=True,
            place=True,
            example="蔡牛镇新台子村",
            help=mark("全称或 12 位代码；有重名时在前面加上乡镇名称。"),
            width=28,
            group=_WHERE,
        ),
        Column("longitude", mark("经度"), example="123.72", most=20, group=_WHERE),
        Column("latitude", mark("纬度"), example="42.29", most=20, group=_WHERE),
        Column("geometry", mark("图形（GeoJSON）"), most=geometry.MOST_BYTES, group=_WHERE),
        Column(
            "crs",
            mark("坐标系"),
            "choice",
            required=True,
            choices=lambda: {one.value: str(one.label) for one in Crs},
            example="CGCS2000（2000 国家大地坐标系）",
            group=_WHERE,
        ),
        Column("source", mark("来源"), required=True, example="县自然资源局标准地图", most=120, group=_PAPER),
        Column("approval", mark("审图号"), example="GS(2024)0650号", most=40, group=_PAPER),
        Column(
            "audience",
            mark("使用范围"),
            "choice",
            required=True,
            choices=lambda: {one.value: str(one.label) for one in Audience},
            example="仅内部使用",
            group=_PAPER,
        ),
        Column(
            "read",
            mark("已核对不涉密"),
            "yes_no",
            required=True,
            example="是",
            help=mark("写“是”：不是涉密测绘成果，来源可以说明。"),
            group=_PAPER,
        ),
    ),
    desk=PlaceDesk,
    most=2_000,
    done_at="bodies:register",
)
