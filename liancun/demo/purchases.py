"""Papers of a demonstration purchase: who offered what."""

from __future__ import annotations

from decimal import Decimal

from liancun.contexts.affairs import api as affairs
from liancun.contexts.evidence import api as evidence
from liancun.demo.papers import paper
from liancun.framework.actors import Actor

# Who offers what a purchase of each kind needs; the amounts asked for lie a little above what is paid.
_OFFERS = {
    "quotation": ("铁岭北纬种业有限公司", "沈北农资经营部", "辽北种子商店"),
    "selection": ("村集体采购比选小组",),
    "trading": ("县公共资源交易中心",),
}


def buy(secretary: Actor, matter_id: int, village_id: int, title: str, total: Decimal) -> None:
    """Puts on record the papers that a purchase of this amount needs."""
    buying = affairs.matter(matter_id).life.buying
    for kind, count in buying.missing if buying else ():
        for number, supplier in enumerate(_OFFERS[kind][:count]):
            offered = total + 500 * number
            stored = evidence.store(
                secretary,
                body_id=village_id,
                name=f"{supplier}.pdf",
                content=paper(supplier, [("项目", title), ("金额（元）", f"{offered:,.2f}")]),
                purpose="affairs.purchase",
            )
            affairs.record_purchase_paper(
                secretary,
                matter_id=matter_id,
                kind=kind,
                supplier=supplier,
                file_id=stored.id,
                amount=offered if kind == "quotation" else None,
            )
