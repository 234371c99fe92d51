"""A production start refuses a serving role that has more power than serving needs."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from liancun.framework.database import launcher
from liancun.framework.database.launcher import Cluster
from liancun.project.deploy_check import serving_role_faults


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = launcher.ensure_running(tmp_path_factory.mktemp("postgres"), durable=False)
    yield cluster
    cluster.stop()


def test_the_role_that_serves_is_accepted(cluster: Cluster) -> None:
    assert serving_role_faults(cluster.app_url()) == []


def test_the_owner_is_refused(cluster: Cluster) -> None:
    with psycopg.connect(cluster.owner_url(), autocommit=True) as link:
        link.execute("CREATE TABLE IF NOT EXISTS owned (id int)")
    said = "\n".join(serving_role_faults(cluster.owner_url()))
    assert "owns public.owned" in said
    assert "may create databases" in said


def test_a_superuser_is_refused(cluster: Cluster) -> None:
    said = "\n".join(serving_role_faults(cluster.superuser_url()))
    assert "is a superuser" in said
    assert "may bypass row security" in said


@pytest.mark.parametrize(
    ("power", "reason"),
    [("BYPASSRLS", "may bypass row security"), ("CREATEROLE", "may create roles"), ("CREATEDB", "databases")],
)
def test_one_power_too_many_is_refused(cluster: Cluster, power: str, reason: str) -> None:
    with psycopg.connect(cluster.superuser_url(), autocommit=True) as link:
        link.execute(f"ALTER ROLE liancun_app {power}")
        try:
            (fault,) = serving_role_faults(cluster.app_url())
        finally:
            link.execute(f"ALTER ROLE liancun_app NO{power}")
    assert reason in fault


def test_a_database_that_does_not_answer_is_named() -> None:
    (fault,) = serving_role_faults("postgresql://liancun_app@/liancun?host=/nowhere")
    assert "does not answer" in fault
