"""What every verb of meetings does first and last: lock, may they?, record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db import connection

from liancun.contexts.audit import api as audit
from liancun.contexts.evidence import api as evidence
from liancun.contexts.meetings import queries
from liancun.contexts.meetings.models import Meeting
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Unknown, mark

SUBJECT = "meetings.meeting"


def locked(actor: Actor, act: str, meeting_id: int) -> Meeting:
    """The meeting, which nobody else changes until this transaction ends.

    Refusals: meetings.unknown (404), access.not_allowed. The supervisors' own meetings ask for their own right.
    """
    meeting = queries.meeting_row(meeting_id)
    permitted(actor, act, meeting)
    return taken(meeting_id)


def taken(meeting_id: int) -> Meeting:
    """The meeting under its lock, as it stands once the lock is had."""
    lock(meeting_id)
    return queries.meeting_row(meeting_id)


def lock(meeting_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select meetings_lock(%s)", [meeting_id])


def permitted(actor: Actor, act: str, meeting: Meeting) -> None:
    require(actor, verb(act, supervisors=meeting.supervisors), meeting.body_id)


def verb(act: str, *, supervisors: bool) -> str:
    return "meetings.keep_own" if supervisors else act


def names_of(body_id: int, ids: Sequence[int], *, anywhere: bool = False) -> dict[int, str]:
    """Names of those on rolls the actor may read, and of those who hold a public post in the body itself.

    `anywhere`: a public post of any body will do.
    """
    wanted, found = set(ids), people.names(ids)
    if wanted - set(found):
        held = posts.holders_in([body_id], clock.today())
        found = {line.person_id: line.person_name for line in held} | found
    for person in wanted - set(found) if anywhere else ():
        found |= {line.person_id: line.person_name for line in posts.posts_of(person, clock.today())[:1]}
    return found


def file_of(meeting: Meeting, file_id: int | None) -> int | None:
    """Ties a stored file to the meeting; one that the actor may not know of is refused."""
    if file_id is not None:
        files_of(meeting, [file_id])
    return file_id


def files_of(meeting: Meeting, file_ids: Collection[int]) -> None:
    if not file_ids:
        return
    evidence.link(file_ids, SUBJECT, meeting.pk)
    known = {one.id for one in evidence.files_of(SUBJECT, meeting.pk)}
    if set(file_ids) - known:
        raise Unknown(
            "meetings.unknown_file", mark("没有这个文件，或您不能查看。"), remedy=mark("请重新上传文件。")
        )


def recorded(actor: Actor, verb: str, meeting: Meeting, detail: Mapping[str, object]) -> None:
    audit.record(actor, verb, subject=SUBJECT, subject_id=meeting.pk, body_id=meeting.body_id, detail=detail)
