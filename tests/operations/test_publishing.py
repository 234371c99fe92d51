"""Two zones: the public pages leave as signed files, and what was sent outside comes back, each record once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from liancun.contexts.bodies import api as bodies
from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.disclosure.models import Complaint
from liancun.contexts.portal import api as portal
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_actor, as_system
from liancun.kernel.errors import NotAllowed, Refusal
from liancun.project.faults import OperationError
from liancun.project.publishing import Exported, export, export_command, key_command, pack_command, verify

CONTENT = {
    "sections": [
        {
            "heading": "决议",
            "lines": [{"label": "收款人", "value": {"masked_person": "张*明"}, "article": ""}],
            "tables": [{"caption": "表决", "columns": ["应到", "同意"], "rows": [["30", "22"]]}],
        }
    ]
}
BEGIN = datetime(2026, 3, 2, 9, tzinfo=clock.ZONE)
PRIVATE = portal.new_key()
PUBLIC = portal.public_of(PRIVATE)
OFFICE = portal.new_office_key()
OFFICE_PUBLIC = portal.office_public_of(OFFICE)
STRANGER = Actor.stranger()


@pytest.fixture
def notice(world: World) -> Iterator[disclosure.NoticeLine]:
    with clock.fixed(BEGIN):
        yield published(world, world.a.village, "出租荒地")


def published(world: World, body_id: int, title: str) -> disclosure.NoticeLine:
    with as_system():
        return disclosure.publish(SYSTEM, body_id=body_id, kind="公示", title=title, snapshot=CONTENT, days=7)


def exported(out: Path, **wishes: str) -> Exported:
    with as_system():
        return export(out, PRIVATE, **wishes)


def pages(out: Path) -> dict[str, str]:
    return {path.relative_to(out).as_posix(): path.read_text("utf-8") for path in out.rglob("*.html")}


def test_the_site_needs_nothing_from_elsewhere_and_no_script(
    world: World, notice: disclosure.NoticeLine, tmp_path: Path
) -> None:
    published(world, world.joint, "三村统购")
    exported(tmp_path)
    found = pages(tmp_path)
    with as_system():
        code = bodies.get(world.a.village).code
    assert {f"n/{notice.slug}.html", f"v/{code}.html", "index.html", f"elder/v/{code}.html"} <= set(found)
    style = (tmp_path / "assets/public.css").stat().st_size
    for path, page in found.items():
        assert "<script" not in page, path
        assert 'name="robots" content="noindex' in page
        assert len(page.encode()) + style <= portal.MOST_BYTES
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
        for link in re.findall(r'href="([^"#]+)"', page):
            assert (tmp_path / path).parent.joinpath(link).resolve().is_file(), (path, link)
    assert "Disallow: /" in (tmp_path / "robots.txt").read_text()
    assert "三村统购" in found[f"v/{code}.html"]
    assert "张*明" in found[f"n/{notice.slug}.html"]
    assert 'class="public elder"' in found[f"elder/n/{notice.slug}.html"]


def test_forms_go_where_the_county_says_or_the_paper_way(
    notice: disclosure.NoticeLine, tmp_path: Path
) -> None:
    exported(tmp_path / "paper")
    assert "<form" not in "".join(pages(tmp_path / "paper").values())
    exported(tmp_path / "forms", post_to="https://public.example/in", site_url="https://public.example/cun")
    page = pages(tmp_path / "forms")[f"n/{notice.slug}.html"]
    assert '<form method="post" action="https://public.example/in"' in page
    assert f'name="notice" value="{notice.slug}"' in page
    assert "<svg" in page
    assert "rate.html" in pages(tmp_path / "forms")


def test_only_what_changed_is_drawn_again(
    world: World, notice: disclosure.NoticeLine, tmp_path: Path
) -> None:
    first = exported(tmp_path)
    assert first.serial == 1
    second = exported(tmp_path)
    assert (second.drawn, second.removed, second.serial) == (0, 0, 2)
    other = published(world, world.b.village, "修路")
    third = exported(tmp_path)
    assert third.drawn == 6  # the list, the village and the notice, in both editions
    with as_actor(STRANGER):
        disclosure.object_to(STRANGER, slug=other.slug, text="太贵。", key="k")
    before = pages(tmp_path)
    exported(tmp_path)
    changed = {path for path, page in pages(tmp_path).items() if before[path] != page}
    assert changed == {f"n/{other.slug}.html", f"elder/n/{other.slug}.html"}
    assert verify(tmp_path, PUBLIC) == []


def test_every_tampering_is_found(notice: disclosure.NoticeLine, tmp_path: Path) -> None:
    exported(tmp_path)
    assert verify(tmp_path, PUBLIC) == []
    assert verify(tmp_path, portal.public_of(portal.new_key())) != []
    page = tmp_path / f"n/{notice.slug}.html"
    kept = page.read_bytes()
    page.write_bytes(kept.replace(b"22", b"29"))
    assert verify(tmp_path, PUBLIC) == [f"n/{notice.slug}.html has been changed"]
    page.unlink()
    assert verify(tmp_path, PUBLIC) == [f"n/{notice.slug}.html is missing"]
    page.write_bytes(kept)
    (tmp_path / "n/extra.html").write_text("假公告")
    assert verify(tmp_path, PUBLIC) == ["n/extra.html was added"]
    with pytest.raises(OperationError):
        exported(tmp_path)
    (tmp_path / "n/extra.html").unlink()
    listed = tmp_path / portal.NAME
    listed.write_bytes(listed.read_bytes().replace(b'"serial":1', b'"serial":7'))
    assert verify(tmp_path, PUBLIC) == [f"{portal.SIGNATURE} does not fit {portal.NAME} and this key"]


def test_a_folder_of_something_else_is_left_alone(notice: disclosure.NoticeLine, tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("不要删")
    with pytest.raises(OperationError):
        exported(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_a_key_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert key_command(["--out", str(tmp_path / "a.pem")]) == 0
    assert "BEGIN PUBLIC KEY" in capsys.readouterr().out
    assert (tmp_path / "a.pem").stat().st_mode & 0o077 == 0
    with pytest.raises(OperationError):
        key_command(["--out", str(tmp_path / "a.pem")])
    with pytest.raises(OperationError):
        export_command(["--out", str(tmp_path / "x"), "--post-to", "public.example"])


# --- what comes back -------------------------------------------------------------------------------


def sent(
    notice: disclosure.NoticeLine, key: str = "o1", *, after: timedelta = timedelta(days=2)
) -> dict[str, str]:
    return {
        "kind": "objection",
        "key": key,
        "notice": notice.slug,
        "text": "租金太低。",
        "received_at": (BEGIN + after).isoformat(),
    }


def packed(*records: dict[str, str], serial: int = 1) -> bytes:
    return portal.packed(portal.Head("county-net", serial, clock.now()), records, PRIVATE)


def received(content: bytes, public: str = PUBLIC) -> portal.Report:
    return opened(portal.sealed(content, OFFICE_PUBLIC), public)


def opened(content: bytes, public: str = PUBLIC) -> portal.Report:
    with as_system():
        return portal.receive(SYSTEM, content=content, public_key=public, office_key=OFFICE)


def count(notice: disclosure.NoticeLine) -> int:
    with as_system():
        return disclosure.window(notice.id).objections


def test_a_returned_objection_is_taken_in_once(notice: disclosure.NoticeLine) -> None:
    with clock.fixed(BEGIN + timedelta(days=3)):
        content = packed(sent(notice), sent(notice, "o2"))
        first, again = received(content), received(content)
        other = received(packed(sent(notice), sent(notice, "o3"), serial=2))
    assert (first.taken, first.again, [one.number for one in first.outcomes]) == (2, 0, [1, 2])
    assert (again.taken, again.again, [one.number for one in again.outcomes]) == (0, 2, [1, 2])
    assert (other.taken, other.again) == (1, 1)
    assert count(notice) == 3


def test_a_tampered_or_foreign_file_is_refused_whole(notice: disclosure.NoticeLine) -> None:
    with clock.fixed(BEGIN + timedelta(days=3)):
        content = packed(sent(notice), sent(notice, "o2"))
        lines = content.splitlines(keepends=True)
        for wrong in (
            content.replace("租金太低".encode(), "租金合适".encode()),
            b"".join([*lines[:2], *lines[3:]]),
            b"".join([lines[0], lines[2], lines[1], *lines[3:]]),
            b"".join(lines[:-1]),
            b"",
            b"{}\n{}\n",
        ):
            with pytest.raises(Refusal) as refused:
                received(wrong)
            assert refused.value.code == "portal.returned_signature"
        with pytest.raises(Refusal):
            received(content, portal.public_of(portal.new_key()))
    assert count(notice) == 0


def test_a_late_record_is_refused_alone_with_its_reason(notice: disclosure.NoticeLine) -> None:
    with clock.fixed(BEGIN + timedelta(days=9)):
        report = received(
            packed(
                sent(notice),
                sent(notice, "late", after=timedelta(days=8)),
                {**sent(notice, "strange"), "notice": "no-such-notice"},
                {**sent(notice, "empty"), "text": " "},
            )
        )
    assert report.taken == 1
    codes = {one.key: one.refusal.code for one in report.refused if one.refusal}
    assert codes == {
        "late": "disclosure.window_closed",
        "strange": "disclosure.unknown",
        "empty": "disclosure.objection_empty",
    }
    with clock.fixed(BEGIN + timedelta(days=11)):
        report = received(packed(sent(notice, "forgotten"), serial=2))
    assert [one.refusal.code for one in report.refused if one.refusal] == ["disclosure.brought_late"]
    assert count(notice) == 1


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"kind": "vote"}, "kind"),
        ({"received_at": "2026-03-04T10:00:00"}, "received_at"),
        ({"key": ""}, "key"),
        ({"text": 3}, "text"),
    ],
)
def test_a_record_of_another_form_refuses_the_file_and_names_the_line(
    notice: disclosure.NoticeLine, change: dict[str, str], name: str
) -> None:
    with clock.fixed(BEGIN + timedelta(days=3)), pytest.raises(Refusal) as refused:
        received(packed(sent(notice), {**sent(notice, "o2"), **change}))
    assert refused.value.code == "portal.returned_form"
    assert "第 3 行" in refused.value.text()
    assert name in refused.value.text()
    assert count(notice) == 0


def test_nobody_but_the_operator_takes_a_file_in(world: World, notice: disclosure.NoticeLine) -> None:
    with as_system():
        secretary = world.actor("zhishu-a")
    with as_actor(secretary), pytest.raises(NotAllowed):
        portal.receive(secretary, content=packed(sent(notice)), public_key=PUBLIC, office_key=OFFICE)
    assert count(notice) == 0


def test_records_are_signed_outside_with_one_command(notice: disclosure.NoticeLine, tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text(PRIVATE)
    (tmp_path / "office.pem").write_text(OFFICE_PUBLIC)
    (tmp_path / "in.jsonl").write_text(json.dumps(sent(notice)) + "\n")
    arguments = [
        str(tmp_path / "in.jsonl"),
        "--out",
        str(tmp_path / "back.jsonl"),
        "--key",
        str(tmp_path / "key.pem"),
        "--to",
        str(tmp_path / "office.pem"),
    ]
    assert pack_command([*arguments, "--zone", "county-net", "--serial", "1"]) == 0
    with clock.fixed(BEGIN + timedelta(days=3)):
        assert opened((tmp_path / "back.jsonl").read_bytes()).taken == 1


def test_only_the_office_reads_what_comes_back(notice: disclosure.NoticeLine) -> None:
    content = packed({**sent(notice), "contact": "13904110911"})
    sealed = portal.sealed(content, OFFICE_PUBLIC)
    assert b"13904110911" not in sealed
    assert portal.sealed(content, OFFICE_PUBLIC) != sealed
    assert portal.unsealed(sealed, OFFICE) == content
    flipped = bytearray(sealed)
    flipped[-1] ^= 1
    other = portal.sealed(content, portal.office_public_of(portal.new_office_key()))
    with clock.fixed(BEGIN + timedelta(days=3)):
        for wrong, code in (
            (content, "portal.not_sealed"),
            (bytes(flipped), "portal.seal"),
            (sealed[:40], "portal.seal"),
            (other, "portal.seal"),
        ):
            with pytest.raises(Refusal) as refused:
                opened(wrong)
            assert refused.value.code == code
        assert count(notice) == 0
        assert opened(sealed).taken == 1


def complaint(
    notice: disclosure.NoticeLine, about: str = "o1", *, after: timedelta = timedelta(days=20)
) -> dict[str, str]:
    return {
        "kind": "complaint",
        "key": f"c-{about}",
        "notice": notice.slug,
        "about": about,
        "text": "没有答复。",
        "contact": "13904110911",
        "received_at": (BEGIN + after).isoformat(),
    }


def complaints(notice: disclosure.NoticeLine) -> int:
    with as_system():
        return Complaint.objects.filter(notice_id=notice.id).count()


def test_a_complaint_about_what_was_sent_outside_goes_to_the_office_above_once(
    notice: disclosure.NoticeLine,
) -> None:
    with clock.fixed(BEGIN + timedelta(days=3)):
        received(packed(sent(notice), sent(notice, "o2")))
    with clock.fixed(BEGIN + timedelta(days=21)):
        early = complaint(notice, "o2", after=timedelta(days=4))
        content = packed(complaint(notice), early, complaint(notice, "unknown"), serial=2)
        first, again = received(content), received(content)
    assert (first.taken, again.taken, again.again) == (1, 0, 1)
    codes = [one.refusal.code for one in first.refused if one.refusal]
    assert codes == ["disclosure.not_answered_yet", "disclosure.unknown_receipt"]
    assert complaints(notice) == 1


def test_a_complaint_brought_in_too_late_is_refused_with_its_reason(notice: disclosure.NoticeLine) -> None:
    with clock.fixed(BEGIN + timedelta(days=3)):
        received(packed(sent(notice)))
    with clock.fixed(BEGIN + timedelta(days=60)):
        report = received(packed(complaint(notice), serial=2))
        ahead = received(packed(complaint(notice, after=timedelta(days=61)), serial=3))
    assert [one.refusal.code for one in report.refused if one.refusal] == ["disclosure.brought_late"]
    assert [one.refusal.code for one in ahead.refused if one.refusal] == ["disclosure.outside_day"]
    assert complaints(notice) == 0


def test_nobody_signed_in_says_that_a_complaint_came_from_outside(
    world: World, notice: disclosure.NoticeLine
) -> None:
    with as_system():
        secretary = world.actor("zhishu-a")
    with as_actor(secretary), pytest.raises(NotAllowed):
        disclosure.complain(
            secretary, slug=notice.slug, receipt="", about="outside/x/o1", text="x", outside_at=clock.now()
        )
    assert complaints(notice) == 0
