"""Electronic invoices (OFD, XML, PDF): what their own text says, and honestly what it does not.

Shapes: the all-electronic invoice of twenty digits (数电票, no code), the older one of a code of ten or twelve digits
and a number of eight. The tax office's seal is not verified here: that is done on its own site.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from xml.etree import ElementTree

from liancun.kernel.errors import Refusal
from liancun.kernel.money import parse_capital, yuan

Format = Literal["ofd", "xml", "pdf"]
FORMATS: tuple[Format, ...] = ("ofd", "xml", "pdf")
_MOST_PART = 5_000_000
_MOST_PAGES = 5

Part = Literal["number", "code", "date", "amount", "seller"]
# Element names of the tax office's forms and of the standard GB/T 36609 inside an OFD, without their namespace.
_NAMES: Mapping[Part, tuple[str, ...]] = {
    "number": ("invoicenumber", "invoiceno", "fphm", "eiid", "发票号码"),
    "code": ("invoicecode", "fpdm", "发票代码"),
    "date": ("issuetime", "issuedate", "kprq", "requesttime", "开票日期"),
    "amount": ("totaltax-includedamount", "taxinclusivetotalamount", "jshj", "价税合计"),
    "seller": ("sellername", "xfmc", "销售方名称"),
}


@dataclass(frozen=True)
class Invoice:
    """What could be read; None or "" where it could not. `amount`: yuan, tax included.

    `doubts`: parts that say two different things and so count as not read.
    """

    format: Format
    number: str = ""
    code: str = ""
    date: date | None = None
    amount: Decimal | None = None
    seller: str = ""
    doubts: tuple[Part, ...] = ()

    @property
    def unread(self) -> tuple[Part, ...]:
        """The parts a person must look up on the paper. A number of twenty digits has no code."""
        told: Mapping[Part, object] = {
            "number": self.number,
            "code": self.code or len(self.number) == 20,
            "date": self.date,
            "amount": self.amount,
            "seller": self.seller,
        }
        return tuple(part for part, value in told.items() if not value)


def identity(number: str, code: str) -> str:
    """What makes an invoice the same one wherever it turns up; "" where too little is known."""
    return f"{code}|{number}" if re.fullmatch(r"\d{8}|\d{20}", number) else ""


def read(content: bytes, format: Format) -> Invoice:
    """Never fails: what cannot be opened gives an invoice of which nothing was read."""
    from pypdf.errors import PyPdfError  # loaded when there is something to read

    try:
        return _READERS[format](content)
    except (
        ElementTree.ParseError,
        zipfile.BadZipFile,
        PyPdfError,
        ValueError,
        KeyError,
        OSError,
        RecursionError,
    ):
        return Invoice(format)


def _tree(content: bytes) -> ElementTree.Element:
    """Entities are never wanted in an invoice and can be made to explode: refused before parsing."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError("an invoice declares no entities")
    return ElementTree.fromstring(content)


def _xml(content: bytes) -> Invoice:
    return _from_pairs("xml", _pairs(_tree(content)))


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _pairs(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """Element name and text; of a CustomData its Name. A seller's or buyer's plain Name is told apart."""
    for node in root.iter():
        text, name = (node.text or "").strip(), _local(node.tag)
        if name in ("Seller", "SellerInfo", "SellerInformation"):
            inner = [(n.text or "").strip() for n in node.iter() if _local(n.tag) in ("Name", "SellerName")]
            yield from (("sellername", found) for found in inner if found)
        if text:
            yield (node.get("Name", "") if name == "CustomData" else name).lower(), text


def _from_pairs(format: Format, pairs: Iterable[tuple[str, str]]) -> Invoice:
    found: dict[str, str] = {}
    for name, text in pairs:
        found.setdefault(name, text)

    def told(part: Part) -> str:
        return next((found[name] for name in _NAMES[part] if name in found), "")

    return Invoice(
        format,
        number=_digits(told("number"), 8, 20),
        code=_digits(told("code"), 10, 12),
        date=_day(told("date")),
        amount=_amount(told("amount")),
        seller=told("seller")[:120],
    )


def _ofd(content: bytes) -> Invoice:
    """The invoice's own data where the OFD carries it; else what stands on the page."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {entry.filename: entry for entry in archive.infolist() if entry.file_size <= _MOST_PART}
        names = sorted(name for name in parts if name.lower().endswith(".xml"))
        best, page = Invoice("ofd"), []
        for name in names:
            tree = _sound(archive.read(name))
            if tree is None:
                continue
            best = _fuller(best, _from_pairs("ofd", _pairs(tree)))
            if name.endswith("Content.xml"):
                page.append(" ".join(n.text or "" for n in tree.iter() if _local(n.tag) == "TextCode"))
    return _fuller(best, from_text("ofd", "\n".join(page)))


def _sound(content: bytes) -> ElementTree.Element | None:
    try:
        return _tree(content)
    except (ElementTree.ParseError, ValueError):
        return None


def _fuller(first: Invoice, second: Invoice) -> Invoice:
    """What the first does not say is taken from the second, unless they speak of two invoices."""
    if first.number and second.number and first.number != second.number:
        return first
    return Invoice(
        first.format,
        first.number or second.number,
        first.code or second.code,
        first.date or second.date,
        first.amount if first.amount is not None else second.amount,
        first.seller or second.seller,
        first.doubts or second.doubts,
    )


def _pdf(content: bytes) -> Invoice:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    texts = [page.extract_text() for page in reader.pages[:_MOST_PAGES]]
    attached = [
        _from_pairs("pdf", _pairs(tree))
        for name, files in reader.attachments.items()
        if name.lower().endswith(".xml")
        for one in files
        if (tree := _sound(one)) is not None
    ]
    read = from_text("pdf", "\n".join(texts))
    for one in attached:
        read = _fuller(one, read)
    return read


_LABELLED = re.compile(r"发\s*票\s*号\s*码\s*[:：]?\s*(\d{20}|\d{8})(?!\d)")
_TWENTY = re.compile(r"(?<!\d)(\d{20})(?!\d)")
_CODE = re.compile(r"发\s*票\s*代\s*码\s*[:：]?\s*(\d{12}|\d{10})(?!\d)")
_DAY = re.compile(
    r"(20\d{2})\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})\s*日?|(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)"
)
_SMALL = re.compile(r"[（(]\s*小\s*写\s*[）)]\s*[¥￥]?\s*(-?[\d,]+\.\d{2})")
_SIGNED = re.compile(r"[¥￥]\s*(-?[\d,]+\.\d{2})")
_CAPITALS = re.compile(r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿圆元角分整正]{3,}")
_SELLER = re.compile(r"名\s*称\s*[:：]\s*([^\s:：]{4,60}?)(?=\s|纳税|统一|地址|$)")


def from_text(format: Format, text: str) -> Invoice:
    """From the words of a page, in whatever order the file keeps them. Figures must agree with the capitals."""
    number = next((m[1] for m in (_LABELLED.search(text), _TWENTY.search(text)) if m), "")
    code, day = _CODE.search(text), _DAY.search(text)
    amount, doubtful = _page_amount(text)
    names = _SELLER.findall(text)
    return Invoice(
        format,
        number=number,
        code=code[1] if code else "",
        date=_day(day[0]) if day else None,
        amount=amount,
        seller=names[1] if len(names) > 1 else "",  # the buyer stands first
        doubts=("amount",) if doubtful else (),
    )


def _page_amount(text: str) -> tuple[Decimal | None, bool]:
    """The total with tax; nothing, and a doubt, where figures and capitals differ."""
    small, capitals = _SMALL.search(text), _in_capitals(text)
    figures = [_amount(m) for m in _SIGNED.findall(text)]
    amount = _amount(small[1]) if small else max((f for f in figures if f is not None), default=None)
    if amount is not None and capitals is not None and amount != capitals:
        return (capitals, False) if capitals in figures else (None, True)
    return (amount if amount is not None else capitals), False


def _in_capitals(text: str) -> Decimal | None:
    for words in _CAPITALS.findall(text):
        try:
            return parse_capital(words)
        except Refusal:
            continue
    return None


def _digits(text: str, *lengths: int) -> str:
    tidy = re.sub(r"\s", "", text)
    return tidy if tidy.isascii() and tidy.isdigit() and len(tidy) in lengths else ""


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _amount(text: str) -> Decimal | None:
    try:
        return yuan(text) if text else None
    except Refusal:
        return None


_READERS = {"xml": _xml, "ofd": _ofd, "pdf": _pdf}
