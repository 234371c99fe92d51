"""The navigation, put together from what contexts register; a person sees only what they may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.translation import gettext

from liancun.framework import permissions
from liancun.framework.actors import Actor
from liancun.framework.web.parts import MenuItem
from liancun.framework.web.shortcuts import actor_of
from liancun.kernel.errors import mark

GROUPS = (
    mark("首页"),
    mark("联建组织"),
    mark("人员职务"),
    mark("事项"),
    mark("工作任务"),
    mark("财务"),
    mark("产销"),
    mark("入股分红"),
    mark("帮扶"),
    mark("考核"),
    mark("公开"),
    mark("系统管理"),
)


@dataclass(frozen=True)
class Entry:
    """`label` is a Chinese msgid; `action` "" shows the entry to everyone signed in, or to whom `shown` says."""

    group: str
    label: str
    url_name: str
    action: str = ""
    shown: Callable[[Actor], bool] | None = None


_entries: list[Entry] = []


def entry(
    *,
    group: str,
    label: str,
    url_name: str,
    action: str = "",
    shown: Callable[[Actor], bool] | None = None,
) -> None:
    if group not in GROUPS:
        raise ValueError(f"no menu group {group}")
    item = Entry(group, label, url_name, action, shown)
    if item not in _entries:
        _entries.append(item)


def menu(request: HttpRequest) -> list[MenuItem]:
    actor = actor_of(request)
    if not actor.is_signed_in:
        return []
    shown = [item for item in _entries if _is_for(actor, item)]
    return [made for group in GROUPS if (made := _group(request, group, shown)) is not None]


def _is_for(actor: Actor, item: Entry) -> bool:
    if item.shown is not None:
        return item.shown(actor)
    return not item.action or permissions.may(actor, item.action, None)


def _group(request: HttpRequest, group: str, shown: list[Entry]) -> MenuItem | None:
    found = [(item.label, url) for item in shown if item.group == group and (url := _url(item.url_name))]
    # One address may begin another: the longest that fits is where the person is.
    here = max((url for _label, url in found if _is_at(request, url)), key=len, default="")
    items = [MenuItem(label=gettext(label), url=url, active=url == here) for label, url in found]
    if not items:
        return None
    active = any(item.active for item in items)
    children = tuple(items) if len(items) > 1 else ()
    return MenuItem(label=gettext(group), url=items[0].url, active=active, children=children)


def _url(name: str) -> str:
    return _reversed(name, get_urlconf(), get_script_prefix())


@cache
def _reversed(name: str, _urls: str | None, _prefix: str) -> str:
    """Thirty addresses a page that never change while the program runs."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _is_at(request: HttpRequest, url: str) -> bool:
    return request.path == url or (url != "/" and request.path.startswith(url))
