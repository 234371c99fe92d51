"""After a master key is renewed: persons' keys are wrapped anew, and what masters seal is sealed anew.

Every batch of keys is whole in itself, so that a killed job goes on where it stopped. Values in tables are changed
by one narrow function of the database, because some of their tables never change otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import connection, models

from liancun.framework.actors import Actor
from liancun.framework.crypto import masters
from liancun.framework.crypto.store import person_keys
from liancun.framework.database.fields import EncryptedText, PersonText
from liancun.framework.jobs import progress
from liancun.framework.jobs.queue import task
from liancun.kernel.errors import mark

NAME = "framework.reseal"
_AT_ONCE = 5000


@dataclass(frozen=True)
class Column:
    """A sealed column: table, its primary key and the column itself."""

    model: type[models.Model]
    field: EncryptedText | PersonText

    @property
    def label(self) -> str:
        return f"{self.model._meta.db_table}.{self.field.column}"


@cache
def columns(kind: type[EncryptedText] | type[PersonText]) -> tuple[Column, ...]:
    """Every column of this kind in the program."""
    found = [
        Column(model, field)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, kind)
    ]
    return tuple(sorted(found, key=lambda column: column.label))


def values(column: Column) -> Iterator[tuple[int, bytes]]:
    """(primary key, sealed bytes) of every row that has one, without opening any."""
    table, key = column.model._meta.db_table, column.model._meta.pk.column
    name = connection.ops.quote_name(str(column.field.column))
    with connection.cursor() as cursor:
        cursor.execute(f"select {key}, {name} from {table} where {name} is not null order by {key}")
        while rows := cursor.fetchmany(_AT_ONCE):
            for id, data in rows:
                yield id, bytes(data)


@task(name=NAME)
def reseal() -> None:
    """Everything under the key in use; running again changes nothing."""
    report = person_keys().report()
    current = masters.keys().current
    waiting = sum(count for name, count in report.by_master.items() if name != current)
    job = progress.begin(f"{NAME}:{current}", mark("更换密钥后重新封存"), waiting, Actor.system(NAME))
    done = 0
    while count := person_keys().rewrap(_AT_ONCE):
        done += count
        progress.advance(job, done)
    changed = sum(_reseal(column, current) for column in columns(EncryptedText))
    progress.finish(job, message=str(done + changed))


def _reseal(column: Column, current: str) -> int:
    purpose = column.field.purpose
    old = [(id, data) for id, data in values(column) if masters.sealed_with(data) != current]
    names = [column.model._meta.db_table, column.model._meta.pk.column, column.field.column]
    with connection.cursor() as cursor:
        for id, data in old:
            new = masters.seal(masters.unseal(data, purpose), purpose)
            cursor.execute("select liancun_reseal(%s, %s, %s, %s, %s, %s)", [*names, id, data, new])
    return len(old)
