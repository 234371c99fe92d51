from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liancun.kernel.chain import GENESIS, canonical, digest, first_break, link

SHANGHAI = timezone(timedelta(hours=8))
NAIVE = datetime(2026, 3, 1, tzinfo=SHANGHAI).replace(tzinfo=None)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.dates(),
    st.decimals(allow_nan=False, allow_infinity=False, places=2),
)
keys = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
contents = st.dictionaries(
    keys, st.one_of(scalars, st.lists(scalars, max_size=3), st.dictionaries(keys, scalars))
)


def chained(records: list[dict[str, object]]) -> list[tuple[Mapping[str, object], str]]:
    links: list[tuple[Mapping[str, object], str]] = []
    previous = GENESIS
    for record in records:
        previous = link(previous, record)
        links.append((record, previous))
    return links


def test_canonical_content_is_sorted_and_plain() -> None:
    content = {
        "b": Decimal("186000.50"),
        "a": "记-12",
        "c": [True, None, 3, date(2026, 3, 1)],
        "d": {"x": Decimal("1E+3"), "w": Decimal("-0.00")},
        "e": datetime(2026, 3, 1, 8, 0, tzinfo=SHANGHAI),
    }
    assert canonical(content).decode() == (
        '{"a":"记-12","b":"186000.5","c":[true,null,3,"2026-03-01"],"d":{"w":"0","x":"1000"},'
        '"e":"2026-03-01T00:00:00.000000+00:00"}'
    )


def test_equal_contents_give_equal_bytes_however_stored() -> None:
    one = {"amount": Decimal("1"), "at": datetime(2026, 3, 1, 8, tzinfo=SHANGHAI), "lines": (1, 2)}
    other = {"lines": [1, 2], "at": datetime(2026, 3, 1, 0, tzinfo=UTC), "amount": Decimal("1.00")}
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize("value", [1.0, Decimal("NaN"), Decimal("Infinity"), NAIVE, b"x", {1}, {1: 2}, [0.5]])
def test_it_refuses_what_has_no_canonical_form(value: object) -> None:
    with pytest.raises(TypeError):
        canonical({"value": value})


@given(contents)
def test_the_order_of_keys_does_not_matter(content: dict[str, object]) -> None:
    assert canonical(content) == canonical(dict(reversed(content.items())))


@given(contents, contents)
def test_the_link_covers_content_and_predecessor(one: dict[str, object], other: dict[str, object]) -> None:
    assert (link(GENESIS, one) == link(GENESIS, other)) == (canonical(one) == canonical(other))
    assert link(GENESIS, one) != link(digest(b""), one)


def test_a_digest_is_sha256() -> None:
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("previous", ["", "0" * 63, "Z" * 64, "A" * 64, "0" * 64 + "\n"])
def test_it_refuses_a_predecessor_that_is_no_digest(previous: str) -> None:
    with pytest.raises(ValueError, match="64 lower-case"):
        link(previous, {})


@given(st.lists(contents, max_size=6))
def test_a_whole_chain_has_no_break(records: list[dict[str, object]]) -> None:
    assert first_break(chained(records)) is None


@given(st.lists(contents, min_size=1, max_size=6), st.data())
def test_a_changed_record_is_found(records: list[dict[str, object]], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(records) - 1))
    links = chained(records)
    links[at] = ({**records[at], "forged": True}, links[at][1])
    assert first_break(links) == at


def test_a_removed_record_is_found() -> None:
    links = chained([{"n": 1}, {"n": 2}, {"n": 3}])
    assert first_break([links[0], links[2]]) == 1
    assert first_break(links[1:]) == 0
    assert first_break(links[1:], start=links[0][1]) is None
