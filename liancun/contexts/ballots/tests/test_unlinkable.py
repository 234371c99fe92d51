"""Law 7: before the opening nobody reads a ballot with what the server holds; after it nothing leads to a voter."""

from __future__ import annotations

import base64
import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from liancun.contexts.ballots import actions, queries
from liancun.contexts.ballots.actions import HalfGiven
from liancun.contexts.ballots.models import Bag, KeyHalf
from liancun.contexts.ballots.rules import sealing
from liancun.contexts.ballots.rules.urns import Outcome
from liancun.contexts.ballots.tests.secret_votes import FIRST, PASSPHRASE, SECOND, Held, asked
from liancun.demo.world import World
from liancun.framework.crypto import masters
from liancun.framework.testing import as_actor, as_system
from liancun.framework.testing_databases import connect_owner

VOTERS, ROUNDS = 24, 4
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Cast:
    """What really happened, which the attacker may know but for `code`: who voted as the how-manieth."""

    mark_id: int
    code: str


def everything() -> dict[str, list[Row]]:
    """Every table as its owner sees it, with the row versions and places that SQL shows."""
    with connect_owner(str(connections["default"].settings_dict["NAME"])) as owner:
        names = owner.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
        )
        return {name: _rows(owner, name) for (name,) in names.fetchall()}


def _rows(owner: Any, table: str) -> list[Row]:
    found = owner.execute(
        f"select xmin::text::bigint as xmin_, xmax::text::bigint as xmax_, (ctid::text::point)[0] as page_,"
        f" (ctid::text::point)[1] as line_, t.* from {table} t"
    )
    names = [column.name for column in found.description]
    return [dict(zip(names, values, strict=True)) for values in found.fetchall()]


def _of(dump: Mapping[str, list[Row]], table: str, ballot_id: int) -> list[Row]:
    rows = [row for row in dump[f"ballots_{table}"] if row.get("ballot_id") == ballot_id]
    return sorted(rows, key=lambda row: (row["page_"], row["line_"]))


def held_with_voters(world: World, seed: int) -> tuple[Held, list[Cast]]:
    """Voters come in an order of their own; everybody chooses something else, so that each ballot is known by sight."""
    held = asked(world, kind="rating", options=("甲", "乙"), most=100)
    order = held.marks[:VOTERS]
    Random(seed).shuffle(order)
    slips = _slips(held)
    casts = []
    for number, mark_id in enumerate(order):
        picks = [number, 100 - number]
        if number % 2:
            done = actions.vote_by_slip(*slips[mark_id][:1], code=slips[mark_id][1], picks=picks)
            casts.append(Cast(mark_id, done.receipt))
        else:
            casts.append(Cast(mark_id, held.vote(mark_id, picks=picks).code))
    return held, casts


def _slips(held: Held) -> dict[int, tuple[str, str]]:
    officer = held.who(FIRST)
    with as_actor(officer):
        sheet = actions.issue_slips(officer, ballot_id=held.ballot_id)
    return {mark_id: (slip.token, slip.code) for mark_id, slip in zip(held.marks, sheet.slips, strict=True)}


# What puts voters, and what puts opened ballots, into an order that an attacker could lay side by side.
VOTER_ORDERS: Mapping[str, Callable[[Mapping[str, list[Row]], int], list[int]]] = {
    "marks as they lie": lambda dump, ballot: [row["mark_id"] for row in _of(dump, "secretmark", ballot)],
    "marks by row version": lambda dump, ballot: [
        row["mark_id"] for row in sorted(_of(dump, "secretmark", ballot), key=lambda row: row["xmin_"])
    ],
    "roll by its locks": lambda dump, ballot: _voted(
        dump,
        ballot,
        [row["id"] for row in sorted(_of(dump, "rollmark", ballot), key=lambda row: row["xmax_"])],
    ),
    "slips by their locks": lambda dump, ballot: _voted(
        dump,
        ballot,
        [row["mark_id"] for row in sorted(_of(dump, "slip", ballot), key=lambda row: row["xmax_"])],
    ),
}
BALLOT_ORDERS: Mapping[str, Callable[[list[Row]], list[str]]] = {
    "as they lie": lambda rows: [row["code"] for row in rows],
    "backwards": lambda rows: [row["code"] for row in reversed(rows)],
    "by row version": lambda rows: [row["code"] for row in sorted(rows, key=lambda row: row["xmin_"])],
    "by code": lambda rows: sorted(row["code"] for row in rows),
}


def _voted(dump: Mapping[str, list[Row]], ballot_id: int, marks: Sequence[int]) -> list[int]:
    voted = {row["mark_id"] for row in dump["ballots_secretmark"] if row["ballot_id"] == ballot_id}
    return [mark_id for mark_id in marks if mark_id in voted]


def test_after_the_sealing_nothing_joins_a_ballot_to_its_voter(
    cloned_world: World, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Somebody who holds the whole database and knows in which order people came guesses no better than chance."""
    caplog.set_level(0)
    rounds = [held_with_voters(cloned_world, seed) for seed in range(ROUNDS)]
    before = everything()
    for held, _casts in rounds:
        assert held.open_all().outcome is Outcome.COUNTED
    dump = everything()
    logs = caplog.text + "".join(capfd.readouterr())
    for held, casts in rounds:
        _no_exact_join(dump, held.ballot_id, casts, logs)
        _one_row_version(dump, held.ballot_id)
    _log_says_nothing_of_votes(before, dump, [held.ballot_id for held, _ in rounds])
    hits = _hits(dump, rounds)
    # Each guess hits once a round by chance; with four rounds more than 14 happens once in a million tries.
    assert {pair: n for pair, n in hits.items() if n > 14} == {}


def _no_exact_join(dump: Mapping[str, list[Row]], ballot_id: int, casts: Sequence[Cast], logs: str) -> None:
    """A receipt's code stands in the urn and nowhere else: in no other table, in no log."""
    codes = {cast.code for cast in casts}
    assert {row["code"] for row in _of(dump, "urnpaper", ballot_id)} == codes
    others = [str(row) for table, rows in dump.items() if table != "ballots_urnpaper" for row in rows]
    text = "\n".join([*others, logs])
    assert [code for code in codes if code in text or code.replace("-", "") in text] == []
    assert {row["mark_id"] for row in _of(dump, "secretmark", ballot_id)} == {cast.mark_id for cast in casts}
    assert (
        _of(dump, "bag", ballot_id)
        == _of(dump, "heldhalf", ballot_id)
        == _of(dump, "sealedhalf", ballot_id)
        == []
    )


def _one_row_version(dump: Mapping[str, list[Row]], ballot_id: int) -> None:
    """Marks and ballots are of one moment; a ballot says nothing but its code and what was chosen."""
    urn, marks = _of(dump, "urnpaper", ballot_id), _of(dump, "secretmark", ballot_id)
    assert len({row["xmin_"] for row in [*urn, *marks]}) == 1
    assert {row["xmax_"] for row in urn} <= {0}
    assert {frozenset(row) - {"xmin_", "xmax_", "page_", "line_"} for row in urn} == {
        frozenset({"code", "ballot_id", "body_id", "answer"})
    }
    assert {(row["ballot_id"], row["body_id"]) for row in urn} == {(ballot_id, urn[0]["body_id"])}
    roll = [row["id"] for row in sorted(_of(dump, "rollmark", ballot_id), key=lambda row: row["order"])]
    lying = [row["mark_id"] for row in marks]
    assert lying == [mark_id for mark_id in roll if mark_id in set(lying)]
    assert {row["paper"] for row in marks} == {False}


def _log_says_nothing_of_votes(
    before: Mapping[str, list[Row]], dump: Mapping[str, list[Row]], ballot_ids: Sequence[int]
) -> None:
    """Of votes the log has no line at all: only openings, keys, slips, closes and sealings."""
    verbs = {
        row["verb"]
        for row in dump["audit_auditrow"]
        if row["subject_id"] in ballot_ids and "ballot" in row["verb"]
    }
    assert verbs == {
        "ballots.open_ballot",
        "ballots.keep_half",
        "ballots.issue_slips",
        "ballots.close",
        "ballots.bring_half",
    }
    assert {row["used_at"] for row in dump["ballots_slip"] if row["ballot_id"] in ballot_ids} == {None}
    assert len(before["ballots_secretmark"]) == len(dump["ballots_secretmark"]) == VOTERS * len(ballot_ids)


def _hits(
    dump: Mapping[str, list[Row]], rounds: Sequence[tuple[Held, Sequence[Cast]]]
) -> dict[tuple[str, str], int]:
    hits: dict[tuple[str, str], int] = {}
    for held, casts in rounds:
        truth = {cast.mark_id: cast.code for cast in casts}
        voters = {name: order(dump, held.ballot_id) for name, order in VOTER_ORDERS.items()}
        voters["as they came"] = [cast.mark_id for cast in casts]
        urn = _of(dump, "urnpaper", held.ballot_id)
        for who, marks in voters.items():
            for what, order in BALLOT_ORDERS.items():
                right = sum(truth[mark] == code for mark, code in zip(marks, order(urn), strict=True))
                hits[who, what] = hits.get((who, what), 0) + right
    return hits


def test_the_attack_finds_everybody_where_ballots_lie_in_the_order_they_came(cloned_world: World) -> None:
    """The control: what the shuffle and the new marks are for."""
    _held, casts = held_with_voters(cloned_world, 1)
    rows: list[Row] = [
        {"code": cast.code, "xmin_": number, "page_": 0, "line_": number} for number, cast in enumerate(casts)
    ]
    for name in ("as they lie", "by row version"):
        found = BALLOT_ORDERS[name](rows)
        assert sum(cast.code == code for cast, code in zip(casts, found, strict=True)) == VOTERS


# --- before the opening ------------------------------------------------------------------------------


def test_with_everything_the_server_holds_no_ballot_is_read_before_the_opening(cloned_world: World) -> None:
    held = asked(cloned_world, keys=False)
    held.keep(FIRST, passphrase=PASSPHRASE)
    held.keep(SECOND)
    receipts = [held.vote(mark_id, "yes").code for mark_id in held.marks[:9]]
    for stage, found in (("open", 0), ("closed", 0), ("one half brought", 1)):
        if stage == "closed":
            held.close()
        elif stage == "one half brought":
            held.bring(FIRST, HalfGiven(passphrase=PASSPHRASE))
        dump = everything()
        assert _halves_found(dump, held.ballot_id) == found, stage
        text = "\n".join(str(row) for rows in dump.values() for row in rows)
        assert [code for code in receipts if code in text] == []
    held.bring(SECOND)
    with as_system():
        assert {code for (code,) in _urn(held)} == set(receipts)


def test_the_search_for_halves_would_find_them(cloned_world: World) -> None:
    """The control: with both halves lying anywhere in what the server holds, the search opens every ballot."""
    held = asked(cloned_world)
    codes = {held.vote(mark_id, "no").code for mark_id in held.marks[:5]}
    halves = [sealing.read_half(held.sheets[name]) for name in (FIRST, SECOND)]
    left: dict[str, list[Row]] = {
        "left_behind": [{"data": b"x" * 7 + halves[0] + b"y", "text": halves[1].hex()}]
    }
    assert _halves_found(left | everything(), held.ballot_id) == 2
    with as_system():
        purpose = f"liancun ballot {queries.secret(held.ballot_id).code}"
        boxes = [box for bag in Bag.objects.all() for box in sealing.boxes_of(bytes(bag.data))]
    assert {sealing.open_box(box, halves, purpose).code for box in boxes} == codes


def _urn(held: Held) -> list[tuple[str]]:
    from liancun.contexts.ballots.models import UrnPaper

    return list(UrnPaper.objects.filter(ballot_id=held.ballot_id).values_list("code"))


def _halves_found(dump: Mapping[str, list[Row]], ballot_id: int) -> int:
    """How many private halves of this ballot lie anywhere in what the server holds, in any writing."""
    with as_system():
        publics = {bytes(half.public) for half in KeyHalf.objects.filter(ballot_id=ballot_id)}
    return len({public for public in map(sealing.public_of, set(_candidates(dump))) if public in publics})


def _candidates(dump: Mapping[str, list[Row]]) -> Iterator[bytes]:
    for piece in [*_bytes(dump), *_of_process()]:
        for start in range(max(0, min(len(piece), 20_000) - sealing.HALF + 1)):
            yield piece[start : start + sealing.HALF]


def _bytes(dump: Mapping[str, list[Row]]) -> Iterator[bytes]:
    """Every binary value of the tables of votes, what the master keys open of them, and what texts there hide."""
    for table, rows in dump.items():
        if table.startswith("ballots_") or table == "left_behind":
            for value in [value for row in rows for value in row.values()]:
                if isinstance(value, bytes | memoryview):
                    yield bytes(value)
                    yield from _unsealed(bytes(value))
                elif isinstance(value, str):
                    yield from _written(value)


def _unsealed(value: bytes) -> Iterator[bytes]:
    for purpose in [f"ballots.half:{ballot}:{seat}" for ballot in range(1, 400) for seat in (1, 2)]:
        if 1 < value[0] < 9 and value[1 : 1 + value[0]].isalnum():
            try:
                yield bytes.fromhex(masters.unseal(value, purpose))
            except masters.KeyMissing:
                continue


def _written(text: str) -> Iterator[bytes]:
    for found in re.findall(r"[0-9a-f]{64}", text):
        yield bytes.fromhex(found)
    for found in re.findall(r"[A-Za-z0-9+/]{43}=", text):
        yield base64.b64decode(found)


def _of_process() -> Iterator[bytes]:
    """Key files, settings and the environment of the process."""
    keys = Path(settings.LIANCUN_FIELD_KEYS_FILE).read_text(encoding="ascii")
    words = [str(getattr(settings, name)) for name in dir(settings) if name.isupper()]
    for text in [keys.replace(":", " "), *words, *os.environ.values()]:
        yield from _written(text)
        yield text.encode()[:4000]
    store = Path(settings.LIANCUN_PERSON_KEYS)
    if store.exists():
        with sqlite3.connect(store) as link:
            for (wrapped,) in link.execute(
                "select wrapped from person_key where wrapped is not null limit 2000"
            ):
                yield bytes(wrapped)
