from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.work import rules
from liancun.contexts.work.rules import CatalogueTask, FinishFault, ReminderKind, Standing

DUE = date(2026, 3, 20)
days = st.integers(min_value=-30, max_value=30)


def contract(**changes: object) -> CatalogueTask:
    known: dict[str, object] = {
        "key": "sign-contract",
        "name": "签订采购合同",
        "subjects": ("joint-purchase",),
        "days": 10,
        "working_days": True,
        "evidence": "photo_or_paper",
        "instructions": "签订合同",
    }
    return CatalogueTask(**(known | changes))  # type: ignore[arg-type]


def test_the_due_day_itself_is_still_in_time() -> None:
    assert rules.standing(DUE, None, DUE, soon_days=3) is Standing.SOON
    assert rules.standing(DUE, None, DUE + timedelta(days=1), soon_days=3) is Standing.OVERDUE


def test_it_is_near_from_the_days_the_playbook_names() -> None:
    assert rules.standing(DUE, None, DUE - timedelta(days=4), soon_days=3) is Standing.OPEN
    assert rules.standing(DUE, None, DUE - timedelta(days=3), soon_days=3) is Standing.SOON


def test_a_late_finish_stays_visible_as_late() -> None:
    assert rules.standing(DUE, DUE, DUE + timedelta(days=9), soon_days=3) is Standing.DONE
    assert rules.standing(DUE, DUE + timedelta(days=1), DUE, soon_days=3) is Standing.DONE_LATE


@given(days, st.integers(min_value=0, max_value=10))
def test_an_open_task_is_overdue_exactly_when_no_day_is_left(offset: int, soon: int) -> None:
    today = DUE + timedelta(days=offset)
    late = rules.standing(DUE, None, today, soon_days=soon) is Standing.OVERDUE
    assert late == (rules.days_left(DUE, today) < 0)


@given(st.lists(st.integers(min_value=0, max_value=5), min_size=1, max_size=20))
def test_each_reminder_comes_at_most_once_however_often_the_worker_looks(steps: list[int]) -> None:
    today = DUE - timedelta(days=6)
    given_so_far: list[ReminderKind] = []
    for step in steps:
        today += timedelta(days=step)
        kind = rules.reminder(DUE, today, given_so_far, soon_days=3)
        given_so_far += [kind] if kind else []
    assert len(given_so_far) == len(set(given_so_far))
    if today > DUE:
        assert given_so_far[-1] is ReminderKind.OVERDUE


def test_a_worker_that_slept_past_the_day_records_only_the_passed_limit() -> None:
    later = DUE + timedelta(days=5)
    assert rules.reminder(DUE, later, [], soon_days=3) is ReminderKind.OVERDUE
    assert rules.reminder(DUE, later, [ReminderKind.OVERDUE], soon_days=3) is None


def test_a_finish_needs_evidence_where_the_catalogue_says_so() -> None:
    assert (
        rules.finish_fault(needed="photo_or_paper", files=0, note="已签", done=False)
        is FinishFault.NO_EVIDENCE
    )
    assert rules.finish_fault(needed="none", files=0, note="已签", done=False) is None
    assert rules.finish_fault(needed="photo_or_paper", files=1, note="已签", done=False) is None


def test_a_finish_needs_a_note_and_happens_once() -> None:
    assert rules.finish_fault(needed="none", files=0, note="  ", done=False) is FinishFault.NO_NOTE
    assert rules.finish_fault(needed="none", files=1, note="已签", done=True) is FinishFault.ALREADY_DONE


def test_tasks_open_for_the_bound_villages_only_and_once() -> None:
    goods = contract(key="accept-goods", order=2)
    other = contract(key="road", subjects=("road",))
    catalogue = (goods, contract(order=1), other)
    planned = rules.plan(
        catalogue, subject="joint-purchase", villages=[7, 8, 7], standing_tasks={8: {"accept-goods"}}
    )
    assert [(p.body_id, p.task.key) for p in planned] == [
        (7, "sign-contract"),
        (7, "accept-goods"),
        (8, "sign-contract"),
    ]
