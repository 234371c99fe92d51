"""Everything published, for the pages that leave as files."""

from __future__ import annotations

from django.db import connection

from liancun.contexts.disclosure.queries.lines import NoticeLine
from liancun.contexts.disclosure.queries.notices import lines_of, notices

_STAMPS = """
select n.id, concat_ws('/', n.fingerprint,
  (select max(e.id) from disclosure_extension e where e.notice_id = n.id),
  (select c.kind from disclosure_noticeclosing c where c.notice_id = n.id),
  (select count(*) from disclosure_objection o where o.notice_id = n.id),
  (select count(*) from disclosure_answer a join disclosure_objection o on o.id = a.objection_id
    where o.notice_id = n.id),
  (select count(*) from disclosure_releasedtext r join disclosure_objection o on o.id = r.objection_id
    where o.notice_id = n.id),
  (select count(*) from disclosure_complaint c where c.notice_id = n.id),
  (select count(*) from disclosure_complaintdecision d join disclosure_complaint c on c.id = d.complaint_id
    where c.notice_id = n.id),
  (select count(*) from disclosure_boardphoto p where p.notice_id = n.id),
  (select count(*) from disclosure_notice r where r.subject = 'disclosure.notice' and r.subject_id = n.id))
from disclosure_notice n
"""


def all_published() -> list[NoticeLine]:
    """Every notice, newest first."""
    return lines_of(notices().order_by("-published_at", "-id"))


def stamps() -> dict[int, str]:
    """Notice → a text that differs as soon as its page would, the clock aside. One statement.

    Rows are only ever added, so that counting them is enough.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STAMPS)
        return dict(cursor.fetchall())
