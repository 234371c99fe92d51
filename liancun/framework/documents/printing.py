"""From data to a file: PDF by typst, Word by docxtpl. No text of the data is ever read as markup.

Both are large and are loaded when a paper is printed.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pylopdf_fonts_zh_cn
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils import translation

from liancun.framework.documents.forms import SUFFIX, Form, Kind, known, template
from liancun.kernel.errors import Place, Refusal, mark

if TYPE_CHECKING:
    import typst

Told = Mapping[str, Any]
_KINDS: Mapping[str, Kind] = {"pdf": "pdf", "docx": "docx"}
TYPES: Mapping[Kind, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def printed(key: str, kind: Kind, told: Told) -> bytes:
    """The paper of a declared form. Refusals: documents.unknown, documents.no_template, documents.template."""
    form = known(key)
    return from_template(form, template(form, kind), told)


def from_template(form: Form, path: Path, told: Told) -> bytes:
    """What this template makes of the data. Refusal: documents.template, with the file and the reason."""
    import typst
    from jinja2 import TemplateError

    try:
        return _pdf(path, told) if path.suffix == SUFFIX["pdf"] else _docx(path, told)
    except (typst.TypstError, TemplateError, TypeError, ValueError) as error:
        name = path.relative_to(Path(settings.LIANCUN_PLAYBOOKS_DIR)).as_posix()
        raise Refusal(
            "documents.template",
            mark("文书“{form}”的模板不能使用：{reason}"),
            {"form": form.name, "reason": (str(error).strip().splitlines() or [""])[0][:200]},
            Place("file", file=name),
            mark("请更正模板，或者删去本县的模板改用通用模板。"),
        ) from error


def wanted(request: HttpRequest) -> Kind | None:
    """The form of file the address asks for by `?as=`; None: the page itself."""
    return _KINDS.get(request.GET.get("as", ""))


def print_paper(key: str, kind: Kind, tell: Callable[[], Told], name: str) -> HttpResponseBase:
    """The paper as an answer that the browser keeps under `name`.

    Papers are in the language of the law: `tell` is asked in Chinese whatever the page speaks.
    """
    with translation.override("zh-hans"):
        content = io.BytesIO(printed(key, kind, tell()))
    whole = f"{name}.{kind}".replace("/", "-")
    return FileResponse(content, as_attachment=True, filename=whole, content_type=TYPES[kind])


def _pdf(path: Path, told: Told) -> bytes:
    import typst

    inputs = {"told": json.dumps(told, ensure_ascii=False, default=str)}
    root = str(Path(settings.LIANCUN_PLAYBOOKS_DIR).resolve())
    return bytes(typst.compile(str(path.resolve()), root=root, font_paths=_fonts(), sys_inputs=inputs) or b"")


@cache
def _fonts() -> typst.Fonts:
    """Looked for once: finding them takes longer than setting a page."""
    import typst

    folder = Path(pylopdf_fonts_zh_cn.__file__).parent
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])


def _docx(path: Path, told: Told) -> bytes:
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    made = DocxTemplate(str(path))
    # A template is written by a county's own office, yet it must not reach into the program.
    made.render(
        dict(told),
        jinja_env=SandboxedEnvironment(autoescape=True, undefined=StrictUndefined),
        autoescape=True,
    )
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()
