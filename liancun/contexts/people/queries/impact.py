"""The impact assessment (个人信息保护影响评估, art. 55–56), written from what every table says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils.translation import gettext as _

from liancun.contexts.people import playbook
from liancun.contexts.people.models import Assessment
from liancun.framework.database.fields import EncryptedText, PersonText
from liancun.framework.tables import TableFacts
from liancun.kernel.chain import canonical, digest
from liancun.kernel.errors import Unknown, mark

OWN, MASTER, DIGEST, PLAIN = "own", "master", "digest", "plain"
SEALS: Mapping[str, str] = {
    OWN: mark("本人密钥加密"),
    MASTER: mark("系统密钥加密"),
    DIGEST: mark("只存带密钥的摘要"),
    PLAIN: mark("未加密，按行授权"),
}


# What a row policy asks, and whom that lets read.
READERS: Mapping[str, str] = {
    "liancun_scope('bodies'": mark("该组织的工作人员和上级主管"),
    "liancun_scope('people'": mark("登记村和上级的名册管理人员"),
    "liancun_scope('books'": mark("该账套的人员、代理会计和上级主管"),
    "liancun_scope('minors'": mark("未成年人信息保管人（每村两种职务）"),
    "liancun_scope('health'": mark("健康信息保管人（每村两种职务）"),
    "liancun_may_audit": mark("审计员"),
    "liancun_actor": mark("本人"),
    "liancun_user": mark("本人"),
}
WITH_RECORD = mark("能读所属记录的人")
SIGNED_IN = mark("登录用户，页面按职务显示")


@dataclass(frozen=True)
class TableSheet:
    """One table: its personal fields as (field, kind, how it lies), and whom its row policy lets read."""

    table: str
    context: str
    readers: tuple[str, ...]
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class KindSheet:
    code: str
    name: str
    purpose: str
    basis: str
    law: str
    end: str
    keep_years: int
    receivers: tuple[str, ...]
    sensitive: bool


@dataclass(frozen=True)
class ImpactSheet:
    tables: tuple[TableSheet, ...]
    kinds: tuple[KindSheet, ...]
    unknown_kinds: tuple[str, ...]

    def content(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def digest(self) -> str:
        return digest(canonical(self.content()))


def impact() -> ImpactSheet:
    """As the program, the live row policies and the county's playbook stand now; one statement."""
    policies = _policies()
    tables = tuple(
        sorted(
            (_table(model, _facts(model), policies) for model in apps.get_models() if _is_personal(model)),
            key=lambda sheet: sheet.table,
        )
    )
    used = {kind for table in tables for _field, kind, _seal in table.fields}
    known = playbook.kinds()
    kinds = tuple(_kind(code, known[code]) for code in known if code in used)
    return ImpactSheet(tables, kinds, tuple(sorted(used - set(known))))


def _is_personal(model: Any) -> bool:
    facts = getattr(model, "facts", None)
    return isinstance(facts, TableFacts) and bool(facts.personal)


def _facts(model: Any) -> TableFacts:
    facts: TableFacts = model.facts
    return facts


def _policies() -> dict[str, str]:
    """Table → what its policies ask of a reader, as the database holds it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select tablename, string_agg(qual, ' ' order by policyname) from pg_policies"
            " where schemaname = 'public' and cmd in ('ALL', 'SELECT') group by tablename"
        )
        return dict(cursor.fetchall())


def _readers(facts: TableFacts, policy: str | None) -> tuple[str, ...]:
    if facts.rows == "open" or policy is None:
        return (SIGNED_IN,)
    found = dict.fromkeys(words for token, words in READERS.items() if token in policy)
    return tuple(found) or (WITH_RECORD,)


def _table(model: Any, facts: TableFacts, policies: Mapping[str, str]) -> TableSheet:
    fields = tuple(
        (name, kind, _seal(model._meta.get_field(name), name))
        for name, kind in sorted(facts.personal.items())
    )
    table = model._meta.db_table
    return TableSheet(table, model._meta.app_label, _readers(facts, policies.get(table)), fields)


def _seal(field: Any, name: str) -> str:
    if isinstance(field, PersonText):
        return OWN
    if isinstance(field, EncryptedText):
        return MASTER
    return DIGEST if name.endswith("_index") else PLAIN


def _kind(code: str, known: playbook.DataKind) -> KindSheet:
    return KindSheet(
        code,
        known.name,
        known.purpose,
        known.basis,
        known.law,
        known.end,
        known.keep_years,
        known.receivers,
        known.sensitive,
    )


def sheet_of(content: Mapping[str, Any]) -> ImpactSheet:
    """A stored assessment in the shape it had when it was signed."""
    tables = tuple(
        TableSheet(
            one["table"],
            one["context"],
            tuple(one["readers"]),
            tuple(tuple(field) for field in one["fields"]),
        )
        for one in content["tables"]
    )
    kinds = tuple(KindSheet(**{**one, "receivers": tuple(one["receivers"])}) for one in content["kinds"])
    return ImpactSheet(tables, kinds, tuple(content["unknown_kinds"]))


@dataclass(frozen=True)
class SignedLine:
    number: int
    digest: str
    conclusion: str
    signed_name: str
    signed_on: date
    keep_until: date


_COLUMNS = ("number", "digest", "conclusion", "signed_name", "signed_on", "keep_until")


def signed() -> list[SignedLine]:
    return [SignedLine(*row) for row in Assessment.objects.order_by("-number").values_list(*_COLUMNS)]


def signed_sheet(number: int) -> tuple[SignedLine, ImpactSheet]:
    row = Assessment.objects.filter(number=number).first()
    if row is None:
        raise Unknown(
            "people.unknown_assessment", mark("没有这一版评估。"), remedy=mark("请返回列表重新选择。")
        )
    return SignedLine(*(getattr(row, name) for name in _COLUMNS)), sheet_of(row.content)


def described(code: str) -> str:
    return _(SEALS[code])
