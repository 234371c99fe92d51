import ast
import copy
import pickle
import re
from decimal import Decimal
from pathlib import Path

import pytest

from liancun.kernel import errors
from liancun.kernel.errors import (
    Conflict,
    NotAllowed,
    Phrases,
    Place,
    PlaceKind,
    Refusal,
    Refusals,
    Unknown,
    mark,
    refuse_any,
)

KERNEL = Path(errors.__file__).parent
UNBALANCED = Refusal(
    code="ledger.unbalanced",
    sentence="借方 {debit} 与贷方 {credit} 不相等。",
    params={"debit": "62,000.00", "credit": "60,000.00"},
    remedy="请核对分录。",
)
ENGLISH = {
    "借方 {debit} 与贷方 {credit} 不相等。": "Debit {debit} does not equal credit {credit}.",
    "请核对分录。": "Check the lines.",
    "{sentence}{remedy}": "{sentence} {remedy}",
    "{place}：{sentence}": "{place}: {sentence}",
    "第 {row} 行": "row {row}",
}


def english(text: str) -> str:
    return ENGLISH[text]


def test_a_refusal_reads_as_sentence_and_remedy() -> None:
    assert str(UNBALANCED) == "借方 62,000.00 与贷方 60,000.00 不相等。请核对分录。"


def test_a_refusal_speaks_the_language_of_its_reader() -> None:
    assert UNBALANCED.text(english) == "Debit 62,000.00 does not equal credit 60,000.00. Check the lines."


def test_an_amount_is_said_as_the_pages_print_it() -> None:
    refusal = Refusal("tests.amount", "还可使用 {amount} 元。", {"amount": Decimal("-71000.00")})
    assert refusal.text() == "还可使用 -71,000.00 元。"


def test_a_refusal_without_remedy_reads_as_its_sentence() -> None:
    assert str(Refusal("a.b", "不行。")) == "不行。"


def test_a_place_in_a_table_leads_the_text() -> None:
    refusal = Refusal("a.b", mark("请核对分录。"), place=Place("row", row=3))
    assert str(refusal) == "第 3 行：请核对分录。"
    assert refusal.text(english) == "row 3: Check the lines."


def test_a_form_field_does_not_lead_the_text() -> None:
    assert str(Refusal("a.b", "不行。", place=Place("field", field="amount"))) == "不行。"


def test_a_wrong_name_in_a_template_stays_visible() -> None:
    assert str(Refusal("a.b", "{wrong}不行。", {"right": 1})) == "{wrong}不行。"


def test_a_value_with_braces_is_not_read_as_a_template() -> None:
    refusal = Refusal("a.b", "“{value}”不行。", {"value": "{remedy}{0}"}, remedy="请改。")
    assert str(refusal) == "“{remedy}{0}”不行。请改。"


@pytest.mark.parametrize(
    ("kind", "status"), [(Refusal, 400), (NotAllowed, 403), (Unknown, 404), (Conflict, 409)]
)
def test_each_kind_hints_at_its_status(kind: type[Refusal], status: int) -> None:
    assert kind("a.b", "不行。").status == status
    assert kind("a.b", "不行。", status=422).status == 422


@pytest.mark.parametrize("again", [copy.copy, lambda refusal: pickle.loads(pickle.dumps(refusal))])
def test_a_refusal_survives_copying(again: object) -> None:
    assert callable(again)
    refusal = again(NotAllowed("a.b", "{n}", {"n": 1}, Place("row", row=2), "请改。"))
    assert (type(refusal), refusal.status, str(refusal)) == (NotAllowed, 403, "第 2 行：1请改。")


def test_later_changes_of_the_parameters_do_not_reach_a_refusal() -> None:
    params = {"n": 1}
    refusal = Refusal("a.b", "{n}", params)
    params["n"] = 2
    assert str(refusal) == "1"


@pytest.mark.parametrize(
    ("kind", "details", "text"),
    [
        ("field", {"field": "金额"}, "“金额”"),
        ("row", {"row": 3}, "第 3 行"),
        ("row", {"row": 3, "column": "金额"}, "第 3 行“金额”列"),
        ("row", {"row": 3, "field": "金额"}, "第 3 行“金额”"),
        ("row", {"row": 3, "column": "金额", "file": "a.xlsx"}, "文件“a.xlsx”第 3 行“金额”列"),
        ("row", {"row": 3, "file": "a.xlsx"}, "文件“a.xlsx”第 3 行"),
        ("row", {"column": "金额"}, "“金额”列"),
        ("file", {"file": "a.yaml"}, "文件“a.yaml”"),
        ("line", {"file": "a.yaml", "line": 9}, "文件“a.yaml”第 9 行"),
        ("line", {"file": "a.yaml", "line": 9, "key": "days"}, "文件“a.yaml”第 9 行的“days”"),
        ("line", {"line": 9}, "第 9 行"),
        ("line", {"line": 9, "key": "days"}, "第 9 行的“days”"),
        ("key", {"file": "a.yaml", "key": "days"}, "文件“a.yaml”的“days”"),
        ("key", {"key": "days"}, "“days”"),
    ],
)
def test_a_place_reads_as_people_say_it(kind: PlaceKind, details: dict[str, object], text: str) -> None:
    place = Place(kind, **details)  # type: ignore[arg-type]
    assert place.text() == text
    assert place.message[1] == details


def test_a_place_needs_a_detail() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Place("field")


def test_many_faults_are_told_one_a_line() -> None:
    faults = Refusals([Refusal("a.b", "一。"), Refusal("a.c", "二。")])
    assert str(faults) == "一。\n二。"
    assert [fault.code for fault in faults] == ["a.b", "a.c"]
    assert len(faults) == 2


def test_many_faults_share_a_status_or_fall_back() -> None:
    assert Refusals([Conflict("a.b", "一。"), Conflict("a.c", "二。")]).status == 409
    assert Refusals([Conflict("a.b", "一。"), Unknown("a.c", "二。")]).status == 400


def test_no_fault_is_no_refusal() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Refusals([])
    refuse_any([])
    with pytest.raises(Refusals):
        refuse_any([UNBALANCED])


def sources() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(KERNEL.glob("*.py"))]


def marked_texts() -> set[str]:
    calls = [node for text in sources() for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    marked = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "mark"]
    return {ast.literal_eval(call.args[0]) for call in marked}


def english_texts() -> dict[str, str]:
    catalogue = (KERNEL / "locale/en/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    return dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', catalogue, re.MULTILINE))


def test_every_chinese_text_has_its_english_with_the_same_names() -> None:
    english = english_texts()
    assert set(english) == marked_texts()
    for chinese, text in english.items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", chinese)), chinese


def test_the_readme_lists_every_code() -> None:
    readme = (KERNEL / "README.md").read_text(encoding="utf-8")
    codes = {code for text in sources() for code in re.findall(r'(?:code=|_refusal\()"([a-z_.]+)"', text)}
    assert codes == set(re.findall(r"^\| `([a-z_]+\.[a-z_]+)`", readme, re.MULTILINE))


def test_words_inside_a_sentence_are_said_in_the_readers_language() -> None:
    rules = Phrases((("不跨乡镇", {}), ("每组至少 {least} 个村", {"least": 3})))
    found = Refusal("x", "没有可去的：{rules}。", {"rules": rules})
    english = {
        "没有可去的：{rules}。": "Nowhere to go: {rules}.",
        "不跨乡镇": "within one township",
        "每组至少 {least} 个村": "at least {least} villages",
        "；": "; ",
    }
    assert found.text() == "没有可去的：不跨乡镇；每组至少 3 个村。"
    assert found.text(english.__getitem__) == "Nowhere to go: within one township; at least 3 villages."
