"""Something of others asked in a process of its own: stopped after so much CPU or memory, and its crash is its own."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

# Of the processor, and of memory beyond what the asking process has.
SECONDS, GIGABYTES = 60.0, 6.0


@dataclass(frozen=True)
class Answer:
    """What was given with its CPU seconds, or why there is nothing; `slow`: stopped at the limit of time or memory."""

    given: Any = None
    seconds: float = 0.0
    why: str = ""
    slow: bool = False


def asked(prepare: Callable[[], Callable[[], Any]], *, times: int = 1, seconds: float = SECONDS) -> Answer:
    """The least CPU seconds of up to `times` calls of what `prepare` gives; preparing counts for nothing.

    Raises ImportError where `prepare` does.
    """
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_inside, args=(theirs, prepare, times, seconds))
    child.start()
    theirs.close()
    try:
        answer = ours.recv() if ours.poll(6 * seconds + 120) else _late(child.pid, seconds)
    except EOFError:
        child.join()
        answer = _died(child.exitcode or 0, seconds)
    child.join()
    if isinstance(answer, ImportError):
        raise answer
    return answer


def _inside(pipe: Connection, prepare: Callable[[], Callable[[], Any]], times: int, seconds: float) -> None:
    """In the child: limits, then best of the calls; every fault becomes an answer."""
    try:
        act = prepare()
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        room = pages * os.sysconf("SC_PAGE_SIZE") + int(GIGABYTES * 2**30)
        resource.setrlimit(resource.RLIMIT_AS, (room, room))
        used = resource.getrusage(resource.RUSAGE_SELF)
        end = int(used.ru_utime + used.ru_stime + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (end, end + 5))
        pipe.send(_best(act, times))
    except ImportError as fault:
        pipe.send(ImportError(str(fault)))
    except MemoryError:
        pipe.send(Answer(why=f"needs more than {GIGABYTES:g} GB", slow=True))
    except Exception as fault:  # a tool that breaks down is named, and the others go on
        pipe.send(Answer(why=f"{type(fault).__name__} {str(fault)[:80]}"))
    finally:
        pipe.close()
        os._exit(0)


def _best(act: Callable[[], Any], times: int) -> Answer:
    least, given = float("inf"), None
    for _ in range(times):
        begun = time.process_time()
        given = act()
        least = min(least, time.process_time() - begun)
        if least > 5.0:
            break
    return Answer(given, least)


def _late(pid: int | None, seconds: float) -> Answer:
    if pid:
        os.kill(pid, signal.SIGKILL)
    return Answer(why=f"> {6 * seconds + 120:.0f} s on the clock", slow=True)


def _died(code: int, seconds: float) -> Answer:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return Answer(why=f"> {seconds:.0f} s", slow=True)
    if code == -signal.SIGABRT:  # how C++ says that there is no memory
        return Answer(why=f"needs more than {GIGABYTES:g} GB, or gave up", slow=True)
    return Answer(why=f"ended by signal {-code}", slow=True)
