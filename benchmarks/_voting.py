"""Villages with their electors, and their ballots: what the benchmark `voting` is done with.

The villages come by the actions; their electors, who are only names here, by the owner in plain SQL. Filled once for
a set of migrations and kept; a run works on a copy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liancun.contexts.ballots.api import IssuedSlip, Tally

QUESTION = "是否同意统一购买种子"


@dataclass(frozen=True)
class Size:
    """`secret`: of the villages, how many vote in secret besides. `votes`: how many of each kind are timed one by
    one; `seconds`: of load over HTTP."""

    villages: int
    electors: int
    secret: int
    votes: int
    seconds: int


@dataclass(frozen=True)
class Held:
    """A village's ballot: the body that votes and its electors."""

    collective: int
    electors: tuple[int, ...]


@contextmanager
def county(size: Size, seed: int) -> Iterator[list[Held]]:
    import django

    from benchmarks import _databases  # noqa: F401 (sets the mode before the settings are read)

    django.setup()
    from liancun.framework import testing_databases
    from liancun.framework.database import launcher
    from liancun.project.settings_table import value

    launcher.ensure_running(Path(value("LIANCUN_DATA_DIR")), durable=False)
    bare = testing_databases.build_template("liancun_bench", furnish=lambda: None)
    made = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:6]
    prefix = f"liancun_voting{size.villages}_"
    name = f"{bare.replace('liancun_bench_', prefix)}_{size.electors}_{seed}_{made}"
    testing_databases.filled(name, bare, prefix=prefix, fill=lambda: _settle(size, seed))
    with testing_databases.cloned(name) as copy, testing_databases.using(copy):
        yield _find()


def _settle(size: Size, seed: int) -> None:
    from django.db import connections

    from liancun.demo import county
    from liancun.demo.divisions import groups
    from liancun.framework.testing import as_system

    with as_system():
        chosen = groups(
            "2112", village_count=size.villages, group_count=max(2, size.villages // 8), seed=seed
        )
        practice = county.Practice(secretaries=max(1, len(chosen) - 8))
        federation = county.register(("2112", "铁岭市"), chosen, seed=seed, stage=0, practice=practice)
    homes = [federation.seat(row).village for group in federation.groups for row in group.villages]
    with connections["owner"].cursor() as cursor:
        cursor.execute(_ELECTORS, [homes, size.electors // len(homes)])


_ELECTORS = """
insert into people_person (name, name_pinyin, sound, initials, key, sex, ethnicity, phone_index, identity_index,
    home_id)
select '选民' || n, 'xuanmin', 'xuanmin', 'xm', gen_random_uuid(), '', '', '', '', home
from unnest(%s::bigint[]) home cross join generate_series(1, %s) n
"""
_HELD = """
select c.id, array_agg(p.id order by p.id) from bodies_body c join people_person p on p.home_id = c.parent_id
where c.kind = 'collective' and p.sound = 'xuanmin' group by c.id order by c.id
"""


def _find() -> list[Held]:
    from django.db import connection

    from liancun.framework.testing import as_system

    with as_system(), connection.cursor() as cursor:
        cursor.execute(_HELD)
        return [Held(body, tuple(electors)) for body, electors in cursor.fetchall()]


def open_all(held: Sequence[Held], method: str = "named") -> tuple[int, ...]:
    from liancun.contexts.ballots import api as ballots
    from liancun.framework.testing import SYSTEM, as_system

    new = [
        ballots.NewBallot(one.collective, method, QUESTION, one.electors, channels=("meeting", "phone"))
        for one in held
    ]
    with as_system():
        return ballots.open_many(SYSTEM, body_id=held[0].collective, ballots=new)


def slips_of(ids: Sequence[int]) -> list[IssuedSlip]:
    from liancun.contexts.ballots import api as ballots
    from liancun.framework.testing import SYSTEM, as_system

    with as_system():
        return [slip for one in ids for slip in ballots.issue_slips(SYSTEM, ballot_id=one).slips]


def close_all(ids: Sequence[int]) -> None:
    from liancun.contexts.ballots import api as ballots
    from liancun.framework.testing import SYSTEM, as_system

    with as_system():
        ballots.close_many(SYSTEM, body_id=ballots.line(ids[0]).body_id, ballot_ids=ids)


def count_all(ids: Collection[int]) -> dict[int, Tally]:
    from liancun.contexts.ballots import api as ballots
    from liancun.framework.testing import as_system

    with as_system():
        return ballots.results(ids)
