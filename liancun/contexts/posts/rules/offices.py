"""What is true on paper about posts: where they stand, how one comes to them, what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from liancun.kernel.errors import NotAllowed, Place, Refusal, mark


def refuse_wrong_body(allowed: tuple[str, ...], body_kind: str) -> None:
    """A post exists in bodies of certain kinds only. Refusal: posts.wrong_body."""
    if body_kind not in allowed:
        raise Refusal(
            "posts.wrong_body",
            mark("这一职务不设在所选的组织里。"),
            place=Place("field", field="body"),
            remedy=mark("请核对职务和组织。"),
        )


def refuse_backward(since: date, until: date | None, field: str = "until") -> None:
    """`until` is the first day that no longer counts. Refusal: posts.backward."""
    if until is not None and until <= since:
        raise Refusal(
            "posts.backward",
            mark("结束日期应晚于开始日期。"),
            place=Place("field", field=field),
            remedy=mark("请核对两个日期。"),
        )


def refuse_wrong_way(allowed: tuple[str, ...], way: str) -> None:
    """第一书记 is sent, a 联盟书记 is put forward. Refusal: posts.wrong_way."""
    if way and allowed and way not in allowed:
        raise Refusal(
            "posts.wrong_way",
            mark("按制度，这一职务不是这样产生的。"),
            place=Place("field", field="way"),
            remedy=mark("请核对产生方式。"),
        )


def refuse_unselected(by_selection: bool, selected: bool) -> None:
    """A post that the playbook fills by selection is given from a finished selection. Refusal: posts.by_selection."""
    if by_selection and not selected:
        raise NotAllowed(
            "posts.by_selection",
            mark("这一职务由推选产生。"),
            remedy=mark("请先办理推选，批准后由推选结果登记任职。"),
        )


@dataclass(frozen=True)
class Vacancy:
    """`missing` holders of a kind of post in a body. A statement of fact: nobody gains a right by it."""

    body_id: int
    kind: str
    missing: int


def vacancies(
    bodies: Mapping[int, str],
    expected: Mapping[str, tuple[tuple[str, ...], int]],
    held: Iterable[tuple[int, str]],
) -> list[Vacancy]:
    """`bodies`: id → kind; `expected`: post kind → (kinds of body, how many); `held`: (body, post kind) each."""
    count: dict[tuple[int, str], int] = {}
    for key in held:
        count[key] = count.get(key, 0) + 1
    wanted = [
        Vacancy(body_id, kind, number - count.get((body_id, kind), 0))
        for body_id, body_kind in bodies.items()
        for kind, (places, number) in expected.items()
        if body_kind in places
    ]
    return [one for one in wanted if one.missing > 0]


def term_end(since: date, years: int) -> date | None:
    """The day a term of so many years is expected to end; None without a term. 29 February ends on the 28th."""
    if not years:
        return None
    try:
        return since.replace(year=since.year + years)
    except ValueError:
        return since.replace(year=since.year + years, day=28)


ADMINISTRATORS = {"system_admin": "system", "security_admin": "security", "auditor": "audit"}


def office(roles: Collection[str]) -> str:
    """Which of the three administrators a post with these roles is; "business" for other roles, "" for none."""
    found = {ADMINISTRATORS.get(role, "business") for role in roles}
    return found.pop() if len(found) == 1 else "".join(sorted(found))[:10]


def mixes(roles: Collection[str]) -> bool:
    """Two of the three administrators, or one of them beside business, in one post."""
    return len({ADMINISTRATORS.get(role, "business") for role in roles}) > 1
