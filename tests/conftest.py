"""The program as people meet it: a real server, a real browser, a context of its own for each person."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from liancun.demo.small import PASSWORD
from liancun.demo.world import World
from liancun.framework import clock

# The shell has no windows to draw: the same pages for half the work.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 375, "height": 812}


SESSION = timedelta(minutes=20)


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """The program writes its own log."""


@contextmanager
def served() -> Iterator[str]:
    """The address of the program, served from this process (so that the test's clock is the program's)."""
    from liancun.project.wsgi import application

    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def live(cloned_world: World) -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # The driver runs an event loop in this thread; Django would otherwise refuse the test's own queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, BROWSERS))), args=FLAGS
        )
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass
class Stage:
    """Everyone who opens the program in one test; remembers every host that was asked."""

    browser: Browser
    address: str
    shots: Path | None
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    signed_in_at: dict[str, datetime] = field(default_factory=dict)
    hosts: set[str] = field(default_factory=set)

    def person(self, user_name: str, *, phone: bool = False) -> Page:
        """A new tab of this person, signed in again when the program's clock has moved past a session."""
        begun = self.signed_in_at.get(user_name)
        if begun is None or clock.now() - begun > SESSION:
            if user_name not in self.contexts:
                self.contexts[user_name] = self._context(phone=phone)
            self._sign_in(user_name)
            self.signed_in_at[user_name] = clock.now()
        return self.contexts[user_name].new_page()

    def stranger(self, *, phone: bool = True, scripts: bool = True) -> Page:
        context = self._context(phone=phone, scripts=scripts)
        self.contexts[f"stranger{len(self.contexts)}"] = context
        return context.new_page()

    def look(self, page: Page, name: str) -> None:
        """Keeps a picture when LIANCUN_SHOTS names a folder."""
        if self.shots is not None:
            page.screenshot(path=self.shots / f"{name}.png", full_page=True)

    def _context(self, *, phone: bool = False, scripts: bool = True) -> BrowserContext:
        context = self.browser.new_context(
            viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
            locale="zh-CN",
            base_url=self.address,
            java_script_enabled=scripts,
        )
        context.on("request", self._note)
        return context

    def _note(self, request: Request) -> None:
        self.hosts.add(urlsplit(request.url).netloc)

    def _sign_in(self, user_name: str) -> None:
        """Without the two pages of the form, which the face signs in by."""
        client = Client()
        answer = client.post("/sign-in/", {"username": user_name, "password": PASSWORD})
        assert answer.status_code == 302, user_name
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.contexts[user_name].add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": session,
                    "url": self.address,
                    "httpOnly": True,
                }
            ]
        )


@pytest.fixture
def stage(browser: Browser, live: str) -> Iterator[Stage]:
    folder = os.environ.get("LIANCUN_SHOTS")
    made = Stage(browser, live, Path(folder) if folder else None)
    yield made
    for context in made.contexts.values():
        context.close()
    assert made.hosts <= {urlsplit(live).netloc}, f"other hosts were asked: {made.hosts}"


def fill(page: Page, **values: object) -> None:
    """Fills a step form by the names of its fields; texts, choices, radio buttons."""
    for name, value in values.items():
        found = page.locator(f"main [name='{name}']")
        kind = found.first.evaluate("node => node.tagName + '/' + (node.type || '')")
        if kind == "SELECT/select-one":
            found.select_option(str(value))
        elif kind == "INPUT/radio":
            page.locator(f"main [name='{name}'][value='{value}']").check()
        else:
            found.fill(str(value))


def send(page: Page, **values: object) -> None:
    """Fills and sends the one form of a step page; stops where the program refused."""
    fill(page, **values)
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_load_state()
    complaint = page.locator("main .errors, main .refusal, main .box-refused")
    assert complaint.count() == 0, complaint.first.inner_text()
