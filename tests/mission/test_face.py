"""The face: every page fit for everyone, on every screen, in both languages, with our own machine only."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import polib
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from liancun.contexts.affairs import api as affairs
from liancun.contexts.ballots import api as ballots
from liancun.contexts.ledger import api as ledger
from liancun.contexts.meetings import api as meetings
from liancun.contexts.treasury import api as treasury
from liancun.demo.small import PASSWORD
from liancun.demo.thread import Offices, Thread
from liancun.framework.testing import as_actor, as_system
from liancun.project import translations
from tests.conftest import DESKTOP, PHONE, served
from tests.house import stage as house

pytestmark = pytest.mark.browser

# Who opens a page: the first of these who may.
PEOPLE = ("xian", "zhishu-a", "fuhe", "kuaiji", "baozhang-a", "anquan", "audit", "")
# Answers that are no pages: files, redirects, the parts of a page.
NO_PAGE = {
    "exports",
    "import_commit",
    "import_discard",
    "import_file",
    "import_marked",
    "import_template",
    "evidence:download",
    "identity:sign_out",
    "preferences",
    "health",
    "job",
}
NARROW, ZOOMED = 320, 720
PUBLIC_MOST, OFFICIAL_MOST = 200_000, 150_000
CHINESE = re.compile(r"[\u4e00-\u9fff]")
GRAVE = {"serious", "critical"}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Where a page shows names and words of the records, which stay in the language they were written in.
RECORDED = {"td", "dd", "option", "script", "style"}


@dataclass
class Face:
    """The played world in the browser; one context a person, every asked host remembered."""

    browser: Browser
    address: str
    world: house.Stage
    ballot: int
    book: int
    draft: int
    pages: tuple[tuple[str, str, str], ...]
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    hosts: set[str] = field(default_factory=set)

    def context(self, **options: Any) -> BrowserContext:
        made = self.browser.new_context(locale="zh-CN", base_url=self.address, **options)
        made.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        return made

    def person(self, name: str) -> Page:
        if name not in self.contexts:
            self.contexts[name] = self.context(viewport=DESKTOP)
            if name:
                _sign_in(self.contexts[name].new_page(), name)
        context = self.contexts[name]
        return context.pages[0] if context.pages else context.new_page()

    def stranger(self, *, scripts: bool = True) -> Page:
        return self.context(viewport=PHONE, java_script_enabled=scripts).new_page()

    @property
    def public(self) -> tuple[str, ...]:
        things = self.world.things
        return (
            "/p/",
            f"/p/v/{things['code']}/",
            f"/p/n/{things['slug']}/",
            f"/p/m/{things['slug']}/",
            "/p/r/",
            f"/p/r/{self.world.token}/",
        )


def _sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/")


@pytest.fixture(scope="module")
def face(template: str, browser: Browser) -> Iterator[Face]:
    with ExitStack() as stack:
        world = stack.enter_context(house.set_up(template))
        book, draft = _draft(world)
        address = stack.enter_context(served())
        ballot = _open_vote(world)
        open_ones = (
            ("ballots:call", f"/ballots/{ballot}/call/", "zhishu-a"),
            ("ledger:voucher", f"/books/{book}/vouchers/{draft}/", "fuhe"),
        )
        made = Face(browser, address, world, ballot, book, draft, (*_pages(world), *open_ones))
        yield made
        for context in made.contexts.values():
            context.close()
    assert made.hosts <= {urlsplit(address).netloc}, f"other hosts were asked: {made.hosts}"


def _open_vote(world: house.Stage) -> int:
    """A vote by name in village A, held today, in which nobody has been called yet."""
    w = world.world
    thread = Thread(
        Offices(w.joint, w.township, w.agency),
        (w.a, w.b, w.c),
        tuple(amount / 10 for amount in house.AMOUNTS),
        "联合买农药",
        house.TODAY.date() - timedelta(days=13),
    ).play("call")
    with as_system():
        secretary = w.actor("zhishu-a")
    with as_actor(secretary):
        meeting = next(
            m for m in meetings.about(affairs.SUBJECT, [thread.matter_id]) if m.body_id == w.a.collective
        )
        called = [one.person_id for one in meetings.attendees(meeting.id)]
        meetings.record_attendance(secretary, meeting_id=meeting.id, present=called)
        meetings.hold(secretary, meeting_id=meeting.id)
        return affairs.open_vote(
            secretary, matter_id=thread.matter_id, village_id=w.a.village, method="named"
        ).id


def _draft(world: house.Stage) -> tuple[int, int]:
    """A payment of village A that the accountant has prepared and nobody has posted."""
    with as_system():
        accountant = world.world.actor("kuaiji")
    with as_actor(accountant):
        book = ledger.book_of(world.world.a.collective)
        assert book is not None
        (claim, *_), _ = ledger.claims(book_id=book.id, state="approved")
        ledger.accept_claim(accountant, claim_id=claim.id)
        return book.id, ledger.prepare_voucher(accountant, claim_id=claim.id, summary="支付化肥款").id


def _pages(world: house.Stage) -> Iterator[tuple[str, str, str]]:
    """Every page of the program that somebody may open: its name, its address, a person who may."""
    clients = {name: house.sign_in(name) for name in PEOPLE}
    for route, pattern in house.routes().items():
        url = house.address(world, route, pattern, token=world.token)
        for name in PEOPLE if route not in NO_PAGE else ():
            answer = clients[name].get(url)
            if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
                yield route, url, name
                break


def test_every_page_is_accessible_and_fits_every_screen(face: Face) -> None:
    faults: list[str] = []
    met: set[str] = set()
    for route, url, name in face.pages:
        page = face.person(name)
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        page.goto(url)
        # The frame around it is the same on every page of a person.
        faults += [f"{route}: {fault}" for fault in _faults(page, "main" if name in met else None)]
        met.add(name)
        for width in (ZOOMED, NARROW):
            page.set_viewport_size({"width": width, "height": 800})
            if over := page.evaluate(OVERFLOW):
                faults.append(f"{route}: {over} px too wide at {width}")
    assert len(face.pages) > 50, "the walk lost its pages"
    assert not faults, "\n".join(faults)


def _faults(page: Page, part: str | None) -> list[str]:
    """What axe finds grave, by WCAG 2.1 level A and AA."""
    only = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    options = {"runOnly": only, "resultTypes": ["violations"]}
    found = Axe().run(page, context=part, options=options).response["violations"]
    return [f"{one['id']} {_where(one)}" for one in found if one["impact"] in GRAVE]


def _where(violation: dict[str, Any]) -> str:
    return "; ".join(str(node["target"]) for node in violation["nodes"][:3])


def test_public_pages_need_no_scripts(face: Face) -> None:
    for url in face.public:
        page = face.stranger(scripts=False)
        assert page.goto(url).status == 200  # type: ignore[union-attr]
        expect(page.locator("main h1")).to_be_visible()
        assert page.locator("main form, main dl, main ul").count(), url
        page.context.close()


def test_public_pages_weigh_little(face: Face) -> None:
    for url in face.public:
        assert _weight(face.stranger(), url, packed=False) <= PUBLIC_MOST, url


def test_official_pages_weigh_little(face: Face) -> None:
    page = face.person("kuaiji")
    state = page.context.storage_state()
    for url in ("/", "/books/", f"/books/{face.book}/", f"/books/{face.book}/vouchers/{face.draft}/"):
        fresh = face.context(storage_state=state)
        assert _weight(fresh.new_page(), url, packed=True) <= OFFICIAL_MOST, url


def _weight(page: Page, url: str, *, packed: bool) -> int:
    sizes: list[int] = []

    def note(body: bytes) -> None:
        sizes.append(len(gzip.compress(body)) if packed else len(body))

    page.on("response", lambda answer: note(answer.body()))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.context.close()
    assert len(sizes) >= 3, "page, style and script"
    return sum(sizes)


def test_the_elder_version_is_remembered(face: Face) -> None:
    page = face.stranger()
    page.goto("/p/")
    before = _type_size(page)
    page.get_by_role("button", name="长辈版").click()
    page.wait_for_load_state()
    page.goto(face.public[1])
    assert _type_size(page) > max(before, 18)
    small = page.locator("main .btn:visible, .tool:visible").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().height < 48).map(one => one.textContent)"
    )
    assert small == []
    assert page.evaluate(OVERFLOW) == 0
    page.get_by_role("button", name="标准版").click()
    page.wait_for_load_state()
    assert _type_size(page) == before
    page.context.close()


def _type_size(page: Page) -> float:
    return float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))


def test_the_english_switch_leaves_no_chinese_of_ours(face: Face) -> None:
    page = face.stranger()
    page.goto("/p/")
    page.get_by_role("button", name="English").first.click()
    page.wait_for_load_state()
    page.goto(face.public[1])
    assert page.locator("html").get_attribute("lang") == "en", "the switch is remembered"
    page.context.close()
    ours = _chinese_words() - _words_of_the_county()
    clients = {name: house.sign_in(name) for name in PEOPLE}
    for client in clients.values():
        client.post("/preferences/", {"language": "en", "next": "/"})
    left: dict[str, list[str]] = {}
    for route, url, name in face.pages:
        said = Said.of(clients[name].get(url).content.decode())
        assert said, route
        if found := sorted(said & ours):
            left[route] = found
    assert not left, left


def _words_of_the_county() -> set[str]:
    """Names that the playbook gives (rolls, kinds of personal data, posts): data, in the county's own words."""
    folder = Path(settings.LIANCUN_PLAYBOOKS_DIR)
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.toml")]
    return {word for text in texts for word in re.findall(r'^name = "([^"]+)"', text, re.MULTILINE)}


class Said(HTMLParser):
    """The texts of a page, but for cells and choices: those hold names and words of the records."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()
        self.within: list[str] = []

    @classmethod
    def of(cls, html: str) -> set[str]:
        reader = cls()
        reader.feed(html)
        return reader.texts

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.within and self.within.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not RECORDED.intersection(self.within):
            self.texts.add(data.strip())


def _chinese_words() -> set[str]:
    """Everything the program says in Chinese that has an English of its own."""
    return {
        entry.msgid
        for path in translations.PACKAGE.rglob(translations.PO)
        for entry in polib.pofile(str(path))
        if CHINESE.search(entry.msgid) and entry.msgstr != entry.msgid
    }


def test_deciding_needs_no_mouse(face: Face) -> None:
    with as_system():
        people = ballots.result(face.ballot).entitled
    page = face.person("zhishu-a")
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.goto(f"/ballots/{face.ballot}/call/")
    _tab_to(page, "main input[type=radio]")
    for _ in range(people):
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
    _tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("main .errors, main .box-refused")).to_have_count(0)
    page.goto(f"/ballots/{face.ballot}/")
    _act(page)
    with as_system():
        tally = ballots.result(face.ballot)
    assert (tally.closed, tally.yes) == (True, people)


def test_posting_needs_no_mouse(face: Face) -> None:
    _take_back_the_payment_file(face)
    page = face.person("fuhe")
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.goto(f"/books/{face.book}/vouchers/{face.draft}/")
    _act(page)
    expect(page.locator("main")).to_contain_text("记字第")


def _take_back_the_payment_file(face: Face) -> None:
    """What waits for the bank's answer is not posted: the file on the stage holds the draft's claim."""
    with as_system():
        accountant = face.world.world.actor("kuaiji")
    with as_actor(accountant):
        treasury.drop_batch(accountant, batch_id=int(str(face.world.things["batch_id"])))


def _act(page: Page) -> None:
    """The one button of a record page, agreed to where it asks once; Tab and Enter only."""
    if page.locator("main .next summary").count():
        _tab_to(page, "main .next summary")
        page.keyboard.press("Enter")
    _tab_to(page, "main .next button[type=submit], main .next a.btn")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    if page.locator("main form[method=post] .buttons").count():
        _tab_to(page, "main .buttons button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_load_state()
    expect(page.locator("main .box-refused")).to_have_count(0)


def _tab_to(page: Page, selector: str, most: int = 200) -> None:
    """What has the focus must be seen to have it."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by the Tab key")
