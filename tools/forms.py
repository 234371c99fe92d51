"""Writes the common Word templates: `python -m tools.forms`. A county edits its own copies in Word, not this file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "playbooks" / "common" / "forms"
BODY, TITLE, HEAVY = "仿宋_GB2312", "方正小标宋简体", "黑体"
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
Row = Sequence[str]


def main() -> None:
    for name, write in _WRITERS.items():
        doc = Document()
        write(doc)
        _neutral(doc)
        doc.save(str(FOLDER / f"{name}.docx"))


def _neutral(doc: Doc) -> None:
    """The same bytes whoever writes the template, whenever."""
    kept = doc.core_properties
    kept.author, kept.title, kept.comments = "", "", ""


def _official(doc: Doc) -> None:
    """GB/T 9704-2012: type area 156 × 225 mm, 22 lines of 28 characters, body 3号 (16 pt)."""
    _page(doc, top=37, bottom=35, left=28, right=26)
    _style(doc, BODY, 16)
    form = doc.styles["Normal"].paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28.95)
    form.space_after = Pt(0)


def _sheet(doc: Doc) -> None:
    _page(doc, top=20, bottom=18, left=20, right=20)
    _style(doc, BODY, 12)
    doc.styles["Normal"].paragraph_format.space_after = Pt(0)


def _page(doc: Doc, *, top: int, bottom: int, left: int, right: int) -> None:
    page = doc.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(top), Mm(bottom)
    page.left_margin, page.right_margin = Mm(left), Mm(right)


def _style(doc: Doc, font: str, size: int) -> None:
    style = doc.styles["Normal"]
    style.font.name, style.font.size = font, Pt(size)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _say(
    doc: Doc, words: str, *, font: str = "", size: float = 0, align: WD_ALIGN_PARAGRAPH | None = None,
    indent: bool = True,
) -> Paragraph:  # fmt: skip
    paragraph = doc.add_paragraph()
    run = paragraph.add_run(words)
    if font:
        run.font.name = font
        run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if size:
        run.font.size = Pt(size)
    if align is not None:
        paragraph.alignment = align
    elif indent:
        paragraph.paragraph_format.first_line_indent = Pt(32)
    return paragraph


def _title(doc: Doc, words: str, size: float = 22) -> None:
    _say(doc, words, font=TITLE, size=size, align=CENTRE)


def _tag(doc: Doc, words: str) -> None:
    """A loop or condition of the template: its paragraph vanishes from the paper."""
    _say(doc, words, indent=False)


def _each(doc: Doc, loop: str, *lines: str) -> None:
    _tag(doc, f"{{%p for {loop} %}}")
    for line in lines:
        _say(doc, line)
    _tag(doc, "{%p endfor %}")


def _table(doc: Doc, rows: Sequence[Row]) -> Table:
    table: Table = doc.add_table(rows=0, cols=max(len(row) for row in rows))
    table.style = "Table Grid"
    for row in rows:
        cells = table.add_row().cells  # type: ignore[no-untyped-call]
        for cell, words in zip(cells, row, strict=False):
            cell.text = words
        if len(row) < len(cells):
            cells[len(row) - 1].merge(cells[-1])
    return table


def _listed(doc: Doc, head: Row, loop: str, row: Row) -> None:
    """A table of one heading and one row for each thing of the loop."""
    blank = [""] * (len(head) - 1)
    _table(doc, (head, [f"{{%tr for {loop} %}}", *blank], row, ["{%tr endfor %}", *blank]))


def _signed(doc: Doc) -> None:
    _say(doc, "", indent=False)
    _say(doc, "（盖章处）", size=10, align=RIGHT)
    _say(doc, "{{ office }}", align=RIGHT)
    _say(doc, "{{ day }}", align=RIGHT)


def _meeting_notice(doc: Doc) -> None:
    _official(doc)
    _title(doc, "{{ title }}")
    _say(doc, "{{ to }}：", indent=False)
    _say(doc, "定于{{ starts }}，在{{ place }}召开{{ kind }}。现将有关事项通知如下：")
    _say(doc, "一、议题", font=HEAVY)
    _each(
        doc,
        "item in agenda",
        "{{ item.number }}．{{ item.title }}{% if item.presenter %}（{{ item.presenter }}）{% endif %}",
    )
    _say(doc, "二、应到会人员", font=HEAVY)
    _say(doc, "应到 {{ entitled }} 人。{{ rule }}")
    _tag(doc, "{%p if remarks %}")
    _say(doc, "三、注意事项", font=HEAVY)
    _tag(doc, "{%p endif %}")
    _each(doc, "one in remarks", "{{ one }}")
    _tag(doc, "{%p if papers %}")
    _say(doc, "附件：{{ papers|join('；') }}")
    _tag(doc, "{%p endif %}")
    _signed(doc)


def _sign_in(doc: Doc) -> None:
    _sheet(doc)
    _title(doc, "{{ title }}", 18)
    _say(doc, "时间：{{ starts }}　　地点：{{ place }}", indent=False)
    _listed(
        doc,
        ("序号", "姓名", "签名"),
        "one in people",
        ("{{ one.number }}", "{{ one.name }}", "{{ one.mark }}"),
    )
    _say(
        doc, "应到 {{ entitled }} 人　　实到　　　　人　　其中委托　　　　人　　线上　　　　人", indent=False
    )
    _say(doc, "{{ rule }}", indent=False)
    _say(doc, "主持人（签名）：　　　　　　　　　　记录人（签名）：", indent=False)


def _minutes(doc: Doc) -> None:
    _sheet(doc)
    _title(doc, "{{ title }}", 18)
    _table(doc, (
        ("会议名称", "{{ kind }}", "召开单位", "{{ office }}"),
        ("时间", "{{ starts }}", "地点", "{{ place }}"),
        ("主持人", "{{ chair }}", "记录人", "{{ recorder }}"),
        ("应到", "{{ entitled }} 人", "实到", "{{ present }} 人{{ presence }}"),
        ("缺席", "{{ away }}"),
    ))  # fmt: skip
    _say(doc, "议题和意见", font=HEAVY, indent=False)
    _tag(doc, "{%p for item in agenda %}")
    _say(doc, "{{ item.number }}．{{ item.title }}", font=HEAVY, indent=False)
    _each(doc, "said in item.speakers", "{{ said.name }}：{{ said.text }}")
    _tag(doc, "{%p if item.resolution %}")
    _say(doc, "议定：{{ item.resolution }}")
    _tag(doc, "{%p endif %}")
    _tag(doc, "{%p endfor %}")
    _each(doc, "one in text.split('\\n')", "{{ one }}")
    _tag(doc, "{%p if follow_ups %}")
    _say(doc, "会后事项", font=HEAVY, indent=False)
    _listed(
        doc,
        ("事项", "责任人", "期限", "状态"),
        "f in follow_ups",
        ("{{ f.text }}", "{{ f.owner }}", "{{ f.due }}", "{{ f.state }}"),
    )
    _tag(doc, "{%p endif %}")
    _say(doc, "主持人（签名）：　　　　　　　　　　记录人（签名）：", indent=False)
    _say(doc, "{{ confirmed }}", indent=False)


def _resolution(doc: Doc) -> None:
    _official(doc)
    _tag(doc, "{%p if authorised %}")
    head = _say(doc, "{{ office }}", font=TITLE, size=30, align=CENTRE)
    head.runs[0].font.color.rgb = RGBColor(0xC8, 0x10, 0x2E)
    _say(doc, "{{ number }}", align=CENTRE)
    _tag(doc, "{%p else %}")
    _say(doc, "编号：{{ number }}", size=14, align=RIGHT)
    _tag(doc, "{%p endif %}")
    _title(doc, "{{ title }}")
    _each(doc, "one in text", "{{ one }}")
    _say(doc, "表决情况", font=HEAVY)
    _say(doc, "{{ votes }}")
    _tag(doc, "{%p if article %}")
    _say(doc, "依据：{{ article }}。")
    _tag(doc, "{%p endif %}")
    _tag(doc, "{%p if bodies %}")
    _say(doc, "对各单位的效力", font=HEAVY)
    _listed(
        doc, ("单位", "状态", "说明"), "b in bodies", ("{{ b.name }}", "{{ b.standing }}", "{{ b.words }}")
    )
    _say(doc, "本决议不代替任何一个村自己的决定；村按自己的程序作出决定、公开期满后，才对本村生效。")
    _tag(doc, "{%p endif %}")
    _signed(doc)


def _registration(doc: Doc) -> None:
    _sheet(doc)
    _tag(doc, "{%p for one in sheets %}")
    _title(doc, "村级重大事务“四议两公开”决策实施登记表", 17)
    doc.paragraphs[-1].paragraph_format.page_break_before = True
    _say(doc, "（{{ loop.index }}）{{ one.name }}", size=13, align=CENTRE)
    _say(doc, "{{ village }}　　　　登记编号：{{ number }}", indent=False)
    _table(doc, (
        ("动议事由", "{% for r in reasons %}{{ '☑' if r.on else '☐' }} {{ r.name }}　　{% endfor %}"),
        ("事项", "{{ title }}"),
        ("时间", "{{ one.held }}", "地点", "{{ one.place }}"),
        ("参会人员", "{{ one.people }}"),
        ("内容", "{{ one.content|join('\\n') }}"),
        ("结果", "{{ one.result }}"),
        ("依据", "{{ one.article }}"),
        ("{{ '监督意见' if loop.index > 4 else '参会人员签名' }}", "\n\n"),
    ))  # fmt: skip
    _say(doc, "记录人（签名）：　　　　　　村党组织（盖章处）　　{{ day }}", indent=False)
    _tag(doc, "{%p endfor %}")


def _notice(doc: Doc) -> None:
    _official(doc)
    _title(doc, "{{ title }}")
    _tag(doc, "{%p for part in sections %}")
    _tag(doc, "{%p if part.heading %}")
    _say(doc, "{{ part.heading }}", font=HEAVY)
    _tag(doc, "{%p endif %}")
    _each(
        doc,
        "one in part.lines",
        "{{ one.label }}：{{ one.value }}{% if one.article %}（{{ one.article }}）{% endif %}",
    )
    _tag(doc, "{%p for t in part.tables %}")
    _say(doc, "{{ t.caption }}", align=CENTRE)
    _each(doc, "row in [t.columns] + t.rows", "{{ row|join('　') }}")
    _tag(doc, "{%p endfor %}")
    _tag(doc, "{%p endfor %}")
    _say(doc, "{{ window }}")
    _tag(doc, "{%p if objecting %}")
    _say(doc, "{{ objecting }}")
    _tag(doc, "{%p endif %}")
    _signed(doc)


def _objection_answer(doc: Doc) -> None:
    _official(doc)
    _title(doc, "关于第 {{ number }} 号异议的答复")
    _say(doc, "提出异议的群众：", indent=False)
    _say(doc, "您于{{ received }}对《{{ notice }}》提出的异议收悉。经核实，现答复如下：")
    _each(doc, "one in answer.split('\\n')", "{{ one }}")
    _say(doc, "{{ appeal }}")
    _signed(doc)


def _ballot_paper(doc: Doc) -> None:
    _sheet(doc)
    _title(doc, "表决票", 18)
    _say(doc, "{{ office }}", align=CENTRE)
    _say(doc, "{{ question }}", size=14, indent=False)
    _each(doc, "option in options", "□　{{ option }}")
    _say(doc, "{{ how }}", size=10, indent=False)
    _say(doc, "{{ serial }}　　　　（盖章处）", size=10, align=RIGHT)


def _count_sheet(doc: Doc) -> None:
    _sheet(doc)
    _title(doc, "计票表", 20)
    _table(doc, (
        ("单位", "{{ office }}", "表决方式", "{{ method }}"),
        ("表决事项", "{{ question }}"),
        ("名册人数", "{{ entitled }}", "实到人数", "{{ present }}"),
        ("发出票数", "", "收回票数", ""),
    ))  # fmt: skip
    _say(doc, "", indent=False)
    _listed(doc, ("选项", "画“正”字计票", "合计"), "o in options", ("{{ o.name }}", "\n", "{{ o.count }}"))
    _say(doc, "无效票：　　　　张", indent=False)
    _say(doc, "{{ rule }}", indent=False)
    _say(doc, "唱票人（签名）：　　　　　计票人（签名）：　　　　　监票人（签名）：", indent=False)
    _say(doc, "{{ day }}", align=RIGHT)


_WRITERS: dict[str, Callable[[Doc], None]] = {
    "meeting-notice": _meeting_notice,
    "sign-in": _sign_in,
    "minutes": _minutes,
    "resolution": _resolution,
    "registration": _registration,
    "notice": _notice,
    "objection-answer": _objection_answer,
    "ballot-paper": _ballot_paper,
    "count-sheet": _count_sheet,
}

if __name__ == "__main__":
    main()
