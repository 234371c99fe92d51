"""Which kinds of thing may wait for a person: one plain statement before six that would find nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from liancun.contexts.posts import playbook
from liancun.contexts.posts.queries.delegates import ENDING


@dataclass(frozen=True)
class Glance:
    """True where a closer look may find something; never false where it would."""

    terms: bool
    delegations: bool
    selections: bool
    slots: bool
    swaps: bool
    contacts: bool


def glance(person_id: int | None, day: date) -> Glance:
    last = day + timedelta(days=playbook.section().keeping.term_notice_days)
    with connection.cursor() as cursor:
        cursor.execute(_GLANCE, {"me": person_id, "last": last, "soon": day + ENDING})
        return Glance(*cursor.fetchone())


_GLANCE = """
select
  exists (select from posts_post where ends_on <= %(last)s and until is null and struck_at is null),
  exists (select from posts_delegation d join posts_post p on p.id = d.post_id
    where (d.person_id = %(me)s or p.person_id = %(me)s) and d.until <= %(soon)s),
  exists (select from posts_selection where state in ('concluded', 'approved')),
  exists (select from posts_slot where person_id = %(me)s),
  exists (select from posts_swap s join posts_slot t on t.id = s.theirs_id
    where t.person_id = %(me)s and s.agreed is null),
  exists (select from posts_contact where person_id = %(me)s)
"""
