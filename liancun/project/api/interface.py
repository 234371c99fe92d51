"""The addresses under /api/v1/: each asks with a key that is bound to a body, and sees that body and below."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar, cast

from django.http import HttpRequest
from ninja import NinjaAPI, Path, Query
from ninja.security import HttpBearer

from liancun.contexts.access import api as access
from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.framework import clock, sheets
from liancun.framework.permissions import require
from liancun.framework.scope import entered
from liancun.framework.web import ratelimit
from liancun.kernel.errors import NotAllowed, Unknown, mark
from liancun.kernel.masks import mask_name
from liancun.project.api import errors, importing, shapes

MOST = 200
A_MINUTE = 240
# Beyond what a database counts as a number a request is refused, not tried.
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Id = Annotated[int, Path(ge=1, le=2**62)]
P = ParamSpec("P")
R = TypeVar("R")


class Key(HttpBearer):
    """`Authorization: Bearer lck_…`"""

    def authenticate(self, request: HttpRequest, token: str) -> access.KeyActor:
        actor = access.actor_of_key(token)
        if not ratelimit.allow(f"api:{actor.key_id}", capacity=A_MINUTE, per_seconds=60):
            raise errors.busy()
        return actor


api = NinjaAPI(
    title="联村 liancun",
    version="1.0.0",
    description="Bodies, members, posts and rolls as of a day, facts by year, and sheets handed in as JSON rows.",
    urls_namespace="api",
    docs_url=None,
    openapi_url="openapi.json",
    auth=Key(),
)
errors.settle(api)
_REFUSED: dict[Any, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), shapes.RefusalOut)


def _as_key(view: Callable[Concatenate[access.KeyActor, P], R]) -> Callable[Concatenate[HttpRequest, P], R]:
    """Runs in the scope of the key: the row policies see its body and what lies below."""

    @wraps(view)
    def run(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R:
        actor: access.KeyActor = request.auth  # type: ignore[attr-defined]
        with entered(actor, read_only=request.method == "GET"):
            return view(actor, *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, P], R], run)


def _reads(actor: access.KeyActor, kind: str) -> None:
    if not actor.reads(kind):
        raise NotAllowed(
            "api.not_this", mark("这个密钥不能读这些内容。"), remedy=mark("请换用有相应范围的密钥。")
        )


def _below(actor: access.KeyActor, body_id: int) -> bodies.BodyLine:
    """The body, when it is the key's own or lies below."""
    line = bodies.get(body_id)
    if actor.body_id not in line.above:
        raise Unknown("bodies.unknown", mark("没有这个组织。"), remedy=mark("请核对编号和密钥的范围。"))
    return line


def _body(line: bodies.BodyLine) -> shapes.BodyOut:
    return shapes.BodyOut(
        id=line.id,
        kind=line.kind,
        kind_name=bodies.kind_name(line.kind),
        form=line.form,
        name=line.name,
        code=line.code,
        parent_id=line.parent_id,
    )


def _get(path: str, answer: Any, tag: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return api.get(path, response={200: answer, **_REFUSED}, tags=[tag])


def _list_bodies(actor: access.KeyActor, kind: str, offset: int, limit: int) -> shapes.BodiesOut:
    _reads(actor, "bodies")
    ids = bodies.subtree_ids(actor.body_id or 0, [kind] if kind else None)
    shown = ids[offset : offset + limit]
    known = bodies.lines(shown)
    items = [_body(known[id]) for id in shown if id in known]
    return shapes.BodiesOut(total=len(ids), offset=offset, items=items)


@_get("/bodies", shapes.BodiesOut, "bodies")
def list_bodies(
    request: HttpRequest,
    kind: Annotated[str, Query(max_length=40)] = "",
    offset: Offset = 0,
    limit: Limit = 50,
) -> Any:
    """The key's body and all below it, in the order of the tree."""
    return _as_key(_list_bodies)(request, kind, offset, limit)


@_get("/bodies/{body_id}", shapes.BodyOut, "bodies")
def read_body(request: HttpRequest, body_id: Id) -> Any:
    def read(actor: access.KeyActor) -> shapes.BodyOut:
        _reads(actor, "bodies")
        return _body(_below(actor, body_id))

    return _as_key(read)(request)


@_get("/bodies/{body_id}/members", list[shapes.MemberOut], "bodies")
def list_members(request: HttpRequest, body_id: Id, on: date | None = None) -> Any:
    """Members of a joint body on that day (today when it is not given)."""

    def read(actor: access.KeyActor) -> list[shapes.MemberOut]:
        _reads(actor, "bodies")
        found = bodies.members_of(_below(actor, body_id).id, on or clock.today())
        return [
            shapes.MemberOut(
                body=_body(one.body),
                role=one.role,
                role_name=bodies.role_name(one.role),
                since=one.since,
                until=one.until,
            )
            for one in found
        ]

    return _as_key(read)(request)


@_get("/bodies/{body_id}/posts", list[shapes.PostOut], "posts")
def list_posts(request: HttpRequest, body_id: Id, on: date | None = None) -> Any:
    """Who held which post of the body on that day."""

    def read(actor: access.KeyActor) -> list[shapes.PostOut]:
        _reads(actor, "bodies")
        found = posts.holders(_below(actor, body_id).id, None, on or clock.today())
        return [
            shapes.PostOut(
                id=one.id,
                body_id=one.body_id,
                kind=one.kind,
                kind_name=one.kind_name,
                person_name=one.person_name,
                since=one.since,
                until=one.until,
            )
            for one in found
        ]

    return _as_key(read)(request)


@_get("/bodies/{body_id}/rolls/{kind}", shapes.RollOut, "people")
def read_roll(
    request: HttpRequest,
    body_id: Id,
    kind: Annotated[str, Path(max_length=40)],
    on: date | None = None,
    offset: Offset = 0,
    limit: Limit = 50,
) -> Any:
    """How many stand on a roll that day, and their names, masked."""

    def read(actor: access.KeyActor) -> shapes.RollOut:
        _reads(actor, "people")
        body = _below(actor, body_id)
        require(actor, "people.see_roll", body.id)
        found = people.roll(body.id, kind, on or clock.today())
        names = [mask_name(one.name) for one in found[offset : offset + limit]]
        return shapes.RollOut(number=len(found), offset=offset, names=names)

    return _as_key(read)(request)


@_get("/bodies/{body_id}/facts", list[shapes.FactOut], "facts")
def list_facts(
    request: HttpRequest, body_id: Id, year: Annotated[int, Query(ge=1949, le=2999)] | None = None
) -> Any:
    """Facts of the body for one year (this year when it is not given), one value each."""

    def read(actor: access.KeyActor) -> list[shapes.FactOut]:
        _reads(actor, "facts")
        body = _below(actor, body_id)
        require(actor, "bodies.read_facts", body.id)
        kinds = bodies.fact_kinds(body.kind)
        asked = year or clock.today().year
        held = bodies.facts_of([body.id], asked).get(body.id, {})
        return [_fact(held[code], kind) for code, kind in kinds.items() if code in held]

    return _as_key(read)(request)


def _fact(line: bodies.FactLine, kind: bodies.FactKind) -> shapes.FactOut:
    return shapes.FactOut(
        fact=line.code,
        name=kind.name,
        unit=kind.unit,
        year=line.year,
        value=bodies.fact_value(line, kind),
        source=line.source,
        corrected=line.sequence > 1,
    )


@_get("/sheets", list[shapes.SheetOut], "sheets")
def list_sheets(request: HttpRequest) -> Any:
    """The sheets this key may hand in, with their columns."""

    def read(actor: access.KeyActor) -> list[shapes.SheetOut]:
        return [_sheet(one) for one in sheets.offered() if actor.does(one.verb)]

    return _as_key(read)(request)


def _sheet(layout: sheets.Layout) -> shapes.SheetOut:
    columns = [
        shapes.ColumnOut(
            key=one.key,
            heading=one.heading,
            kind=one.kind,
            required=one.required,
            choices=dict(one.words()),
            help=one.help,
        )
        for one in layout.columns
    ]
    return shapes.SheetOut(key=layout.key, name=layout.name, columns=columns)


@api.post("/sheets/{key}", response={200: shapes.ImportOut, **_REFUSED}, tags=["sheets"])
def hand_in_rows(request: HttpRequest, key: Annotated[str, Path(max_length=60)], sent: shapes.RowsIn) -> Any:
    """Checks rows of a sheet, and writes them all when `commit` is true and none is at fault."""

    def act(actor: access.KeyActor) -> shapes.ImportOut:
        layout = sheets.find(key)
        if layout is None:
            raise Unknown("sheets.no_such_sheet", mark("没有这种表。"), remedy=mark("请核对表的名称。"))
        require(actor, layout.verb, None)
        return importing.hand_in(actor, layout, sent)

    return _as_key(act)(request)
