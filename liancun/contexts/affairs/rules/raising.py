"""What a matter needs to be raised, and what its resolution is called."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from liancun.kernel.errors import Place, Refusal, mark


def raising_faults(
    *,
    title: str,
    amounts: Mapping[int, Decimal],
    members: Collection[int],
    minimum: int,
    uses_money: bool,
    papers: Collection[str],
    wanted: Collection[str],
) -> Iterator[Refusal]:
    """`amounts`: yuan to the fen by village; `members`: member villages today."""
    if not title.strip():
        yield _fault("title", mark("请写明事项名称。"))
    if not amounts:
        yield _fault("parties", mark("请至少选择一个相关村。"))
    for village in amounts:
        if village not in members:
            yield _fault("parties", mark("有的村不是这个联合党委的成员，不能列为相关村。"))
            break
    if uses_money and any(amount <= 0 for amount in amounts.values()):
        yield _fault("amounts", mark("使用集体资金的事项，各村的金额须大于零。"))
    if any(amount != amount.quantize(Decimal("0.01")) for amount in amounts.values()):
        yield _fault("amounts", mark("金额最多两位小数。"))
    if not 1 <= minimum <= max(len(amounts), 1):
        params = {"count": len(amounts)}
        yield _fault("minimum", mark("至少同意的村数须在 1 到 {count} 之间。"), params)
    for paper in wanted:
        if paper not in papers:
            yield _fault("papers", mark("缺少附件：{paper}。"), {"paper": paper})


def demand_fault(kind: str, count: int | None, of: int | None) -> Refusal | None:
    """A demand of villagers (a tenth) or of representatives (a fifth), signed on paper by `count` of `of` persons."""
    if not kind:
        return None
    parts = DEMANDS.get(kind)
    if parts is None:
        return _fault("demanded_by", mark("没有这种联名提出的办法。"))
    if not count or not of:
        return _fault("demand_count", mark("请填写联名人数。"))
    needed = -(-of // parts)
    if count < needed or count > of:
        params = {"needed": needed, "of": of, "count": count}
        return _fault("demand_count", mark("共 {of} 人，至少须 {needed} 人联名，现有 {count} 人。"), params)
    return None


# 村民委员会组织法：十分之一以上的村民、五分之一以上的村民代表可以提出。
DEMANDS: Mapping[str, int] = {"villagers": 10, "representatives": 5}


def _fault(field: str, sentence: str, params: Mapping[str, object] | None = None) -> Refusal:
    place = Place("field", field=field)
    return Refusal(f"affairs.{field}", sentence, params, place, mark("请改正后重新提交。"))


def resolution_number(form: str, *, year: int, serial: int, short_name: str) -> str:
    """甲联党决〔2026〕1号 from "{name}联党决〔{year}〕{serial}号" and the committee's short name."""
    name = short_name
    for ending in ("跨村产业联合党委", "联合党委", "联村党委", "联党"):
        name = name.removesuffix(ending)
    return form.format(name=name, year=year, serial=serial)
