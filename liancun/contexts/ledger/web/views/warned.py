"""What the law asks of the owner of a book and does not find: said where a book is opened and closed, never in the way."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.bodies import api as bodies
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.queries import books
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.web.parts import Link


@dataclass(frozen=True)
class Warned:
    """`sentence`: what is wrong; `sentences`: one for each condition that does not hold; `link`: where whoever may put it right does so."""

    sentence: str
    sentences: tuple[str, ...]
    link: Link | None


def of_owner(actor: Actor, owner_id: int, year: int) -> Warned | None:
    """None where the law asks nothing of such an owner, or all of it holds."""
    owner = bodies.get(owner_id)
    found = bodies.conditions_of(owner, year)
    if found is None or not (found.broken or found.missing):
        return None
    allowed = may(actor, "bodies.record_facts", owner_id)
    at = f"{reverse('bodies:enter_facts', args=[owner_id])}?year={year}"
    link = Link(_("登记成员构成"), at) if allowed else None
    return Warned(
        _("成员构成不符合法定条件，请先更正；记账不受影响。")
        if found.broken
        else _("还没有登记成员构成，不能核对法定条件；记账不受影响。"),
        _broken(found) if found.broken else (_("还缺：%(names)s") % {"names": "、".join(found.missing)},),
        link,
    )


def of_book(actor: Actor, book: books.BookLine, year: int) -> Warned | None:
    """The owner of a book. Nothing is read where the law asks nothing of the owners that use its chart."""
    charts = playbook.section_of().ledger.book.charts
    if not any(bodies.conditions_asked(one.owner) for one in charts if one.chart == book.chart):
        return None
    return of_owner(actor, book.owner_id, year)


def _broken(found: bodies.Conditions) -> tuple[str, ...]:
    return tuple(
        _("%(condition)s（%(source)s），%(year)d 年登记的是 %(now)s。")
        % {"condition": line.name, "source": line.source, "year": found.year, "now": line.now}
        for line in found.broken
    )
