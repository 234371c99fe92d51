"""A month of the platform coming into a mirror book: its files, and which column of them is which."""

from __future__ import annotations

import base64
import binascii
import io
import zlib
from collections.abc import Callable, Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.ledger import jobs
from liancun.contexts.ledger.actions import mirroring as acts
from liancun.contexts.ledger.actions.mirror_reading import MOST_BYTES, GivenFile, UnknownColumns
from liancun.contexts.ledger.queries import books, mirrors
from liancun.contexts.ledger.rules import platforms
from liancun.contexts.ledger.web.forms.mirrors import ColumnsForm, MirrorForm
from liancun.contexts.ledger.web.views import shapes
from liancun.contexts.ledger.web.views.mirrors import book_of, crumbs, differences_url
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.sheets import aside
from liancun.framework.web.forms import Form
from liancun.framework.web.parts import Fact
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page
from liancun.kernel.errors import Conflict, Refusal, mark
from liancun.kernel.periods import Month

_SHEETS = ("vouchers", "balances")
# What a page carries along while somebody says which column is which.
_MOST_CARRIED = 1024 * 1024
_KEPT = "kept:"


def _months(book: books.BookLine) -> list[tuple[str, str]]:
    """The months that may still be imported: from the first that is not closed to this one."""
    closed = {m.month for m in books.months(book.id) if m.closed}
    after = max(closed, default=None)
    found, day = [], book.opened_on.replace(day=1)
    while day <= clock.today():
        if after is None or day > after:
            found.append(day)
        day = Month.of(day).next().first
    return shapes.month_choices(found)


def _default_month(book: books.BookLine, months: Sequence[tuple[str, str]]) -> str:
    """The first open month that does not agree with the platform yet, or was never imported."""
    brought = {str(one.month) for one in mirrors.imports(book.id)}
    for key, _label in months:
        if key not in brought or not mirrors.agreement(book.id, Month.parse(key)).agrees:
            return key
    return months[-1][0] if months else ""


@require_http_methods(["GET", "HEAD", "POST"])
def import_mirror(request: HttpRequest, book_id: int) -> HttpResponse:
    book = book_of(request, book_id, "ledger.import_mirror")
    if book.kind != "mirror":
        raise Conflict("ledger.not_mirror", mark("这个账套是主账，记在本系统里，不接收平台的镜像。"))
    if "sheet" in request.POST:
        return _told(request, book)
    months = _months(book)
    sent = request.method == "POST"
    form = MirrorForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        months=months,
        initial={"month": _default_month(book, months)},
    )
    if sent and form.is_valid():
        files = {key: _given(form.cleaned_data[key]) for key in _SHEETS}
        return _taken(request, book, form, form.cleaned_data["month"], files, form.cleaned_data["recheck"])
    return _shown(request, book, form)


def _given(value: object) -> GivenFile | None:
    if not isinstance(value, (list, tuple)) or not value:
        return None
    return GivenFile(str(value[0].name), io.BytesIO(value[0].read()))


def _taken(
    request: HttpRequest,
    book: books.BookLine,
    form: Form,
    month: str,
    files: Mapping[str, GivenFile | None],
    recheck: str = "",
) -> HttpResponse:
    actor = actor_of(request)
    if jobs.is_large(files):
        job = act(
            request,
            form,
            lambda: jobs.queue_month(
                actor, book_id=book.id, month=Month.parse(month), files=files, recheck=recheck
            ),
        )
        if job is not None:
            return redirect("job", job)
        return _refused(request, book, form, month, files)
    done = act(
        request,
        form,
        lambda: acts.import_mirror(
            actor,
            book_id=book.id,
            month=Month.parse(month),
            vouchers=files["vouchers"],
            balances=files["balances"],
            recheck=recheck,
        ),
    )
    if done is not None:
        _say(request, done)
        return redirect(differences_url(book.id, Month.parse(month)))
    return _refused(request, book, form, month, files)


def _refused(
    request: HttpRequest,
    book: books.BookLine,
    form: Form,
    month: str,
    files: Mapping[str, GivenFile | None],
) -> HttpResponse:
    """The form again; where only the columns are unknown, they are asked for."""
    refusal: Refusal | None = getattr(request, "refusal", None)
    if isinstance(refusal, UnknownColumns):
        return _ask(request, book, month, files, refusal)
    return _shown(request, book, form)


def _say(request: HttpRequest, done: acts.Imported) -> None:
    if done.again:
        say(request, happened=_("这些文件以前导入过，没有改动。"))
        return
    say(
        request,
        happened=_("导入完成：新到 %(fresh)d 张凭证，%(kept)d 张没有变动，红字冲回 %(gone)d 张。")
        % {"fresh": done.fresh, "kept": done.kept, "gone": done.gone},
        then=_("等待另一位会计复核入账。"),
    )


def _shown(request: HttpRequest, book: books.BookLine, form: Form) -> HttpResponse:
    context = {
        **_words(book),
        "form": form,
        "submit": _("导入"),
        "rules": [
            _("CSV 和 Excel 都可以，表头不用改；一次一个账套一个月，整份保存或者都不保存。"),
            _("大的文件在后台读，页面显示进度，可以离开。"),
            _("没有结账的月份可以重新导入：没有入账的换掉，已经入账又改动的用红字冲回。"),
            _("第一个月的科目余额表要有期初余额，期初余额由它带入。"),
        ],
        "unkept": True,
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _words(book: books.BookLine) -> dict[str, object]:
    return {
        "title": _("导入平台的一个月"),
        "lead": book.owner_name,
        "crumbs": crumbs(book),
        "cancel_url": reverse("ledger:mirror", args=[book.id]),
    }


def _ask(
    request: HttpRequest,
    book: books.BookLine,
    month: str,
    files: Mapping[str, GivenFile | None],
    refusal: UnknownColumns,
) -> HttpResponse:
    """Shows what the headings say by themselves, to be put right where it is wrong."""
    packs = (
        _packed if sum(given.size for given in files.values() if given) <= _MOST_CARRIED else _kept(request)
    )
    carried = {f"{key}_packed": packs(given) for key, given in files.items()}
    heads = _headings(refusal)
    form = ColumnsForm(
        of=refusal.sheet,
        headings=heads,
        guessed=refusal.found.shape.heads if refusal.found else {},
        samples=refusal.found.sample(refusal.rows) if refusal.found else {},
        initial={
            **carried,
            **{f"{key}_name": given.name if given else "" for key, given in files.items()},
            "month": month,
            "sheet": refusal.sheet,
            "heads": "\n".join(heads),
        },
    )
    return page(request, "pages/step.html", _asking(book, refusal.sheet, form, str(refusal.params["file"])))


def _headings(refusal: UnknownColumns) -> tuple[str, ...]:
    if refusal.found is not None:
        told: Sequence[str] = refusal.found.heads
    else:
        told = max(
            (cells for _number, cells in refusal.rows[:25]), key=lambda c: sum(map(bool, c)), default=()
        )
    return tuple(dict.fromkeys(head.strip() for head in told if head.strip()))[:120]


def _packed(given: GivenFile | None) -> str:
    if given is None:
        return ""
    given.content.seek(0)
    return base64.b64encode(zlib.compress(given.content.read())).decode()


def _kept(request: HttpRequest) -> Callable[[GivenFile | None], str]:
    """Files too large to travel with a page stay here, sealed, and the page carries their number."""
    actor = actor_of(request)

    def keeps(given: GivenFile | None) -> str:
        return f"{_KEPT}{aside.keep(actor, jobs.PURPOSE, given.name, given.content).pk}" if given else ""

    return keeps


def _unpacked(actor: Actor, name: str, packed: str) -> GivenFile | None:
    """The carried file; anything else than what this page packed is an empty file, which is refused as such."""
    if not name:
        return None
    if packed.startswith(_KEPT) and packed[len(_KEPT) :].isdecimal() and len(packed) < 24:
        return GivenFile(*aside.open_kept(actor, jobs.PURPOSE, int(packed[len(_KEPT) :])))
    try:
        unfold = zlib.decompressobj()
        content = unfold.decompress(base64.b64decode(packed, validate=True), MOST_BYTES)
        return GivenFile(name, io.BytesIO(content if not unfold.unconsumed_tail else b""))
    except (binascii.Error, zlib.error, ValueError):
        return GivenFile(name, io.BytesIO(b""))


def _asking(book: books.BookLine, sheet: str, form: Form, file: str) -> dict[str, object]:
    name = _("凭证表") if sheet == "vouchers" else _("科目余额表")
    return {
        **_words(book),
        "title": _("核对列：%(name)s") % {"name": name},
        "known": [Fact(_("文件"), file)],
        "form": form,
        "submit": _("记住并继续"),
        "unkept": True,
        "rules": [
            _("下面是按表头猜的，括号里是这一列的第一个值；不对的请改。"),
            _("核对一次，以后这个平台的文件照此识别。"),
        ],
    }


def _told(request: HttpRequest, book: books.BookLine) -> HttpResponse:
    sheet = request.POST.get("sheet", "")
    heads = tuple(filter(None, request.POST.get("heads", "").splitlines()))[:120]
    if sheet not in platforms.ROLES:
        return redirect("ledger:import_mirror", book.id)
    form = ColumnsForm(request.POST, of=sheet, headings=heads, guessed={}, samples={})
    actor = actor_of(request)
    if form.is_valid():
        told = form.cleaned_data
        files = {key: _unpacked(actor, told[f"{key}_name"], told[f"{key}_packed"]) for key in _SHEETS}

        def remembered() -> bool:
            acts.remember_mirror_columns(actor, book_id=book.id, sheet=sheet, heads=form.shape(sheet))
            return True

        if act(request, form, remembered):
            return _taken(request, book, form, told["month"], files)
    file = request.POST.get(f"{sheet}_name", "")
    return page(request, "pages/step.html", _asking(book, sheet, form, file), status=422)
