"""What posts keep of a person: which they held, and that the record of public posts is kept."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from liancun.contexts.people import api as people
from liancun.contexts.posts import playbook
from liancun.contexts.posts.models import Post

# 村级档案管理办法: appointments are kept for thirty years.
KEPT_DAYS = 30 * 366


def told_of(person_id: int) -> list[people.DataPart]:
    rows = Post.objects.filter(person_id=person_id).select_related("body").order_by("since")
    cells = tuple(
        (
            row.body.name,
            playbook.kind_name(row.kind),
            row.since.isoformat(),
            row.until.isoformat() if row.until else "",
        )
        for row in rows
    )
    return [people.DataPart(_("担任职务"), (_("组织"), _("职务"), _("起"), _("止")), cells)]


def kept_of(person_id: int, today: date) -> list[people.Retention]:
    held = list(Post.objects.filter(person_id=person_id).values_list("until", flat=True))
    if any(until is None or until > today for until in held):
        return [people.Retention(_("这个人还担任职务"))]
    ends = [until for until in held if until is not None]
    return (
        [people.Retention(_("任职记录随村级档案保存"), max(ends) + timedelta(days=KEPT_DAYS))] if ends else []
    )
