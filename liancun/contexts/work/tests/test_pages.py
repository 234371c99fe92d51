"""The list, the record and the phone form of tasks, as signed-in people meet them."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from liancun.contexts.affairs.api import Adoption
from liancun.contexts.work import actions, queries
from liancun.contexts.work.models import Finish
from liancun.contexts.work.queries import TaskLine
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock, playbook
from liancun.framework.testing import SYSTEM, as_system


@pytest.fixture
def task(world: World) -> TaskLine:
    since = date(2026, 3, 10)
    with clock.fixed(since), as_system():
        version = playbook.current().id
        adoption = Adoption(71, "三村统购种子", "joint-purchase", (world.a.village,), since, version)
        actions.open_tasks(SYSTEM, adoption=adoption)
        return queries.tasks_of(71)[0]


def photograph() -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 90)).save(made, "JPEG")
    return SimpleUploadedFile("合同.jpg", made.getvalue(), "image/jpeg")


def finished() -> int:
    with as_system():
        return Finish.objects.count()


def test_the_village_finishes_with_a_photograph(task: TaskLine) -> None:
    browser = signed_in("baozhang-a")
    assert task.title in browser.get("/tasks/").content.decode()
    answer = browser.post(f"/tasks/{task.id}/finish/", {"note": "合同已签。", "papers": photograph()})
    assert answer.status_code == 302
    page = browser.get(f"/tasks/{task.id}/").content.decode()
    assert "合同已签。" in page
    assert "合同.jpg" in page
    assert finished() == 1


def test_without_a_paper_nothing_is_saved_and_nothing_typed_is_lost(task: TaskLine) -> None:
    answer = signed_in("zhishu-a").post(f"/tasks/{task.id}/finish/", {"note": "合同已签。"})
    assert answer.status_code == 422
    assert "合同已签。" in answer.content.decode()
    assert finished() == 0


def test_a_file_that_is_no_picture_is_refused_whole(task: TaskLine) -> None:
    fake = SimpleUploadedFile("合同.jpg", b"<script>alert(1)</script>", "image/jpeg")
    answer = signed_in("zhishu-a").post(f"/tasks/{task.id}/finish/", {"note": "合同已签。", "papers": fake})
    assert answer.status_code == 422
    assert finished() == 0


def test_the_supervisor_may_look_and_not_finish(task: TaskLine) -> None:
    browser = signed_in("jiandu-a")
    page = browser.get(f"/tasks/{task.id}/").content.decode()
    assert "等待承办村办结" in page
    assert (
        browser.post(f"/tasks/{task.id}/finish/", {"note": "合同已签。", "papers": photograph()}).status_code
        == 403
    )
    assert finished() == 0


def test_another_village_does_not_know_of_the_task(task: TaskLine) -> None:
    browser = signed_in("baozhang-b")
    assert browser.get(f"/tasks/{task.id}/").status_code == 404
    assert (
        browser.post(f"/tasks/{task.id}/finish/", {"note": "合同已签。", "papers": photograph()}).status_code
        == 404
    )
    assert task.title not in browser.get("/tasks/").content.decode()
    assert finished() == 0


def test_what_waits_says_that_the_limit_is_near_or_passed(task: TaskLine) -> None:
    with clock.fixed(task.due_on) as now:
        assert "将到期：签订采购合同" in signed_in("baozhang-a").get("/").content.decode()
        now.advance(days=1)
        assert "已过期：签订采购合同" in signed_in("baozhang-a").get("/").content.decode()
        assert "签订采购合同" not in signed_in("baozhang-b").get("/").content.decode()
