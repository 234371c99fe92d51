"""A storm of people who enter and post vouchers over HTTP, and what is compared afterwards."""

from __future__ import annotations

import http.client
import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from threading import Event, Lock, Thread
from urllib.parse import urlencode

from liancun.demo.small import PASSWORD
from tests.faults.processes import HOST, answers

_VOUCHER = re.compile(r"^/books/(\d+)/vouchers/(\d+)/$")


@dataclass(frozen=True)
class Answer:
    status: int
    location: str


class Person:
    """One signed-in person and their cookies; a request that got no whole answer gives None."""

    def __init__(self, port: int, user_name: str) -> None:
        self.port, self.user_name = port, user_name
        self.cookies: dict[str, str] = {}

    def sign_in(self) -> None:
        self.ask("GET", "/sign-in/", {})
        answer = self.ask("POST", "/sign-in/", {"username": self.user_name, "password": PASSWORD})
        assert answer == Answer(302, "/"), f"{self.user_name} could not sign in: {answer}"

    def post(self, path: str, **fields: object) -> Answer | None:
        try:
            return self.ask("POST", path, fields)
        except (OSError, http.client.HTTPException):
            return None

    def ask(self, method: str, path: str, fields: dict[str, object]) -> Answer:
        link = http.client.HTTPConnection(HOST, self.port, timeout=20)
        body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
        headers = {"Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items())}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            link.request(method, path, body if method == "POST" else None, headers)
            answer = link.getresponse()
            answer.read()
        finally:
            link.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.update({name: one.value for name, one in SimpleCookie(line).items()})
        return Answer(answer.status, answer.headers.get("Location") or "")


@dataclass
class Slip:
    """One voucher to enter and to post; its keys make each of the two happen once only."""

    book_id: int
    key: str
    amount: str
    voucher_id: int | None = None
    entered: bool = False
    posted: bool = False

    @property
    def posting_key(self) -> str:
        return f"post-{self.key}"


@dataclass
class Desk:
    """An accountant and a reviewer of the agency at one table."""

    accountant: Person
    reviewer: Person
    day: str
    answers: Counter[int | None] = field(default_factory=Counter)

    def work(self, slip: Slip) -> bool:
        """Enters the slip, then posts it; True when the program has acknowledged the posting."""
        if self.enter(slip):
            self.post(slip)
        return slip.posted

    def enter(self, slip: Slip) -> bool:
        answer = self.accountant.post(
            f"/books/{slip.book_id}/vouchers/new/",
            date=self.day,
            template="rent",
            amount=slip.amount,
            payee="铁岭示范农业公司",
            summary=f"收到承包费 {slip.key}",
            attachments=0,
            key=slip.key,
        )
        found = self._voucher(answer)
        if found is not None:
            slip.voucher_id, slip.entered = found, True
        return found is not None

    def post(self, slip: Slip) -> bool:
        path = f"/books/{slip.book_id}/vouchers/{slip.voucher_id}/"
        answer = self.reviewer.post(f"{path}post/", key=slip.posting_key)
        acknowledged = self._voucher(answer) == slip.voucher_id
        slip.posted = slip.posted or acknowledged
        return acknowledged

    def _voucher(self, answer: Answer | None) -> int | None:
        self.answers[None if answer is None else answer.status] += 1
        told = _VOUCHER.match(answer.location) if answer is not None and answer.status == 302 else None
        return int(told[2]) if told else None


class Storm:
    """Desks that work at the same time until told to stop, or until `most` slips are used up."""

    def __init__(self, desks: Collection[Desk], book_ids: tuple[int, ...], most: int) -> None:
        self.desks, self.slips = desks, list[Slip]()
        self._book_ids, self._most = book_ids, most
        self._stopped, self._lock = Event(), Lock()
        self._threads = [Thread(target=self._run, args=(desk,)) for desk in desks]

    def begin(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def acknowledged(self) -> list[Slip]:
        return [slip for slip in list(self.slips) if slip.posted]

    def unacknowledged(self) -> list[Slip]:
        return [slip for slip in list(self.slips) if not slip.posted]

    def _run(self, desk: Desk) -> None:
        while not self._stopped.is_set() and (slip := self._next()) is not None:
            if not desk.work(slip):
                self._pause(desk)

    def _pause(self, desk: Desk) -> None:
        """People look whether the program is back before they take the next paper."""
        self._stopped.wait(0.3)
        while not self._stopped.is_set() and not answers(desk.reviewer.port):
            self._stopped.wait(0.3)

    def _next(self) -> Slip | None:
        with self._lock:
            number = len(self.slips)
            if number >= self._most:
                return None
            book = self._book_ids[number % len(self._book_ids)]
            slip = Slip(book, f"storm-{number}", f"{100 + number}.{number % 100:02d}")
            self.slips.append(slip)
            return slip


def differences(acknowledged: Iterable[str], found: Iterable[str]) -> list[str]:
    """One sentence for each acknowledged key that is not among the found ones exactly once, and each double."""
    counted, wanted = Counter(found), set(acknowledged)
    lost = [f"{key} is lost" for key in sorted(wanted - set(counted))]
    return lost + [f"{key} is there {times} times" for key, times in sorted(counted.items()) if times > 1]
