"""What may be kept, judged by the content alone: the name and the browser's claim count for nothing."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

from liancun.kernel.errors import Place, Refusal, mark

KINDS = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd",
    "xml": "application/xml",
    "txt": "text/plain; charset=utf-8",
}
ENDINGS = {"jpeg": "jpg"}
PICTURES = ("jpeg", "png")
MOST_PIXELS = 50_000_000


@dataclass(frozen=True)
class ArchiveLimits:
    """Against archives that unpack to far more than they weigh."""

    entries: int = 2_000
    total: int = 200_000_000
    ratio: int = 200


LIMITS = ArchiveLimits()
_ARCHIVES = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "OFD.xml": "ofd"}
_DANGEROUS = ("vbaproject", "activex", "oleobject")
# What would make a browser or a parser do more than read.
_NO_RECORD = (
    b"<!DOCTYPE",
    b"<!ENTITY",
    b"<?xml-stylesheet",
    b"www.w3.org/1999/xhtml",
    b"www.w3.org/2000/svg",
)
_PROGRAMS = (".exe", ".dll", ".js", ".vbs", ".bat", ".cmd")


def refuse_size(name: str, size: int, limit_mb: int) -> None:
    """Refusals: evidence.empty, evidence.too_big."""
    if size == 0:
        raise _refusal("empty", mark("文件“{file}”是空的。"), mark("请重新选择文件。"), name)
    if size > limit_mb * 1_000_000:
        remedy = mark("请压缩或分成几个文件，每个不超过 {limit} MB。")
        raise _refusal("too_big", mark("文件“{file}”太大。"), remedy, name, limit=limit_mb)


def kind_of(content: bytes, name: str) -> str:
    """One of KINDS by its first bytes. Refusals: evidence.kind, evidence.archive, evidence.macros."""
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return _archive_kind(content, name)
    if _is_record(content):
        return "xml"
    if _is_text(content):
        return "txt"
    raise _wrong_kind(name)


def _is_record(content: bytes) -> bool:
    """XML that only carries data (an electronic invoice): nothing declared, styled or drawn by a browser."""
    head = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith(b"<?xml") or any(sign in content for sign in _NO_RECORD):
        return False
    try:
        ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        return False
    return True


def _is_text(content: bytes) -> bool:
    """UTF-8 without control signs, and nothing a browser would take for a page."""
    if b"\x00" in content or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return False
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(sign.isprintable() or sign in "\t\r\n\ufeff" for sign in text)


def _archive_kind(content: bytes, name: str, limits: ArchiveLimits = LIMITS) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, struct.error, NotImplementedError, ValueError) as error:
        raise broken(name) from error
    _refuse_bomb(entries, len(content), limits, name)
    names = {entry.filename for entry in entries}
    if any(_is_dangerous(entry.lower()) for entry in names):
        raise _refusal(
            "macros", mark("文件“{file}”含有宏或嵌入的程序。"), mark("请另存为不含宏的文档再上传。"), name
        )
    kind = next((kind for entry, kind in _ARCHIVES.items() if entry in names), None)
    if kind is None:
        raise _wrong_kind(name)
    return kind


def _is_dangerous(entry: str) -> bool:
    return entry.endswith(_PROGRAMS) or any(sign in entry for sign in _DANGEROUS)


def _refuse_bomb(entries: list[zipfile.ZipInfo], packed: int, limits: ArchiveLimits, name: str) -> None:
    total = sum(entry.file_size for entry in entries)
    sound = all(not entry.flag_bits & 1 and ".." not in entry.filename.split("/") for entry in entries)
    within = len(entries) <= limits.entries and total <= limits.total and total <= limits.ratio * packed
    if not sound or not within:
        raise _refusal(
            "archive",
            mark("文件“{file}”加了密，或解开后过大。"),
            mark("请去掉密码，或另存为普通文档再上传。"),
            name,
        )


def refuse_picture(name: str, width: int, height: int) -> None:
    """Refusal: evidence.pixels."""
    if width * height > MOST_PIXELS:
        raise _refusal(
            "pixels", mark("照片“{file}”的像素太多。"), mark("请用普通尺寸重新拍摄或缩小后上传。"), name
        )


def tidy_name(name: str, kind: str) -> str:
    """The last part of the name without control signs, ending as its content says."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in last if sign.isprintable()).strip(". ") or "file"
    ending = ENDINGS.get(kind, kind)
    stem = shown.rsplit(".", 1)[0] if "." in shown else shown
    return f"{stem[:150]}.{ending}"


def _wrong_kind(name: str) -> Refusal:
    remedy = mark("可以上传 JPG、PNG 照片，PDF、OFD、XML 发票、Word（docx）、Excel（xlsx）和纯文本文件。")
    return _refusal("kind", mark("文件“{file}”的类型不能上传。"), remedy, name)


def broken(name: str) -> Refusal:
    return _refusal("broken", mark("文件“{file}”已损坏，打不开。"), mark("请重新导出或拍摄后上传。"), name)


def _refusal(code: str, sentence: str, remedy: str, name: str, **params: object) -> Refusal:
    return Refusal(
        f"evidence.{code}",
        sentence,
        {"file": name[:80], **params},
        place=Place("field", field="files"),
        remedy=remedy,
        status=413 if code == "too_big" else 422,
    )
