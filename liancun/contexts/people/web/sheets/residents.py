"""The sheet of persons: one row a person, rows of one household together, with the roll somebody stands on."""

from __future__ import annotations

from collections.abc import Mapping

from liancun.contexts.people import playbook, rules
from liancun.contexts.people.models import Relation
from liancun.contexts.people.models.persons import Sex
from liancun.contexts.people.web.sheets.desk import ResidentDesk
from liancun.framework.sheets import Column, Layout
from liancun.kernel import codes
from liancun.kernel.errors import mark

MOST = 400_000


def _sexes() -> Mapping[str, str]:
    return {"male": "男", "female": "女"}


_RELATIONS = {
    "head": "户主",
    "spouse": "配偶",
    "child": "子女",
    "child_in_law": "儿媳或女婿",
    "grandchild": "孙子女或外孙子女",
    "parent": "父母",
    "grandparent": "祖父母或外祖父母",
    "sibling": "兄弟姐妹",
    "other": "其他",
}
assert set(_RELATIONS) == set(Relation.values)
assert set(_sexes()) == set(Sex.values)


def _relations() -> Mapping[str, str]:
    return _RELATIONS


def _rolls() -> Mapping[str, str]:
    """Rolls that are kept by entries; those made from households follow by themselves."""
    return {code: kind.name for code, kind in playbook.roll_kinds().items() if kind.source == "entries"}


def _ethnicities() -> Mapping[str, str]:
    return {name: name for name in rules.ETHNICITIES}


_HOME, _PERSON, _HOUSE, _ROLL = mark("住处"), mark("本人"), mark("户内"), mark("名册")
RESIDENTS = Layout(
    key="people.residents",
    name=mark("人员、户和名册"),
    verb="people.add_person",
    lead=mark("一行一个人。身份证号、电话加密保存，页面上只显示遮盖后的号码。"),
    notes=(
        mark("同一户的几行写在一起，每户有且只有一名户主。"),
        mark("有身份证号的，性别和出生日期可以不填。"),
        mark("名册启用以前可以在这里列入；启用以后请用变更申请。"),
    ),
    columns=(
        Column(
            "home",
            mark("村（社区）"),
            required=True,
            place=True,
            example="蔡牛镇新台子村",
            group=_HOME,
            help=mark("全称或 12 位代码；有重名时在前面加上乡镇名称。"),
        ),
        Column(
            "household",
            mark("户号"),
            "code",
            example="0012",
            most=20,
            group=_HOME,
            help=mark("本村自己的户编号，不填就不登记到户。"),
        ),
        Column("address", mark("住址"), example="二组 15 号", most=120, personal="text", group=_HOME),
        Column(
            "name", mark("姓名"), required=True, example="张小明", most=60, personal="name", group=_PERSON
        ),
        Column(
            "identity_number",
            mark("身份证号"),
            "code",
            check=codes.check_identity_number,
            example="11010519491231002X",
            personal="identity",
            width=24,
            group=_PERSON,
            help=mark("18 位，按文本填写。"),
        ),
        Column("sex", mark("性别"), "choice", choices=_sexes, example="男", group=_PERSON),
        Column("birth_date", mark("出生日期"), "date", example="1949-12-31", group=_PERSON),
        Column("ethnicity", mark("民族"), "choice", choices=_ethnicities, example="汉族", group=_PERSON),
        Column(
            "phone",
            mark("联系电话"),
            "code",
            check=rules.tidy_phone,
            example="13904100001",
            personal="phone",
            group=_PERSON,
        ),
        Column("relation", mark("与户主关系"), "choice", choices=_relations, example="户主", group=_HOUSE),
        Column("roll", mark("列入名册"), "choice", choices=_rolls, example="成员名册", group=_ROLL),
        Column(
            "since",
            mark("登记日期"),
            "date",
            example="2025-05-01",
            group=_ROLL,
            help=mark("立户和列入名册的日期，不填时按导入当天登记。"),
        ),
    ),
    desk=ResidentDesk,
    together=("home", "household"),
    most=MOST,
    done_at="people:register",
)
