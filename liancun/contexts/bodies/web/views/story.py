"""How a body came to be what it is: names, codes, places, unions and members, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.bodies import playbook, queries
from liancun.contexts.bodies.models import Change, Nature
from liancun.contexts.bodies.queries import BodyLine, EndLine, MemberLine, ProfileLine, VersionLine
from liancun.contexts.bodies.queries.agreements import AgreementLine, agreements_of
from liancun.contexts.bodies.queries.pairings import PairingLine, pairings_ever
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.web.parts import Entry


def of(
    body: BodyLine, memberships: Sequence[tuple[str, MemberLine]], end: EndLine | None, actor: Actor
) -> list[Entry]:
    """Agreements and pairings only for those who read them."""
    versions = queries.versions_of(body.id)
    before = [None, *versions[:-1]]
    entries = [_version(one, last) for one, last in zip(versions, before, strict=True)]
    if body.is_joint:
        entries += [_profile(one) for one in queries.profiles_of(body.id)]
    for side, line in memberships:
        entries += _membership(side, line)
    if may(actor, "bodies.read_agreements", None):
        entries += [entry for line in agreements_of(body.id, clock.today()) for entry in _agreement(line)]
    if may(actor, "bodies.read_pairings", None):
        entries += [entry for line in pairings_ever(body.id) for entry in _pairing(body.id, line)]
    if end:
        entries.append(_end(end))
    entries.reverse()
    return sorted(entries, key=lambda entry: str(entry.at), reverse=True)


def _version(one: VersionLine, last: VersionLine | None) -> Entry:
    words = {"new": one.name, "code": one.code, "place": one.parent_name}
    sentences = {
        Change.RENAMED: _("更名为“%(new)s”"),
        Change.RECODED: _("区划代码改为 %(code)s"),
        Change.MOVED: _("改由%(place)s管辖"),
        Change.REGISTERED: _("设立：%(new)s"),
    }
    old = ""
    if last is not None:
        was = {Change.RENAMED: last.name, Change.RECODED: last.code, Change.MOVED: last.parent_name}
        old = _("原为%(old)s") % {"old": was[Change(one.change)]}
    return Entry(sentences[Change(one.change)] % words, one.since, who=one.basis, note=old)


def _profile(one: ProfileLine) -> Entry:
    words = [
        str(Nature(one.nature).label),
        playbook.word("bond", one.bond),
        playbook.word("mode", one.mode),
        playbook.word("setting", one.setting),
    ]
    return Entry(
        _("确定性质和联建方式"), one.since, who=one.basis, note="，".join(word for word in words if word)
    )


def _membership(side: str, line: MemberLine) -> list[Entry]:
    url = reverse("bodies:record", args=[line.body.id])
    words = {"name": line.body.name, "role": playbook.role_name(line.role)}
    came = _("%(name)s加入，为%(role)s") if side == "member" else _("加入%(name)s，为%(role)s")
    left = _("%(name)s（%(role)s）到期或退出") if side == "member" else _("不再是%(name)s的%(role)s")
    entries = [Entry(came % words, line.since, url=url)]
    if line.until:
        entries.append(Entry(left % words, line.until, url=url, tone="closed"))
    return entries


def _agreement(line: AgreementLine) -> list[Entry]:
    """What was signed by all: in force from then on, and how it ended; a draft is no history yet."""
    if line.stand in ("draft", "signing", "withdrawn"):
        return []
    url, name = reverse("bodies:agreement", args=[line.id]), {"title": line.title}
    entries = [Entry(_("联建协议“%(title)s”生效") % name, line.since, url=url)]
    if line.until and line.stand in ("ended", "replaced") and line.until <= clock.today():
        entries.append(Entry(_("联建协议“%(title)s”到期或终止") % name, line.until, url=url, tone="closed"))
    return entries


def _pairing(body_id: int, line: PairingLine) -> list[Entry]:
    url = reverse("bodies:pairing", args=[line.id])
    helps = line.helper_id == body_id
    words = {"kind": line.kind_name, "name": line.helped_name if helps else line.helper_name}
    begun = _("%(kind)s：帮扶%(name)s") if helps else _("%(kind)s：由%(name)s帮扶")
    entries = [Entry(begun % words, line.since, url=url)]
    if line.until:
        ended = _("%(kind)s结束：%(name)s") % words
        entries.append(Entry(ended, line.until, note=line.outcome, url=url, tone="closed"))
    return entries


def _end(one: EndLine) -> Entry:
    said = _("并入%(name)s") % {"name": one.into_name} if one.into_id else _("撤销")
    return Entry(said, one.day, who=one.basis, tone="closed")
