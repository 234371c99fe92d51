"""The counting core against brute force, and against published votes with known results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.ballots import rules
from liancun.contexts.ballots.rules import Answer, Group, Kind, Method, PaperState, Reading, Said, Unit
from liancun.contexts.ballots.tests import public_tallies as public
from liancun.kernel.errors import Refusal

OPTIONS = 4
votes = st.integers(1, 9)
plain = st.sampled_from([Said.YES, Said.NO, Said.ABSTAIN, Said.INVALID]).map(lambda said: (str(said), ()))
choices = st.one_of(
    st.sets(st.integers(0, OPTIONS - 1), min_size=1).map(lambda picks: ("picks", tuple(sorted(picks)))),
    st.just(("abstain", ())),
)
grades = st.tuples(*[st.integers(0, 5)] * OPTIONS).map(lambda picks: ("picks", picks))
Ballots = Sequence[tuple[tuple[str, tuple[int, ...]], int]]


def grouped(found: Ballots) -> list[Group]:
    persons = Counter(answer for answer, _ in found)
    weights: Counter[tuple[str, tuple[int, ...]]] = Counter()
    for answer, weight in found:
        weights[answer] += weight
    return [Group(said, picks, persons[said, picks], weights[said, picks]) for said, picks in persons]


def one_by_one(found: Ballots) -> Iterable[tuple[str, tuple[int, ...]]]:
    """Every vote on its own: who has three votes appears three times."""
    return [answer for answer, weight in found for _ in range(weight)]


@given(st.lists(st.tuples(plain, votes)))
def test_words_are_counted_as_one_by_one(found: Ballots) -> None:
    count = rules.count_groups(grouped(found))
    alone = Counter(said for said, _ in one_by_one(found))
    assert (count.yes, count.no, count.abstain, count.invalid) == tuple(
        alone[said] for said in ("yes", "no", "abstain", "invalid")
    )
    assert (count.cast, count.weight) == (len(found), sum(weight for _, weight in found))


@given(st.lists(st.tuples(choices, votes)))
def test_choices_are_counted_as_one_by_one(found: Ballots) -> None:
    count = rules.count_groups(grouped(found), Kind.CHOICE, OPTIONS)
    alone = one_by_one(found)
    assert list(count.options) == [sum(option in picks for _, picks in alone) for option in range(OPTIONS)]
    assert count.abstain == sum(said == "abstain" for said, _ in alone)


@given(st.lists(st.tuples(grades, votes)))
def test_ratings_are_added_as_one_by_one(found: Ballots) -> None:
    count = rules.count_groups(grouped(found), Kind.RATING, OPTIONS)
    alone = one_by_one(found)
    assert list(count.options) == [sum(picks[option] for _, picks in alone) for option in range(OPTIONS)]


@given(st.lists(st.tuples(choices, votes)), st.randoms())
def test_the_order_of_the_votes_does_not_matter(found: Ballots, random: st.DrawFn) -> None:
    mixed = list(found)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert rules.count_groups(grouped(found), Kind.CHOICE, OPTIONS) == rules.count_groups(
        grouped(mixed), Kind.CHOICE, OPTIONS
    )


@given(st.lists(st.integers(0, 9), min_size=2, max_size=6), st.integers(1, 6))
def test_a_tie_is_told_exactly_when_the_last_place_is_contested(counts: list[int], most: int) -> None:
    places = min(most, len(counts))
    tally = told({str(number): votes for number, votes in enumerate(counts)}, Kind.CHOICE, places)
    ranked = sorted(counts, reverse=True)
    contested = places < len(ranked) and ranked[places - 1] == ranked[places]
    assert tally.tied is contested
    assert len(tally.leaders) >= places


@given(st.lists(st.integers(1, 6), min_size=1, max_size=30))
def test_extra_votes_pass_exactly_within_a_fifth(held: list[int]) -> None:
    """农民专业合作社法 art. 22, in whole numbers: five times the extra votes are at most the basic ones."""
    extra = sum(held) - len(held)
    if 5 * extra <= len(held):
        rules.refuse_weights(held, Unit.VOTE, Method.NAMED, rules.EXTRA_VOTES)
    else:
        with pytest.raises(Refusal):
            rules.refuse_weights(held, Unit.VOTE, Method.NAMED, rules.EXTRA_VOTES)


readings = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from([Said.YES, Said.NO])), min_size=1, max_size=8
)


@given(readings)
def test_a_paper_agrees_exactly_when_another_officers_last_reading_is_the_newest(
    found: list[tuple[int, Said]],
) -> None:
    state = rules.state_of([Reading(officer, Answer(said)) for officer, said in found])
    officer, said = found[-1]
    last = {other: read for other, read in found[:-1] if other != officer}
    assert (state is PaperState.AGREED) is (said in last.values())
    assert (state is PaperState.ONCE) is (not last)


def told(counts: dict[str, int], kind: Kind, most: int) -> rules.Tally:
    return rules.Tally(9, 9, None, None, 0, Method.NAMED, True, kind=kind, most=most, counts=counts)


# --- published votes ---


def test_the_security_council_on_1973() -> None:
    """Ten in favour, none against, five abstentions."""
    said = ["yes"] * len(public.COUNCIL_IN_FAVOUR) + ["abstain"] * len(public.COUNCIL_ABSTAINING)
    tally = rules.tally(Method.NAMED, 15, closed=True, count=rules.count_of(said))
    assert (tally.yes, tally.no, tally.abstain, tally.present) == (10, 0, 5, 15)
    assert not tally.tied


def test_the_weights_of_nice_add_up_to_345() -> None:
    groups = [Group("yes", (), 1, votes) for votes in public.NICE_VOTES.values()]
    count = rules.count_groups(groups)
    assert (count.yes, count.present) == (public.NICE_TOTAL, 27)
    extra = Fraction(public.NICE_TOTAL - 27, 27)
    rules.refuse_weights(list(public.NICE_VOTES.values()), Unit.VOTE, Method.NAMED, extra)


@pytest.mark.parametrize(
    ("profile", "scores"),
    [
        (public.APPROVALS, public.APPROVAL_SCORES),
        (public.APPROVALS_6, public.APPROVAL_SCORES_6),
    ],
)
def test_approval_scores_of_the_book(profile: tuple[tuple[int, str], ...], scores: dict[str, int]) -> None:
    options = tuple(scores)
    groups = [
        Group("picks", tuple(options.index(one) for one in named), persons, persons)
        for persons, named in profile
    ]
    count = rules.count_groups(groups, Kind.CHOICE, len(options))
    tally = rules.tally(
        Method.NAMED, count.present, closed=True, count=count, kind=Kind.CHOICE, options=options, most=1
    )
    assert tally.counts == scores
    assert tally.leaders == ("a",)


def test_four_seats_of_the_book_are_tied_for_the_last() -> None:
    tally = told(public.APPROVAL_SCORES, Kind.CHOICE, 4)
    assert set(tally.leaders) == set("abcdf")
    assert tally.tied


def test_the_tennessee_example_of_score_voting() -> None:
    groups = [Group("picks", given, percent, percent) for percent, given in public.GRADES]
    count = rules.count_groups(groups, Kind.RATING, len(public.CITIES))
    tally = rules.tally(
        Method.NAMED, 100, closed=True, count=count, kind=Kind.RATING, options=public.CITIES, most=10
    )
    assert tally.counts == public.GRADE_SUMS
    assert tally.leaders == ("Nashville",)
