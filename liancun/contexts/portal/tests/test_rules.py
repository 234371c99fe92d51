from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.portal.rules.stories import looks_like_code, stories

START = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Paper:
    id: int
    body_id: int
    subject: str
    subject_id: int | None
    published_at: datetime


papers = st.lists(
    st.builds(
        Paper,
        st.integers(1, 10_000),
        st.integers(1, 3),
        st.sampled_from(["", "affairs.matter"]),
        st.none() | st.integers(1, 4),
        st.integers(0, 50).map(lambda days: START + timedelta(days=days)),
    ),
    unique_by=lambda paper: paper.id,
    max_size=30,
)


@given(papers)
def test_every_notice_appears_exactly_once(given_papers: list[Paper]) -> None:
    told = [paper for story in stories(given_papers) for paper in (*story.told, *story.others)]
    assert sorted(paper.id for paper in told) == sorted(paper.id for paper in given_papers)


@given(papers)
def test_a_story_is_one_subject_told_oldest_first(given_papers: list[Paper]) -> None:
    for story in stories(given_papers, preferred={1}):
        days = [paper.published_at for paper in story.told]
        assert days == sorted(days)
        assert len({(paper.subject, paper.subject_id) for paper in (*story.told, *story.others)}) == 1


@given(papers)
def test_the_subject_with_the_newest_notice_comes_first(given_papers: list[Paper]) -> None:
    days = [
        max(paper.published_at for paper in (*story.told, *story.others)) for story in stories(given_papers)
    ]
    assert days == sorted(days, reverse=True)


def test_notices_about_nothing_else_stand_alone() -> None:
    one, other = Paper(1, 1, "", None, START), Paper(2, 1, "", None, START)
    assert [story.others for story in stories([one, other])] == [(), ()]


def test_the_village_itself_tells_the_story_where_it_has_published() -> None:
    decided = Paper(1, 1, "affairs.matter", 9, START)
    paid = Paper(2, 1, "affairs.matter", 9, START + timedelta(days=9))
    joint = Paper(3, 3, "affairs.matter", 9, START + timedelta(days=12))
    (story,) = stories([paid, joint, decided], preferred={1})
    assert (story.told, story.others) == ((decided, paid), (joint,))
    (story,) = stories([paid, joint, decided])
    assert story.told == (joint,)


def test_a_code_is_twelve_plain_digits() -> None:
    assert looks_like_code("211221100200")
    assert not looks_like_code("21122110020")
    assert not looks_like_code("２１１２２１１００２００")
