"""The public pages as files for a county's own site: no script, no sign-in, nothing loaded from elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from liancun.contexts.affairs import api as affairs
from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.portal import queries
from liancun.contexts.portal.rules.site import File, Wishes
from liancun.contexts.portal.web.views import shapes
from liancun.framework import playbook
from liancun.framework.web.assets import asset_url
from liancun.framework.web.parts import Choice
from liancun.kernel.chain import canonical

MOST_LISTED = 400
STYLE, ICON, ROBOTS = "assets/public.css", "assets/icon.svg", "robots.txt"
TEMPLATES = tuple(
    f"portal/{name}.html"
    for name in (
        "site/base",
        "site/index",
        "site/village",
        "site/notice",
        "site/rate",
        "sections",
        "table",
        "answers",
    )
)


def files(wishes: Wishes) -> Iterator[File]:
    """Every file of the site. Pages come twice: as they are, and under `elder/` in large type (长辈版)."""
    villages = queries.site()
    stamps = disclosure.stamps()
    common = _common(wishes)
    yield File(STYLE, _digest("style", _style()), _style)
    yield File(ICON, _digest("icon", _icon()), _icon)
    yield File(ROBOTS, "robots", lambda: b"User-agent: *\nDisallow: /\n")
    for elder in ("", "elder/"):
        yield from _pages(elder, villages, stamps, wishes, common)


def _pages(
    elder: str,
    villages: tuple[queries.SiteVillage, ...],
    stamps: Mapping[int, str],
    wishes: Wishes,
    common: str,
) -> Iterator[File]:
    names = _digest(common, *(f"{one.code} {one.name} {one.above} {len(one.notices)}" for one in villages))
    index = {"title": _("村务公开"), "villages": villages, "rates": bool(wishes.post_to)}
    yield File(f"{elder}index.html", names, lambda: _draw("index", "index.html", elder, index, wishes))
    if wishes.post_to:
        rate = {"title": _("用纸条评分"), "marks": _marks()}
        yield File(f"{elder}rate.html", common, lambda: _draw("rate", "rate.html", elder, rate, wishes))
    for village in villages:
        path, source = (
            f"v/{village.code}.html",
            _digest(common, *(_state(line, stamps) for line in village.notices)),
        )
        yield File(f"{elder}{path}", source, lambda v=village, p=path: _village(v, p, elder, wishes))  # type: ignore[misc]
    for line in {line.id: line for village in villages for line in village.notices}.values():
        path, source = f"n/{line.slug}.html", _digest(common, _state(line, stamps))
        yield File(f"{elder}{path}", source, lambda s=line.slug, p=path: _notice(s, p, elder, wishes))  # type: ignore[misc]


def _state(line: disclosure.NoticeLine, stamps: Mapping[int, str]) -> str:
    """Rows and, apart from them, the clock: whether the window is over."""
    return f"{line.slug} {stamps.get(line.id, '')} {line.window.closes} {line.window.closed}"


def _village(village: queries.SiteVillage, path: str, elder: str, wishes: Wishes) -> bytes:
    now = [line for line in village.notices if not line.window.closed and not line.window.withdrawn]
    past = [line for line in village.notices if line not in now][:MOST_LISTED]
    context = {
        "title": village.name,
        "lead": village.above,
        "now": [_link(line, shapes.now_link(line).note) for line in now],
        "past": [_link(line, shapes.link(line).note) for line in past],
        "left_out": len(village.notices) - len(now) - len(past),
    }
    return _draw("village", path, elder, context, wishes)


@dataclass(frozen=True)
class _Listed:
    label: str
    slug: str
    note: str


def _link(line: disclosure.NoticeLine, note: str) -> _Listed:
    return _Listed(line.title, line.slug, note)


def _notice(slug: str, path: str, elder: str, wishes: Wishes) -> bytes:
    found = disclosure.by_slug(slug)
    line = found.line
    context = {
        "title": line.title,
        "lead": line.office,
        "state": shapes.state(line),
        "notice": line,
        "window": line.window,
        "sections": shapes.sections(found.snapshot),
        "told": shapes.told(found),
        "answers": found.answers,
        "complaints": [shapes.complaint(one) for one in found.complaints],
        "waiting": line.window.unanswered,
        "takes": shapes.takes_objections(line),
        "ended_words": shapes.ended_words(line, found.ending_reason),
        "published": shapes.published(line),
        "result": found.result,
        "intact": found.intact,
        "page_url": f"{wishes.site_url.rstrip('/')}/{path}" if wishes.site_url else "",
    }
    return _draw("notice", path, elder, context, wishes)


def _draw(name: str, path: str, elder: str, context: Mapping[str, object], wishes: Wishes) -> bytes:
    """`root` leads to the top of this edition, `assets` to the common files, `other` to the other edition."""
    up = "../" * path.count("/")
    whole = {
        **context,
        "root": up,
        "assets": up + ("../" if elder else ""),
        "other": f"{up}../{path}" if elder else f"{up}elder/{path}",
        "elder": bool(elder),
        "post_to": wishes.post_to,
        "place": playbook.place_name(),
        "demonstration": playbook.is_demonstration(),
        "second_labels": disclosure.second_labels(),
    }
    with translation.override("zh-hans"):
        return render_to_string(f"portal/site/{name}.html", whole).encode()


def _marks() -> list[Choice]:
    return [Choice(key, _(affairs.MARK_WORDS[key])) for key in affairs.MARK_KEYS]


def _common(wishes: Wishes) -> str:
    """What every page depends on: templates, the style, the wishes, the labels, the place."""
    code, words = disclosure.second_labels()
    return _digest(
        *(get_template(name).template.source for name in TEMPLATES),  # type: ignore[attr-defined]
        _style(),
        wishes.post_to,
        wishes.site_url,
        code,
        canonical(dict(words)),
        playbook.place_name(),
        str(playbook.is_demonstration()),
    )


def _digest(*parts: str | bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        whole.update(f"{len(raw)}:".encode() + raw)
    return whole.hexdigest()


def _style() -> bytes:
    return _static(asset_url("public.css").removeprefix("/static/"))


def _icon() -> bytes:
    return _static("icon.svg")


@lru_cache(maxsize=4)
def _static(name: str) -> bytes:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_bytes()
