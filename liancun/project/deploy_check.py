"""What a production start would refuse: unsafe settings, a serving role with too much power."""

from __future__ import annotations

import os
import sys

import psycopg

from liancun.project.settings_table import SettingError, faults, value, warnings

POWERS = """
    SELECT current_user, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
           pg_has_role(current_user, 'pg_write_all_data', 'MEMBER')
    FROM pg_roles WHERE rolname = current_user
"""
OWNED = """
    SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE pg_has_role(current_user, c.relowner, 'MEMBER') AND c.relkind IN ('r', 'p', 'v', 'm')
      AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'
    ORDER BY 1 LIMIT 3
"""
MAY_CREATE = "SELECT has_schema_privilege('public', 'CREATE')"


def main(arguments: list[str]) -> int:
    """Print every fault, one a line; exit code 1 when there is one."""
    environment = {**os.environ, "LIANCUN_MODE": os.environ.get("LIANCUN_MODE", "production")}
    found = [*faults(environment), *_role_faults(environment)]
    for line in found:
        print(f"× {line}", file=sys.stderr)
    for line in warnings(environment):
        print(f"! {line}", file=sys.stderr)
    print(
        "unsafe: a production start would be refused"
        if found
        else "safe: a production start would be accepted"
    )
    return 1 if found else 0


def _role_faults(environment: dict[str, str]) -> list[str]:
    try:
        url = value("LIANCUN_DATABASE_URL", environment)
    except SettingError:
        return []
    return serving_role_faults(url) if url else []


def serving_role_faults(url: str) -> list[str]:
    """One sentence for each power that the role of `url` has and a serving role must not have."""
    try:
        with psycopg.connect(url, connect_timeout=10) as link:
            return _faults_of(link)
    except psycopg.OperationalError as error:
        return [f"LIANCUN_DATABASE_URL: the database does not answer: {str(error).strip().splitlines()[0]}"]


def _faults_of(link: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    row = link.execute(POWERS).fetchone()
    assert row is not None
    role, superuser, bypasses, makes_roles, makes_databases, writes_all = row
    wrong = {
        "is a superuser": superuser,
        "may bypass row security": bypasses,
        "may create roles": makes_roles,
        "may create databases": makes_databases,
        "may write every table": writes_all,
        "may create tables in the schema public": _one(link, MAY_CREATE),
    }
    found = [f"the serving role {role} {power}; it must not." for power, has in wrong.items() if has]
    owned = [str(name) for (name,) in link.execute(OWNED).fetchall()]
    if owned and not superuser:
        found.append(f"the serving role {role} owns {', '.join(owned)} …; give them to the owner's role.")
    return found


def _one(link: psycopg.Connection[tuple[object, ...]], query: str) -> object:
    row = link.execute(query).fetchone()
    return row[0] if row else None
