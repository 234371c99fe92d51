"""One matter from raising to rating, in a villager's words, from what was published and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.portal import queries
from liancun.contexts.portal.rules import following as rules
from liancun.contexts.portal.rules.following import Says, State
from liancun.contexts.portal.web.views import shapes
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import Link, Tone
from liancun.framework.web.shortcuts import page, public

_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True)
class ShownStep:
    """`sentence` empty: not published yet."""

    heading: str
    sentence: str = ""
    day: date | None = None
    lines: tuple[shapes.ShownLine, ...] = ()
    tables: tuple[shapes.ShownTable, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def tone(self) -> Tone:
        return "done" if self.sentence else "draft"


@dataclass(frozen=True)
class Village:
    """`url` only where it published something of its own; `now` in words."""

    name: str
    url: str
    now: str
    article: str = ""


@dataclass(frozen=True)
class Paper:
    """The newest notice that tells this of the matter, its sections by heading."""

    line: disclosure.NoticeLine
    sections: Mapping[str, shapes.ShownSection]

    def fact(self, heading: str, label: str) -> str:
        section = self.sections.get(heading)
        return next((one.value for one in section.lines if one.label == label), "") if section else ""

    @property
    def day(self) -> date:
        return self.line.window.opens


@public
@require_safe
def matter(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.followed(slug)
    if not found.about:
        return redirect("portal:notice", slug)
    papers = _papers(found)
    told = papers.get(Says.DECISION) or papers.get(Says.BEFORE)
    newest = next((line for line, _said in reversed(found.notices) if not line.window.withdrawn), None)
    context = {
        "title": (told.fact(rules.WHAT, "事项") if told else "") or found.notices[-1][0].title,
        "lead": found.office,
        "now": _now(papers, newest),
        "steps": _steps(found, papers, told),
        "villages": _villages(found, told),
        "as_told": chinese_date(told.line.published_at) if told else "",
        "second_labels": disclosure.second_labels(),
        "newest_url": shapes.notice_url(newest or found.notices[-1][0]),
    }
    return page(request, "portal/matter.html", context)


def _papers(found: queries.Followed) -> dict[Says, Paper]:
    papers: dict[Says, Paper] = {}
    for line, snapshot in found.notices:
        if not line.window.withdrawn:
            by_heading = {one.heading: one for one in shapes.sections(snapshot)}
            papers[rules.says(by_heading)] = Paper(line, by_heading)
    return papers


# --- the state today, in one sentence ---------------------------------------------------------------


def _now(papers: Mapping[Says, Paper], newest: disclosure.NoticeLine | None) -> str:
    if newest is None:
        return _("公开的内容已经撤回，还没有重新公开。")
    said = next(said for said, paper in papers.items() if paper.line.id == newest.id)
    stands = rules.state(newest.window)
    if said is Says.RATING:
        return _rated(papers[said])
    if stands is State.ANSWERING:
        return ngettext(
            "公开期已满，还有 %(count)s 条意见没有答复。",
            "公开期已满，还有 %(count)s 条意见没有答复。",
            newest.window.unanswered,
        ) % {"count": newest.window.unanswered}
    day = {"day": chinese_date(newest.window.closes)}
    return (_while_open if stands is State.OPEN else _when_over)(said) % day


def _while_open(said: Says) -> str:
    return {
        Says.BEFORE: _("公示中，%(day)s期满；还没有公开最后的决定。"),
        Says.DECISION: _("决议公开中，%(day)s期满。"),
        Says.RESULT: _("办理结果公开中，%(day)s期满。"),
    }.get(said, _("公开中，%(day)s期满。"))


def _when_over(said: Says) -> str:
    return {
        Says.BEFORE: _("公示已于%(day)s期满；还没有公开最后的决定。"),
        Says.DECISION: _("决议公开已于%(day)s期满；还没有公开办理结果。"),
        Says.RESULT: _("办理结果公开已于%(day)s期满；还没有公开群众评价。"),
    }.get(said, _("公开已于%(day)s期满。"))


def _rated(paper: Paper) -> str:
    share = paper.fact(rules.RATED, "满意度")
    if share.endswith("%"):
        return _("已经办完，群众也评过了：满意度 %(share)s。") % {"share": share}
    return _("已经办完，没有人评价。")


# --- the steps --------------------------------------------------------------------------------------


def _steps(found: queries.Followed, papers: Mapping[Says, Paper], told: Paper | None) -> list[ShownStep]:
    result, rating = papers.get(Says.RESULT), papers.get(Says.RATING)
    return [
        _raised(told),
        _heard(told),
        _decided(told),
        _published(found),
        _done(result),
        _paid(result),
        _marked(rating),
    ]


def _raised(told: Paper | None) -> ShownStep:
    heading = _("谁提的")
    if told is None:
        return ShownStep(heading)
    what = told.sections[rules.WHAT]
    who = told.fact(rules.WHAT, "提出单位")
    known = ("事项", "提出单位", "提出日期")
    lines = tuple(line for line in what.lines if line.label not in known and line.value != "—")
    day = _day(told.fact(rules.WHAT, "提出日期"))
    return ShownStep(heading, _("由%(who)s提出。") % {"who": who}, day, lines)


def _heard(told: Paper | None) -> ShownStep:
    heading = _("各村怎么说")
    section = told.sections.get(rules.HEARD) if told else None
    if section is None:
        return ShownStep(heading)
    lines = tuple(_of_row(row) for table in section.tables for row in table.rows)
    words = ngettext("%(count)s 个村的党支部议过。", "%(count)s 个村的党支部议过。", len(lines))
    return ShownStep(heading, words % {"count": len(lines)}, _first_day(lines), lines)


def _of_row(row: tuple[shapes.ShownCell, ...]) -> shapes.ShownLine:
    name, said, article = (cell.text for cell in row)
    return shapes.ShownLine(name, said, article)


def _decided(told: Paper | None) -> ShownStep:
    heading = _("怎么定的")
    section = told.sections.get(rules.HOW) if told else None
    if told is None or section is None:
        return ShownStep(heading)
    heard = told.sections.get(rules.HEARD)
    before = {cell.text for table in heard.tables for row in table.rows for cell in row} if heard else set()
    lines = tuple(line for line in section.lines if line.value not in before)
    if rules.says(told.sections) is Says.BEFORE:
        words = _("还没有定，已经走完的步骤在下面。")
    else:
        words = _("%(office)s按自己的程序定下来了，每一步多少人应到、实到、同意都在下面。")
    last = max(filter(None, (_day(line.value) for line in lines)), default=None)
    return ShownStep(heading, words % {"office": told.line.office}, last, lines)


def _published(found: queries.Followed) -> ShownStep:
    lines = [line for line, _snapshot in found.notices]
    links = tuple(Link(line.title, shapes.notice_url(line), _hung(line)) for line in lines)
    words = ngettext("公开过 %(count)s 次，原文都在这里。", "公开过 %(count)s 次，原文都在这里。", len(lines))
    return ShownStep(_("什么时候公开"), words % {"count": len(lines)}, _published_on(lines[0]), links=links)


def _hung(line: disclosure.NoticeLine) -> str:
    days = {"day": chinese_date(line.published_at), "until": chinese_date(line.window.closes)}
    if line.window.withdrawn:
        return _("%(day)s公布，后来撤回") % days
    said = _("%(day)s公布，公开到%(until)s") % days
    received, waiting = line.window.objections, line.window.unanswered
    if not received:
        return said
    heard = ngettext("；收到 %(count)s 条意见", "；收到 %(count)s 条意见", received) % {"count": received}
    answered = _("，都答复了") if not waiting else _("，%(count)s 条还没有答复") % {"count": waiting}
    return f"{said}{heard}{answered}"


def _done(result: Paper | None) -> ShownStep:
    heading = _("谁去办")
    if result is None:
        return ShownStep(heading)
    who = result.fact(rules.DONE, "办理单位") or result.line.office
    lines = tuple(line for line in result.sections[rules.DONE].lines if line.label != "办理单位")
    return ShownStep(heading, _("由%(who)s去办。") % {"who": who}, _published_on(result.line), lines)


def _paid(result: Paper | None) -> ShownStep:
    heading = _("付了多少钱")
    section = result.sections.get(rules.PAID) if result else None
    if result is None or section is None:
        return ShownStep(heading)
    words = _("%(day)s公布时：%(paid)s。")
    said = words % {
        "day": chinese_date(result.line.published_at),
        "paid": result.fact(rules.PAID, "已经付款"),
    }
    lines = tuple(line for line in section.lines if line.label != "已经付款")
    return ShownStep(heading, said, _published_on(result.line), lines, section.tables)


def _marked(rating: Paper | None) -> ShownStep:
    heading = _("群众怎么评")
    if rating is None:
        return ShownStep(heading)
    lines = rating.sections[rules.RATED].lines
    return ShownStep(heading, _rated(rating), _published_on(rating.line), lines)


def _published_on(line: disclosure.NoticeLine) -> date:
    return line.window.opens


def _first_day(lines: Iterable[shapes.ShownLine]) -> date | None:
    return min(filter(None, (_day(line.value) for line in lines)), default=None)


def _day(words: str) -> date | None:
    """The day with which published words begin."""
    found = _DAY.match(words)
    return date(*map(int, found.groups())) if found else None


# --- where villages differ --------------------------------------------------------------------------


def _villages(found: queries.Followed, told: Paper | None) -> list[Village]:
    """Those that published of their own, then those that only the decision names, as it names them."""
    own = {found.office, *(line.office for line in found.others)}
    rows = [row for row in _bindings(told) if row[0].text not in own]
    return [
        *(
            Village(line.office, reverse("portal:matter", args=[line.slug]), _short(line))
            for line in found.others
        ),
        *(Village(row[0].text, "", row[1].text, row[2].text) for row in rows),
    ]


def _bindings(told: Paper | None) -> Iterable[tuple[shapes.ShownCell, ...]]:
    for heading in rules.WHOM if told else ():
        section = told.sections.get(heading) if told else None
        for table in section.tables if section else ():
            yield from table.rows


def _short(line: disclosure.NoticeLine) -> str:
    return _("最近公开：%(title)s（%(hung)s）") % {"title": line.title, "hung": _hung(line)}
