"""A large month of a mirror book comes in behind a bar: the same act as in the page, under the rights of who sent it."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions import mirroring
from liancun.contexts.ledger.actions.mirror_reading import GivenFile
from liancun.framework import jobs, permissions
from liancun.framework.actors import Actor
from liancun.framework.jobs import progress
from liancun.framework.scope import entered
from liancun.framework.sheets import aside
from liancun.kernel.errors import Refusal, Refusals, mark
from liancun.kernel.periods import Month

PURPOSE = "ledger.mirror"
LABEL = mark("导入平台的一个月")
QUEUED = mark("正在排队，很快开始。")
STOPPED = mark("中途停了，会自动再试；没有写入任何数据。")
_STEPS = 100
Files = Mapping[str, GivenFile | None]


def is_large(files: Files) -> bool:
    """Whether these files are read by a job: above what the playbook says a page may wait for."""
    most = playbook.section_of().ledger.platform.at_once_kb * 1024
    return sum(given.size for given in files.values() if given is not None) > most


def queue_month(actor: Actor, *, book_id: int, month: Month, files: Files, recheck: str = "") -> int:
    """Leaves the month to a job and gives the number of its bar. What a page can refuse at once is refused here.

    Refusals: those of `import_mirror` that need no row but the headings.
    """
    vouchers, balances = files.get("vouchers"), files.get("balances")
    mirroring.begin_import(
        actor, book_id=book_id, month=month, vouchers=vouchers, balances=balances, recheck=recheck
    )
    job = progress.begin(f"{PURPOSE}.{book_id}.{month}", str(LABEL), _STEPS, actor)
    progress.advance(job, 0, str(QUEUED))
    kept = {
        sheet: aside.keep(actor, PURPOSE, given.name, given.content).pk if given is not None else 0
        for sheet, given in files.items()
    }
    import_month.defer(book_id=book_id, month=str(month), user_id=actor.user_id or 0, job_id=job, **kept)
    return job


@jobs.task(name="ledger.import_mirror")
def import_month(
    book_id: int, month: str, user_id: int, job_id: int, vouchers: int = 0, balances: int = 0
) -> None:
    """All of it or nothing; a refusal is told on the bar, and the files go."""
    actor = _actor(user_id)
    wanted = Month.parse(month)
    with entered(actor):
        try:
            done = mirroring.import_mirror(
                actor,
                book_id=book_id,
                month=wanted,
                tell=lambda part, words: progress.advance(job_id, part, words),
                vouchers=_given(actor, vouchers),
                balances=_given(actor, balances),
            )
        except (Refusal, Refusals) as refusal:
            progress.fail(job_id, str(refusal))
            aside.forget(actor, (vouchers, balances))
            return
        except Exception:
            progress.fail(job_id, str(STOPPED))
            raise
        aside.forget(actor, (vouchers, balances))
    at = f"{reverse('ledger:mirror_differences', args=[book_id])}?month={wanted}"
    progress.finish(job_id, at, _said(done))


def _said(done: mirroring.Imported) -> str:
    if done.again:
        return "这些文件以前导入过，没有改动。"
    return (
        f"新到 {done.fresh} 张凭证，{done.kept} 张没有变动，红字冲回 {done.gone} 张；等待另一位会计复核入账。"
    )


def _given(actor: Actor, kept: int) -> GivenFile | None:
    return GivenFile(*aside.open_kept(actor, PURPOSE, kept)) if kept else None


def _actor(user_id: int) -> Actor:
    resolver = permissions.resolver()
    return resolver.identify(user_id) if resolver and user_id else Actor.system(PURPOSE)
