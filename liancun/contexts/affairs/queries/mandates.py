"""Decisions in effect that another matter may carry out or revoke; one statement."""

from __future__ import annotations

from decimal import Decimal

from django.db import connection


def in_effect(body_id: int) -> list[tuple[int, str, Decimal]]:
    """(matter, title, yuan left) for the body itself, its village, or a part of the same village."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_EFFECT, {"body": body_id})
        return list(cursor.fetchall())


_IN_EFFECT = """
select m.id, m.title, p.amount - coalesce((
    select sum(q.amount) from affairs_party q join affairs_matter x on x.id = q.matter_id
    where x.within_id = m.id and x.state not in ('rejected', 'lapsed', 'revoked')), 0)
from affairs_matter m
join affairs_party p on p.matter_id = m.id
join affairs_effect e on e.matter_id = m.id and e.village_id = p.village_id
join bodies_body b on b.id = %(body)s
where m.state not in ('rejected', 'lapsed', 'revoked') and p.amount > 0 and m.within_id is null
  and (p.village_id = b.id or p.village_id = b.parent_id
       or p.village_id in (select c.id from bodies_body c where c.parent_id = b.id and c.kind = 'collective'))
  and not exists (
    select from affairs_revocation r where r.matter_id = m.id and r.village_id = p.village_id)
order by m.id desc limit 50
"""


def revocable(body_id: int) -> list[tuple[int, str]]:
    """(matter, title) in effect for this body and not over."""
    with connection.cursor() as cursor:
        cursor.execute(_REVOCABLE, [body_id])
        return list(cursor.fetchall())


_REVOCABLE = """
select m.id, m.title from affairs_matter m
join affairs_effect e on e.matter_id = m.id and e.village_id = %s
where m.state not in ('rejected', 'lapsed', 'revoked', 'done')
  and not exists (select from affairs_revocation r where r.matter_id = m.id and r.village_id = e.village_id)
order by m.id desc limit 50
"""
