"""Phones that vote with printed slips over HTTP while the program is killed under them."""

from __future__ import annotations

import http.client
import re
from collections import Counter, deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from urllib.parse import urlencode

from liancun.contexts.ballots.api import IssuedSlip
from tests.faults.processes import HOST, answers

_RECEIPT = re.compile(r'class="fingerprint">([^<]+)<')
DONE, ALREADY = "投好了", "已经投过票"


@dataclass
class Phone:
    """A voter with a slip. Whoever gets no whole answer sends the same slip again: "already voted" is an answer.

    `receipt`: of a secret vote, when its page was seen.
    """

    ballot: int
    slip: IssuedSlip
    choice: str
    acknowledged: bool = False
    tries: int = 0
    receipt: str = ""

    def send(self, port: int) -> int | None:
        """The status of the answer; None when there was none."""
        self.tries += 1
        link = http.client.HTTPConnection(HOST, port, timeout=20)
        body = urlencode({"choice": self.choice, "code": self.slip.code})
        try:
            link.request(
                "POST",
                f"/p/b/{self.slip.token}/",
                body,
                {"Content-Type": "application/x-www-form-urlencoded"},
            )
            answer = link.getresponse()
            page = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            link.close()
        if answer.status == 200:
            assert DONE in page or ALREADY in page
            self.acknowledged = True
            self.receipt = found[1] if (found := _RECEIPT.search(page)) else self.receipt
        return answer.status


@dataclass
class Street:
    """People who vote at the same time, each after the other at their own corner, until all are through."""

    port: int
    phones: Collection[Phone]
    corners: int
    statuses: Counter[int | None] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._waiting = deque(self.phones)
        self._lock, self._stopped = Lock(), Event()
        self._threads = [Thread(target=self._run) for _ in range(self.corners)]

    def begin(self) -> None:
        for thread in self._threads:
            thread.start()

    def is_over(self) -> bool:
        return not any(thread.is_alive() for thread in self._threads)

    def stop(self) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def acknowledged(self) -> list[Phone]:
        return [phone for phone in self.phones if phone.acknowledged]

    def _run(self) -> None:
        while not self._stopped.is_set() and (phone := self._next()) is not None:
            while not phone.acknowledged and not self._stopped.is_set():
                status = phone.send(self.port)
                with self._lock:
                    self.statuses[status] += 1
                if not phone.acknowledged:
                    self._look()

    def _next(self) -> Phone | None:
        with self._lock:
            return self._waiting.popleft() if self._waiting else None

    def _look(self) -> None:
        """People look whether the page is back before they press again."""
        self._stopped.wait(0.3)
        while not self._stopped.is_set() and not answers(self.port):
            self._stopped.wait(0.3)


def said(phones: Iterable[Phone]) -> Counter[str]:
    return Counter(phone.choice for phone in phones)
