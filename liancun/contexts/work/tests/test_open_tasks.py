from collections.abc import Callable

from liancun.contexts.affairs.api import Adoption
from liancun.contexts.work import actions, queries
from liancun.contexts.work.tests.conftest import Land
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_actor, as_system

Adopted = Callable[..., Adoption]


def test_it_opens_the_catalogue_for_every_bound_village(land: Land, adoption: Adopted) -> None:
    with clock.fixed(adoption().since), as_system():
        actions.on_adopted(SYSTEM, adoption())
        lines = queries.tasks_of(71)
    assert {line.body_id for line in lines} == set(land.villages[:2])
    assert {line.title for line in lines} == {"签订采购合同", "到货验收"}
    assert all(line.due_on > line.opened_on for line in lines)


def test_it_opens_nothing_twice(land: Land, adoption: Adopted) -> None:
    with clock.fixed(adoption().since), as_system():
        first = actions.open_tasks(SYSTEM, adoption=adoption())
        assert actions.open_tasks(SYSTEM, adoption=adoption()) == 0
        assert len(queries.tasks_of(71)) == first
        assert actions.open_tasks(SYSTEM, adoption=adoption(villages=land.villages)) == 2


def test_it_opens_for_all_villages_whoever_completed_the_matter(land: Land, adoption: Adopted) -> None:
    adopted = adoption()
    someone = Actor(None, None, "某村书记", "村党支部书记", land.villages[0], "user")
    with clock.fixed(adopted.since), as_actor(someone):
        assert actions.open_tasks(someone, adoption=adopted) == 4
        assert queries.tasks_of(71) == ()


def test_a_subject_without_catalogue_opens_nothing(land: Land, adoption: Adopted) -> None:
    other = adoption(matter_id=72)
    other = Adoption(72, other.matter_title, "joint-guidance", other.villages, other.since, other.playbook_id)
    with clock.fixed(other.since), as_system():
        assert actions.open_tasks(SYSTEM, adoption=other) == 0
