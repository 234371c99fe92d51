"""A kept file is handed out as an attachment, under the policy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from liancun.contexts.evidence import api as evidence
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework.testing import SYSTEM, as_system

PDF = b"%PDF-1.7\n"


@pytest.fixture
def files(world: World, tmp_path: Path, settings: Any) -> dict[str, int]:
    """A working paper and an original of the books of village A."""
    settings.LIANCUN_FILES_DIR = tmp_path
    with as_system():
        return {
            purpose: evidence.store(
                SYSTEM, body_id=world.a.collective, name="报价单.pdf", content=PDF, purpose=purpose
            ).id
            for purpose in ("affairs.raise", "ledger.claim")
        }


WHO = [
    ("baozhang-a", "affairs.raise", 200),
    ("baozhang-a", "ledger.claim", 200),
    ("baozhang-b", "affairs.raise", 404),
    ("baozhang-b", "ledger.claim", 404),
    ("shuji", "affairs.raise", 200),
    ("shuji", "ledger.claim", 404),
    ("kuaiji", "ledger.claim", 200),
    ("xiangzhen", "ledger.claim", 200),
    ("audit", "affairs.raise", 404),
]


@pytest.mark.parametrize(("name", "purpose", "status"), WHO)
def test_it_goes_to_those_who_may_read_the_body(
    files: dict[str, int], name: str, purpose: str, status: int
) -> None:
    assert signed_in(name).get(f"/files/{files[purpose]}/").status_code == status


def test_it_is_an_attachment_that_no_browser_runs(files: dict[str, int]) -> None:
    answer = signed_in("baozhang-a").get(f"/files/{files['affairs.raise']}/")
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_stranger_is_asked_to_sign_in(files: dict[str, int]) -> None:
    assert Client().get(f"/files/{files['affairs.raise']}/").status_code == 302
