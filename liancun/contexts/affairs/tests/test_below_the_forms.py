"""Raw SQL as the serving role: what the program refuses, the database refuses too."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.affairs.models import Matter, RatingToken, StageRecord
from liancun.contexts.affairs.tests.play import Play
from liancun.framework.testing import as_system


def refused(statement: str, *params: int | str | None) -> str:
    """The state of the refusal; nothing of the statement stays."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
    return str(getattr(caught.value.__cause__, "sqlstate", ""))


@pytest.mark.parametrize(
    "table",
    ["affairs_party", "affairs_stagerecord", "affairs_call", "affairs_resolution", "affairs_publication"],
)
def test_what_happened_never_changes(play: Play, table: str) -> None:
    play.to_resolution()
    with as_system():
        assert refused(f"update {table} set body_id = body_id") == "42501"
        assert refused(f"delete from {table}") == "42501"
        assert refused(f"truncate {table} cascade") == "42501"


def test_of_a_matter_only_its_state_moves(play: Play) -> None:
    play.raise_matter()
    with as_system():
        assert refused("update affairs_matter set total = 1") == "LC001"
        assert refused("delete from affairs_matter") == "42501"


PUBLISH = (
    "insert into affairs_publication (matter_id, body_id, village_id, which, notice_id, slug, authority_id,"
    " published_on, closes_on, published_by) values (%s, %s, %s, 'decision', 1, 'x', %s, liancun_today(),"
    " liancun_today(), 'x')"
)
EFFECT = (
    "insert into affairs_effect (matter_id, body_id, village_id, since, recorded_at)"
    " values (%s, %s, %s, liancun_today(), liancun_now())"
)


@pytest.mark.mission("XQ9")
def test_no_village_is_bound_without_resolution_own_vote_and_publication(play: Play) -> None:
    play.raise_matter()
    joint, village = play.world.joint, play.village("a")
    with as_system():
        assert refused(PUBLISH, play.matter, joint, village, None) == "LC122"
        assert refused(EFFECT, play.matter, joint, village) == "LC122"


@pytest.mark.mission("XQ9")
def test_no_authority_without_the_village_s_own_vote(play: Play) -> None:
    play.to_resolution()
    joint, village = play.world.joint, play.village("a")
    with as_system():
        assert refused(PUBLISH, play.matter, joint, village, 1) == "LC125"
        assert refused(EFFECT, play.matter, joint, village) == "LC124"


@pytest.mark.mission("XQ9")
def test_a_village_that_voted_no_cannot_be_bound(play: Play) -> None:
    play.to_resolution()
    play.miss_c()
    joint, village = play.world.joint, play.village("c")
    with as_system():
        assert refused(PUBLISH, play.matter, joint, village, None) == "LC123"
        assert refused(EFFECT, play.matter, joint, village) == "LC123"


def test_records_belong_to_villages_concerned(play: Play) -> None:
    play.to_resolution()
    with as_system():
        assert refused(EFFECT, play.matter, play.world.joint, play.village("d")) == "LC121"


def test_a_village_outside_sees_no_row(play: Play) -> None:
    play.to_resolution()
    with play.by("zhishu-e"):
        assert not Matter.objects.exists()
        assert not StageRecord.objects.exists()


def test_a_person_writes_no_token(play: Play) -> None:
    play.to_rating(slips=1)
    with play.by("mishu"):
        assert (
            refused("insert into affairs_ratingtoken (digest, drive_id, spent) select 'x', 1, false")
            == "42501"
        )
        with connection.cursor() as cursor:
            cursor.execute("update affairs_ratingtoken set spent = true")
            assert cursor.rowcount == 0
    with as_system():
        assert not RatingToken.objects.get().spent
