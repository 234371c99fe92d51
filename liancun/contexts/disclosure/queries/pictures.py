"""The picture of a notice that travels in chat groups."""

from __future__ import annotations

from django.utils.translation import gettext as _

from liancun.contexts.disclosure.queries.notices import line, short_url
from liancun.contexts.disclosure.rules.picture import Poster, drawn
from liancun.framework.web.formats import chinese_date


def group_picture(notice_id: int) -> bytes:
    """A PNG for the village's chat group: what, whose, until when, the code. Refusal: disclosure.unknown."""
    told = line(notice_id)
    opens, closes = chinese_date(told.window.opens), chinese_date(told.window.closes)
    rows = [_("公开时间：%(opens)s至%(closes)s（含当日）") % {"opens": opens, "closes": closes}]
    if told.kind != "公告":
        rows.append(_("有不同意见，期满前都可以提，不用登录。"))
    return drawn(
        Poster(
            kind=_(told.kind.value),
            title=told.title,
            office=told.office,
            rows=tuple(rows),
            scan=_("长按或扫描二维码查看全文"),
            address=short_url(notice_id).partition("://")[2],
            url=told.url,
            fingerprint=_("内容指纹 %(first)s…") % {"first": told.fingerprint[:16]},
        )
    )
