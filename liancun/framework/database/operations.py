"""Migration operations for what stands below the forms: policies, grants, frozen rows, plain SQL."""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

_LETTERS = {"S": "select", "I": "insert", "U": "update", "D": "delete"}


def sql(forward: str, backward: str = "") -> RunSQL:
    return RunSQL(forward, backward or RunSQL.noop)


def protect(table: str, *, using: str, check: str | None = None, grants: str = "SIU") -> RunSQL:
    """Row-level security with one policy for all commands; `check` (default: `using`) judges new rows."""
    return RunSQL(
        f"""
        alter table {table} enable row level security;
        create policy {table}_scope on {table} for all to liancun_app
            using ({using}) with check ({using if check is None else check});
        {_grants(table, grants)}
        """,
        f"drop policy {table}_scope on {table}; alter table {table} disable row level security;",
    )


def hash_scopes(context: str) -> RunSQL:
    """The context's policies look every row's body up in a hash made once a statement.

    `body_id = any (array)` walks an array of a county's thousands of bodies for each row. Policies that were made
    in the better form are left as they are.
    """
    tables = context.replace("_", r"\_") + r"\_%"
    return RunSQL(_HASH_SCOPES.replace("TABLES", tables), RunSQL.noop)


_HASH_SCOPES = r"""
do $$
declare
    policy record;
    walked constant text := '= ANY \(\(?\( SELECT liancun_scope\((''\w+'')::text\) AS liancun_scope\)\)?(::bigint\[\])?\)';
    hashed constant text := 'in (select unnest(liancun_scope(\1)))';
begin
    for policy in
        select tablename, policyname, qual, with_check from pg_policies
        where schemaname = 'public' and tablename like 'TABLES' and (qual || coalesce(with_check, '')) ~ walked
    loop
        execute format('alter policy %I on %I using (%s) with check (%s)', policy.policyname, policy.tablename,
            regexp_replace(policy.qual, walked, hashed, 'g'),
            regexp_replace(coalesce(policy.with_check, policy.qual), walked, hashed, 'g'));
    end loop;
end $$;
"""


def open_table(table: str, *, grants: str = "SIU") -> RunSQL:
    """A table without row policy: the reason stands in the model's facts."""
    return RunSQL(_grants(table, grants), RunSQL.noop)


def immutable(table: str) -> RunSQL:
    """Rows may come but never change or go, whoever asks, the owner included."""
    return RunSQL(
        f"""
        create trigger {table}_frozen before update or delete on {table}
            for each row execute function liancun_refuse_change();
        create trigger {table}_kept before truncate on {table}
            for each statement execute function liancun_refuse_change();
        """,
        f"drop trigger {table}_frozen on {table}; drop trigger {table}_kept on {table};",
    )


def _grants(table: str, letters: str) -> str:
    """Sequences of identity columns need no grant of their own for inserts."""
    verbs = ", ".join(_LETTERS[letter] for letter in letters)
    grant = f"grant {verbs} on {table} to liancun_app;" if verbs else ""
    return f"revoke all on {table} from liancun_app; {grant}"
