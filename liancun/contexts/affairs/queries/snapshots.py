"""What a village publishes about a joint matter: masked plain text in Chinese, frozen by `disclosure`."""

from __future__ import annotations

from decimal import Decimal

from liancun.contexts.affairs import playbook
from liancun.contexts.affairs.queries.lines import stage_name
from liancun.contexts.affairs.queries.lives import Loaded
from liancun.contexts.affairs.queries.wholes import Consent, Record
from liancun.contexts.affairs.rules.binding import Binding, tally
from liancun.contexts.affairs.rules.buying import PAPER_WORDS
from liancun.contexts.affairs.rules.masking import looks_like_person
from liancun.contexts.affairs.rules.procedure import Stage
from liancun.contexts.affairs.rules.rating import MARK_KEYS, MARK_WORDS, satisfaction
from liancun.contexts.bodies import api as bodies
from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.disclosure.api import Line, Section, Snapshot, Table
from liancun.contexts.ledger import api as ledger
from liancun.kernel.errors import fill


def decision(loaded: Loaded, village: int) -> Snapshot:
    """What was decided, by how many of how many at every step, and whom it binds."""
    how = (*_heard(loaded), _how(loaded, village), *_bought(loaded))
    return Snapshot((_what(loaded, village), *how, _whom(loaded), _objecting()))


def _bought(loaded: Loaded) -> tuple[Section, ...]:
    """How it is bought by its amount, and what was offered."""
    buying = loaded.life.buying
    if buying is None:
        return ()
    rows = tuple(
        (_payee(paper.supplier), PAPER_WORDS[paper.kind], f"{paper.amount:,.2f}" if paper.amount else "")
        for paper in loaded.whole.papers
    )
    line = Line("采购方式", buying.method, buying.article.words if buying.article else "")
    return (Section("怎样采购", (line,), (Table(("单位", "材料", "金额（元）"), rows),) if rows else ()),)


def result(loaded: Loaded, village: int, note: str) -> Snapshot:
    """What was done and what was paid, each payment with its voucher."""
    done = (Line("办理单位", _names(loaded)[village]), Line("办理结果", note))
    return Snapshot((_what(loaded, village), Section("办成了什么", done), _paid(loaded, village)))


def before(loaded: Loaded, village: int, stage: Stage) -> Snapshot:
    """What hangs out before a step: what is proposed, and what was said so far."""
    note = Line("为什么公示", f"“{stage.name}”期满并答复意见以后，才能进行下一步。", _words(stage))
    return Snapshot((_what(loaded, village), Section("下一步", (note,)), _how(loaded, village), _objecting()))


def _words(stage: Stage) -> str:
    return stage.article.words if stage.article else ""


def rating(loaded: Loaded, counts: dict[str, int], slips: int) -> Snapshot:
    given = sum(counts.values())
    share = satisfaction(counts)
    lines = (
        Line("发出评价纸条", f"{slips} 张"),
        Line("收回评价", f"{given} 张"),
        *(Line(MARK_WORDS[key], f"{counts.get(key, 0)} 张") for key in MARK_KEYS),
        Line("满意度", "没有人评价" if share is None else f"{float(share * 100):.1f}%"),
    )
    return Snapshot(
        (Section("评的是什么", (Line("事项", loaded.row.title),)), Section("群众评事结果", lines))
    )


def _what(loaded: Loaded, village: int) -> Section:
    row = loaded.row
    resolution = loaded.resolution
    names = _names(loaded)
    lines = [
        Line("事项", row.title),
        Line("类别", playbook.section_of(row.playbook_id).subject[row.subject].name),
        Line("提出日期", f"{row.raised_on:%Y年%-m月%-d日}"),
        Line("用途", row.purpose or row.title),
        Line("提出单位", row.village_name),
    ]
    if resolution:
        lines.append(Line("联合党委决议", f"{resolution.number}（{resolution.resolved_on:%Y年%-m月%-d日}）"))
    if amount := _amount(loaded, village):
        lines.append(Line("金额" if row.alone else "本村金额", f"{amount:,.2f} 元"))
    if amount and not row.alone:
        lines.append(Line("各村合计", f"{row.total:,.2f} 元（{'、'.join(names.values())}）"))
    return Section("决定了什么", tuple(lines))


def _heard(loaded: Loaded) -> tuple[Section, ...]:
    """What was said in each village concerned before the committee met."""
    outer = loaded.plan.outer
    if outer is None:
        return ()
    asked = {stage.key for stage in outer.stages if stage.kind == "opinion"}
    names = _names(loaded)
    said = [
        (names[record.village_id], verdict_text(record), record.article)
        for record in loaded.whole.records
        if record.village_id is not None
        and record.procedure == outer.key
        and record.stage in asked
        and record.how != "late"
    ]
    return (Section("各村怎么说", (), (Table(("村", "意见", "依据"), tuple(said)),)),) if said else ()


def _how(loaded: Loaded, village: int) -> Section:
    records = [record for record in loaded.whole.records if record.village_id == village]
    party = loaded.party(village)
    lines = [Line("走的程序", party.why, party.article)] if party and party.why else []
    lines += [
        Line(stage_name(loaded, village, r.stage), verdict_text(r), r.article)
        for r in records
        if r.how != "late"
    ]
    lines += [
        Line(stage_name(loaded, village, c.stage), _consent_text(c), c.article)
        for c in loaded.whole.consents
        if c.village_id in (village, None)
    ]
    if loaded.resolution:
        said = fill(loaded.resolution.sentence, loaded.resolution.params)
        lines.append(Line("联合党委会", said, loaded.resolution.article))
    return Section("怎样决定的", tuple(lines))


def _consent_text(said: Consent) -> str:
    words = (
        ("已备案" if said.given else "退回补正")
        if said.how == "register"
        else ("同意" if said.given else "不同意")
    )
    return f"{said.decided_on:%Y年%-m月%-d日}；{words}"


def verdict_text(record: Record) -> str:
    """The verdict as it was given, with the day and the way of voting."""
    way = {"hand": "举手表决；", "named": "记名表决；", "secret": "无记名表决；"}.get(record.method, "")
    counted = "以支部议事的记录计；" if record.how == "counted" else ""
    return f"{record.held_on:%Y年%-m月%-d日}；{way}{counted}{fill(record.sentence, record.params)}"


def _whom(loaded: Loaded) -> Section:
    names = _names(loaded)
    rows = tuple(_binding_row(names, binding) for binding in tally(loaded.life).villages)
    if loaded.row.alone:
        return Section("是否生效", (), (Table(("单位", "结论", "依据"), rows),))
    note = Line("规则", "联合党委的决议不能代替村里的决定：各村按自己的程序通过并公开后，才对本村生效。")
    return Section("对哪些村生效", (note,), (Table(("村", "结论", "依据"), rows),))


def _binding_row(names: dict[int, str], binding: Binding) -> tuple[str, str, str]:
    return names[binding.village], fill(binding.sentence, binding.params), binding.article


def _objecting() -> Section:
    line = Line("怎样提意见", "公开期内可以扫码或到村委会提出，村里须在规定时间内答复。")
    return Section("有不同意见怎么办", (line,))


def _paid(loaded: Loaded, village: int) -> Section:
    owners = {village, *(line.id for line in bodies.children(village))}
    payments = [p for p in ledger.payments_for("affairs.matter", loaded.row.id) if p.owner_id in owners]
    rows = tuple((p.label, f"{p.date:%Y-%m-%d}", f"{p.amount:,.2f}", _payee(p.payee)) for p in payments)
    total = sum((p.amount for p in payments), Decimal(0))
    lines = (
        Line("本村通过的金额", f"{_amount(loaded, village):,.2f} 元"),
        Line("已经付款", f"{total:,.2f} 元，{len(payments)} 笔" if payments else "还没有付款"),
    )
    tables = (Table(("凭证号", "日期", "金额（元）", "收款方"), rows),) if rows else ()
    return Section("付了多少钱", lines, tables)


def _payee(name: str) -> str | disclosure.MaskedPerson:
    return disclosure.masked_person(name) if looks_like_person(name) else name


def _names(loaded: Loaded) -> dict[int, str]:
    return {party.village_id: party.name for party in loaded.whole.parties}


def _amount(loaded: Loaded, village: int) -> Decimal:
    party = loaded.party(village)
    return party.amount if party else Decimal(0)
