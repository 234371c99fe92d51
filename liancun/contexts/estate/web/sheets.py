"""The sheets of the register and of contracts: handed in and given out under the same headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from liancun.contexts.estate import playbook
from liancun.contexts.estate.actions.contracts import NewContract, register_contracts
from liancun.contexts.estate.actions.corrections import ContractWords, correct_asset, correct_contract
from liancun.contexts.estate.actions.register import NewAsset, register_assets
from liancun.contexts.estate.models import Asset, Contract, Resource
from liancun.contexts.ledger import api as ledger
from liancun.framework import clock, sheets
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.sheets import Column, Differing, Judgement, Layout, Values
from liancun.kernel.errors import Place, Refusal, mark

EVERY = {"year": 12, "half": 6, "quarter": 3, "month": 1, "once": 0}


def _categories() -> Mapping[str, str]:
    return {key: one.name for key, one in playbook.section_of().category.items()}


def _periods() -> Mapping[str, str]:
    return {"year": "每年", "half": "每半年", "quarter": "每季", "month": "每月", "once": "一次付清"}


def _text(row: Values, key: str) -> str:
    return str(row[key] or "")


def _money(row: Values, key: str) -> Decimal:
    found = row[key]
    return found if isinstance(found, Decimal) else Decimal("0.00")


def _day(row: Values, key: str) -> date:
    found = row[key]
    return found if isinstance(found, date) else clock.today()


def _refused(field: str, code: str, sentence: str, remedy: str) -> tuple[Refusal, ...]:
    return (Refusal(f"estate.{code}", sentence, {}, Place("field", field=field), remedy),)


class _Desk:
    """What both sheets share: the owner's book by name, the right to write there, numbers that stand already."""

    verb = ""
    # What of a row that stands already is compared with the sheet: what changes of itself (wear) is not.
    compared: tuple[str, ...] = ()
    # What both parties agreed on: it ends and is agreed anew, no file changes it.
    agreed: tuple[str, ...] = ()

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.books = {book.owner_name: book for book in ledger.books()}
        self.seen: set[tuple[int, str]] = set()

    def judge(self, rows: Sequence[Values]) -> list[Judgement]:
        held = self.held([_text(row, "number") for row in rows])
        return [self._judge(row, held) for row in rows]

    def held(self, numbers: Sequence[str]) -> Mapping[tuple[int, str], Asset | Contract]:
        return {}

    def further(self, row: Values, book_id: int) -> tuple[Refusal, ...] | None:
        return None

    def _judge(self, row: Values, held: Mapping[tuple[int, str], Asset | Contract]) -> Judgement:
        book = self.books.get(_text(row, "owner"))
        if book is None:
            remedy = mark("请写账套所有者的全称。")
            return _refused("owner", "no_book", mark("没有这个账套。"), remedy)
        if not may(self.actor, self.verb, book.owner_id):
            remedy = mark("请由本村报账员或代理会计导入。")
            return _refused("owner", "not_here", mark("您不能在这个账套里登记。"), remedy)
        key = (book.id, _text(row, "number"))
        if key in self.seen:
            remedy = mark("请删去重复的一行。")
            return _refused("number", "twice", mark("文件里前面已经有这个编号。"), remedy)
        self.seen.add(key)
        row["book_id"] = book.id
        if key in held:
            return self._changed(row, held[key]) or "known"
        return self.further(row, book.id) or "new"

    def _changed(self, row: Values, stands: Asset | Contract) -> Differing:
        """A row that says something else than the register is told, never passed over."""
        names = [name for name in self.compared if _differs(row.get(name), getattr(stands, name))]
        remedy = mark("请选择以文件为准（写明原因），还是保留登记簿的。")
        sentence = mark("登记簿里是“{stands}”，文件里不同。")
        differing = Differing(
            Refusal(
                "estate.differs",
                sentence,
                {"stands": _word(getattr(stands, name))},
                Place("field", field=name),
                remedy,
            )
            for name in names
        )
        differing.takeable = not set(names) & set(self.agreed)
        return differing


def _differs(told: object, stands: object) -> bool:
    """Whether a filled cell says something else; an empty one says nothing."""
    if told is None or told == "":
        return False
    if isinstance(stands, Decimal):
        return Decimal(str(told)) != stands
    return (told if isinstance(stands, date) else str(told).strip()) != stands


def _word(stands: object) -> str:
    if isinstance(stands, Decimal):
        # An amount keeps its fen, a quantity is written as people write it.
        text = f"{stands:f}"
        return text if stands.as_tuple().exponent == -2 else text.rstrip("0").rstrip(".")
    return stands.isoformat() if isinstance(stands, date) else str(stands)


def _book(row: Values) -> int:
    found = row["book_id"]
    return found if isinstance(found, int) else 0


class AssetDesk(_Desk):
    verb = "estate.register"
    compared = ("category", "name", "place", "quantity", "unit", "acquired_on", "cost")

    def held(self, numbers: Sequence[str]) -> Mapping[tuple[int, str], Asset | Contract]:
        return {(one.book_id, one.number): one for one in Asset.objects.filter(number__in=numbers)}

    def further(self, row: Values, book_id: int) -> tuple[Refusal, ...] | None:
        if _day(row, "acquired_on") > clock.today():
            remedy = mark("请核对日期。")
            return _refused("acquired_on", "future", mark("取得日期不能晚于今天。"), remedy)
        if _money(row, "worn") > _money(row, "cost"):
            remedy = mark("请核对金额。")
            return _refused("worn", "worn_too_much", mark("已提折旧超过了原值。"), remedy)
        return None

    def write(self, rows: Sequence[Values]) -> None:
        made = [
            NewAsset(
                book_id=_book(row),
                number=_text(row, "number"),
                category=_text(row, "category"),
                name=_text(row, "name"),
                acquired_on=_day(row, "acquired_on"),
                cost=_money(row, "cost"),
                place=_text(row, "place"),
                quantity=Decimal(_text(row, "quantity") or "1"),
                unit=_text(row, "unit"),
                worn=_money(row, "worn"),
            )
            for row in rows
        ]
        register_assets(self.actor, assets=made)

    def take_over(self, row: Values, reason: str) -> None:
        """The register as the file says; what its cells leave open, and what wore off since, stays."""
        stands = Asset.objects.get(book_id=_book(row), number=_text(row, "number"))
        told = {name: row[name] for name in self.compared if _differs(row.get(name), getattr(stands, name))}
        corrected = NewAsset(
            book_id=stands.book_id,
            number=stands.number,
            category=str(told.get("category", stands.category)),
            name=str(told.get("name", stands.name)),
            acquired_on=_day(row, "acquired_on"),
            cost=_money(row, "cost"),
            place=str(told.get("place", stands.place)),
            quantity=Decimal(str(told.get("quantity", stands.quantity))),
            unit=str(told.get("unit", stands.unit)),
            worn=stands.worn,
            years=None if stands.worn or "category" in told else stands.months // 12 or None,
        )
        correct_asset(self.actor, asset_id=stands.pk, corrected=corrected, reason=reason)


class ContractDesk(_Desk):
    verb = "estate.make_contract"
    compared = ("matter", "party", "signed_on", "since", "until")
    agreed = ("since", "until")

    def held(self, numbers: Sequence[str]) -> Mapping[tuple[int, str], Asset | Contract]:
        return {(one.book_id, one.number): one for one in Contract.objects.filter(number__in=numbers)}

    def further(self, row: Values, book_id: int) -> tuple[Refusal, ...] | None:
        if _day(row, "until") < _day(row, "since"):
            return _refused("until", "days", mark("合同的终止日早于起始日。"), mark("请核对日期。"))
        named = ((Asset, "asset_number"), (Resource, "resource_number"))
        for model, field in named:
            number = _text(row, field)
            if number and not model._default_manager.filter(book_id=book_id, number=number).exists():
                remedy = mark("请先登记资产或者资源，或者核对编号。")
                return _refused(field, "no_thing", mark("登记簿里没有这个编号。"), remedy)
        return None

    def write(self, rows: Sequence[Values]) -> None:
        made = [
            NewContract(
                book_id=_book(row),
                number=_text(row, "number"),
                matter=_text(row, "matter"),
                party=_text(row, "party"),
                signed_on=_day(row, "signed_on"),
                since=_day(row, "since"),
                until=_day(row, "until"),
                rent=_money(row, "rent"),
                every=EVERY[_text(row, "every")],
                asset_number=_text(row, "asset_number"),
                resource_number=_text(row, "resource_number"),
            )
            for row in rows
        ]
        register_contracts(self.actor, contracts=made)

    def take_over(self, row: Values, reason: str) -> None:
        """Words, parties and the day of signing as the file says; what is let stays as registered."""
        stands = Contract.objects.select_related("asset", "resource").get(
            book_id=_book(row), number=_text(row, "number")
        )
        corrected = ContractWords(
            number=stands.number,
            matter=_text(row, "matter"),
            party=_text(row, "party"),
            signed_on=_day(row, "signed_on"),
            asset_number=stands.asset.number if stands.asset else "",
            resource_number=stands.resource.number if stands.resource else "",
        )
        correct_contract(self.actor, contract_id=stands.pk, corrected=corrected, reason=reason)


_OWNER = Column(
    "owner",
    mark("所有者"),
    required=True,
    place=True,
    width=30,
    example="新台子村股份经济合作社",
    help=mark("账套所有者的全称。"),
    also=("单位名称", "村集体经济组织", "权属单位", "所属单位", "账套名称"),
)
ASSETS = Layout(
    key="estate.assets",
    name=mark("资产登记簿"),
    verb="estate.register",
    lead=mark("一行一项；编号在一个账套里不重复；已经登记而内容不同的会列出来，不会悄悄跳过。"),
    columns=(
        _OWNER,
        Column(
            "number",
            mark("编号"),
            "code",
            required=True,
            example="GD-0001",
            most=30,
            also=("资产编号", "资产编码", "卡片编号"),
        ),
        Column(
            "category",
            mark("类别"),
            "choice",
            required=True,
            choices=_categories,
            example="农业机械",
            also=("资产类别", "资产分类", "资产类型"),
        ),
        Column("name", mark("名称"), required=True, example="玉米收割机", most=120, also=("资产名称",)),
        Column(
            "place",
            mark("坐落或存放地点"),
            place=True,
            example="村部大院",
            most=120,
            also=("坐落位置", "存放地点", "坐落地点", "地址"),
        ),
        Column("quantity", mark("数量"), "integer", example="1", least=1),
        Column("unit", mark("单位"), example="台", most=20, also=("计量单位",)),
        Column(
            "acquired_on",
            mark("取得日期"),
            "date",
            required=True,
            example="2023-05-30",
            also=("购建日期", "购置日期", "入账日期", "启用日期"),
        ),
        Column(
            "cost",
            mark("原值"),
            "amount",
            required=True,
            example="186000.00",
            least=0,
            also=("资产原值", "账面原值", "原值(元)"),
        ),
        Column(
            "worn",
            mark("到上月末已提折旧"),
            "amount",
            example="35340.00",
            least=0,
            also=("累计折旧", "已提折旧", "累计折旧(元)"),
        ),
    ),
    desk=AssetDesk,
    done_at="estate:assets",
    mapped=True,
)
CONTRACTS = Layout(
    key="estate.contracts",
    name=mark("承包和租赁合同"),
    verb="estate.make_contract",
    lead=mark("一行一份合同，各期应收租金由程序列出。"),
    columns=(
        _OWNER,
        Column(
            "number", mark("合同编号"), "code", required=True, example="2024-03", most=40, also=("合同号",)
        ),
        Column(
            "matter",
            mark("标的"),
            required=True,
            example="村东 120 亩林地",
            most=120,
            also=("合同名称", "标的物", "项目名称"),
        ),
        Column(
            "party",
            mark("承包方或承租方"),
            required=True,
            example="张小明",
            most=120,
            personal="name",
            also=("承包方", "承租方", "乙方", "承包(租)方"),
        ),
        Column(
            "signed_on",
            mark("签订日期"),
            "date",
            required=True,
            example="2024-02-20",
            also=("签约日期", "合同签订日期"),
        ),
        Column(
            "since",
            mark("起始日"),
            "date",
            required=True,
            example="2024-03-01",
            also=("开始日期", "起始日期", "合同开始日期"),
        ),
        Column(
            "until",
            mark("终止日"),
            "date",
            required=True,
            example="2029-02-28",
            also=("结束日期", "终止日期", "到期日期", "合同结束日期"),
        ),
        Column(
            "every",
            mark("交租"),
            "choice",
            required=True,
            choices=_periods,
            example="每年",
            also=("付款方式", "收款周期", "交款方式"),
        ),
        Column(
            "rent",
            mark("每期租金"),
            "amount",
            required=True,
            example="24000.00",
            least=0,
            also=("年租金", "每期应收", "每期金额", "年承包费"),
        ),
        Column("asset_number", mark("资产编号"), "code", example="GD-0001", most=30),
        Column("resource_number", mark("资源编号"), "code", example="ZY-0001", most=30),
    ),
    desk=ContractDesk,
    done_at="estate:contracts",
    mapped=True,
)


def declare() -> None:
    sheets.offer(ASSETS)
    sheets.offer(CONTRACTS)
