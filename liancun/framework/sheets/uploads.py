"""Handing in a file and committing it: at once when it is small, as jobs with progress when it is large."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import IO

from liancun.framework import clock, permissions
from liancun.framework.actors import Actor
from liancun.framework.jobs import periodic, progress, task
from liancun.framework.models import JobProgress, SheetUpload
from liancun.framework.scope import entered
from liancun.framework.sheets import keeping, mapping, stages
from liancun.framework.sheets.layouts import Layout, find
from liancun.framework.sheets.reading import fault
from liancun.kernel.errors import Conflict, Place, Refusal, Unknown, mark

MOST_BYTES = 64 * 1024 * 1024
SMALL_BYTES = 256 * 1024
SMALL_ROWS = 2_000
KEPT_DAYS = 7
REMEMBERED_DAYS = 90
WORKING = ("received", "read", "writing")
SETTLED = ("ready", "faulty", "refused")
_EVERY = 2_000


def receive(actor: Actor, layout: Layout, name: str, content: IO[bytes]) -> SheetUpload:
    """Keeps the file and reads it, or leaves that to a job. A file that is in already is found again.

    Refusals: access.not_allowed, sheets.too_large.
    """
    permissions.require(actor, layout.verb, None)
    digest, size = keeping.digest_of(content)
    if size > MOST_BYTES:
        remedy = mark("请按乡镇或村分成几个文件。")
        raise fault("too_large", mark("文件超过 64 MB。"), remedy, name)
    before = _committed(actor, layout, digest)
    if before is not None:
        return before
    upload = _kept(actor, layout, name, content, digest, size)
    if size > SMALL_BYTES:
        read_rows.defer(upload_id=upload.pk)
    else:
        _read(upload, layout, actor)
        if upload.state == "read":
            stages.judge(upload, layout, actor)
    return upload


def _read(upload: SheetUpload, layout: Layout, actor: Actor, tick: stages.Tick = stages.quietly) -> None:
    """With the headings as somebody of the same office explained them, where anyone did."""
    heads: Mapping[str, str] = {}
    if layout.mapped:
        with keeping.open_kept(upload) as content:
            heads = mapping.remembered(layout, actor, upload.name, content)
    stages.read(upload, layout, tick, heads)


def again(actor: Actor, upload: SheetUpload) -> None:
    """Reads and judges a file anew, after its headings were explained or its differing rows settled.

    Refusal: sheets.not_ready where it is being worked on or is in already.
    """
    layout = layout_of(upload)
    permissions.require(actor, layout.verb, None)
    upload = SheetUpload.objects.select_for_update().get(pk=upload.pk)
    if upload.state not in SETTLED:
        raise Conflict("sheets.not_ready", mark("这份文件现在不能改动。"), remedy=mark("请返回重新上传。"))
    upload.state = "received"
    upload.save(update_fields=["state"])
    if upload.size > SMALL_BYTES:
        read_rows.defer(upload_id=upload.pk)
        return
    _read(upload, layout, actor)
    if upload.state == "read":
        stages.judge(upload, layout, actor)


def settle(actor: Actor, upload: SheetUpload, rows: Mapping[int, bool], reason: str) -> None:
    """Row → the file is taken over for `reason`, or (false) the register kept. Refusal: sheets.no_reason."""
    if any(rows.values()) and not reason.strip():
        raise Refusal(
            "sheets.no_reason",
            mark("以文件为准的，请写明原因。"),
            place=Place("field", field="reason"),
            status=422,
        )
    faults, repaired, notes = keeping.remarks(upload)
    before = (notes.get("settled") or {}).get("rows", {})
    told = {str(row): take for row, take in rows.items()}
    notes["settled"] = {"rows": {**before, **told}, "reason": reason.strip()[:200]}
    keeping.keep_remarks(upload, faults, repaired, notes)
    upload.save(update_fields=["remarks"])
    again(actor, upload)


def _kept(actor: Actor, layout: Layout, name: str, content: IO[bytes], digest: str, size: int) -> SheetUpload:
    upload = SheetUpload.objects.create(
        layout=layout.key,
        user_id=actor.user_id or 0,
        name=name[:200],
        digest=digest,
        size=size,
        key=keeping.new_key(),
        received_at=clock.now(),
    )
    keeping.keep_file(upload, content)
    return upload


def at_once(actor: Actor, layout: Layout, name: str, content: IO[bytes]) -> SheetUpload:
    """The whole way of a file of any size within the caller's transaction: kept, read, judged, written.

    For loading with nobody watching: the same stages as a user's file, without the page and the jobs between.
    The state is done, or faulty or refused with the remarks of the check page; the same file again changes nothing.
    """
    permissions.require(actor, layout.verb, None)
    digest, size = keeping.digest_of(content)
    before = _committed(actor, layout, digest)
    if before is not None:
        return before
    upload = _kept(actor, layout, name, content, digest, size)
    _read(upload, layout, actor)
    if upload.state == "read":
        stages.judge(upload, layout, actor)
    if upload.state == "ready":
        stages.write(upload, layout, actor)
    return upload


def _committed(actor: Actor, layout: Layout, digest: str) -> SheetUpload | None:
    found = SheetUpload.objects.filter(
        user_id=actor.user_id or 0, layout=layout.key, digest=digest, state="done"
    )
    return found.order_by("-pk").first()


def commit(actor: Actor, upload: SheetUpload) -> None:
    """Writes the rows, or leaves that to a job. Refusal: sheets.not_ready."""
    layout = layout_of(upload)
    permissions.require(actor, layout.verb, None)
    upload = SheetUpload.objects.select_for_update().get(pk=upload.pk)
    if upload.state == "done":
        return
    if upload.state != "ready":
        raise Conflict(
            "sheets.not_ready",
            mark("这份文件现在不能导入。"),
            remedy=mark("请先改正标出的各处，再重新上传。"),
        )
    if upload.rows <= SMALL_ROWS:
        stages.write(upload, layout, actor)
        return
    upload.state = "writing"
    upload.save(update_fields=["state"])
    write_rows.defer(upload_id=upload.pk)


def discard(actor: Actor, upload: SheetUpload) -> None:
    """Takes the file away with all that was understood of it. Refusal: sheets.being_written."""
    upload = SheetUpload.objects.select_for_update().get(pk=upload.pk)
    if upload.state == "writing":
        raise Conflict(
            "sheets.being_written", mark("这份文件正在写入。"), remedy=mark("请等写完后再看结果。")
        )
    if upload.state != "done":
        upload.delete()


def of_user(actor: Actor, upload_id: int) -> SheetUpload:
    """Unknown for somebody else's."""
    found = SheetUpload.objects.filter(pk=upload_id, user_id=actor.user_id or 0).first()
    if found is None or find(found.layout) is None:
        raise Unknown("sheets.unknown", mark("没有这份文件。"), remedy=mark("请返回重新上传。"))
    return found


def layout_of(upload: SheetUpload) -> Layout:
    layout = find(upload.layout)
    if layout is None:
        raise Unknown("sheets.unknown", mark("没有这份文件。"), remedy=mark("请返回重新上传。"))
    return layout


def latest(actor: Actor, count: int) -> list[SheetUpload]:
    return list(SheetUpload.objects.filter(user_id=actor.user_id or 0).order_by("-pk")[:count])


def progress_of(upload: SheetUpload) -> JobProgress | None:
    return JobProgress.objects.filter(key=_key(upload)).first()


def _key(upload: SheetUpload) -> str:
    return f"sheets.{upload.pk}"


def _watched(upload: SheetUpload, layout: Layout, actor: Actor, words: str) -> tuple[int, stages.Tick]:
    job = progress.begin(_key(upload), layout.name, max(upload.rows, 1), actor)
    told = 0

    def tick(done: int, total: int) -> None:
        nonlocal told
        if done - told >= _EVERY or done >= total:
            told = done
            JobProgress.objects.using(progress.ASIDE).filter(pk=job).update(total=max(total, 1))
            progress.advance(job, done, words)

    return job, tick


def _work(upload_id: int, state: str, words: str, stage: Callable[..., None]) -> SheetUpload | None:
    """One stage under the rights of who handed the file in; None when there is nothing to do any more."""
    upload = SheetUpload.objects.select_for_update().filter(pk=upload_id, state=state).first()
    resolver = permissions.resolver()
    if upload is None or resolver is None:
        return None
    layout = layout_of(upload)
    actor = resolver.identify(upload.user_id)
    with entered(actor):
        job, tick = _watched(upload, layout, actor, words)
        try:
            stage(upload, layout, actor, tick)
        except Exception:
            progress.fail(job, STOPPED)
            raise
    if upload.state not in WORKING:
        progress.finish(job)
    return upload


STOPPED = mark("中途停了，会自动再试；没有写入任何数据。")
READING, JUDGING, WRITING = (
    mark("第 1 步，共 3 步：读文件"),
    mark("第 2 步，共 3 步：核对"),
    mark("第 3 步，共 3 步：写入"),
)


@task(name="sheets.read")
def read_rows(upload_id: int) -> None:
    def stage(upload: SheetUpload, layout: Layout, actor: Actor, tick: stages.Tick) -> None:
        _read(upload, layout, actor, tick)

    upload = _work(upload_id, "received", READING, stage)
    if upload is not None and upload.state == "read":
        judge_rows.defer(upload_id=upload_id)


@task(name="sheets.judge")
def judge_rows(upload_id: int) -> None:
    _work(upload_id, "read", JUDGING, stages.judge)


@task(name="sheets.write")
def write_rows(upload_id: int) -> None:
    _work(upload_id, "writing", WRITING, stages.write)


@periodic(cron="17 3 * * *", name="sheets.forget")
def forget() -> None:
    """Files nobody committed go after a week, memories of committed ones after a quarter."""
    now = clock.now()
    stale = SheetUpload.objects.filter(received_at__lt=now - timedelta(days=KEPT_DAYS))
    stale.exclude(state__in=("done", "writing")).delete()
    SheetUpload.objects.filter(state="done", done_at__lt=now - timedelta(days=REMEMBERED_DAYS)).delete()
