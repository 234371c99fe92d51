"""One joint matter, played step by step through the doors of the contexts, each act by a person entitled to it.

"Buy seed together for A, B and C with collective money; at least two villages": A passes by hand count, B by a vote
by name, C has enough present but misses two thirds of all. Some matters stop on the way: every list has one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from liancun.contexts.affairs import api as affairs
from liancun.contexts.ballots import api as ballots
from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.evidence import api as evidence
from liancun.contexts.ledger import api as ledger
from liancun.contexts.meetings import api as meetings
from liancun.contexts.work import api as work
from liancun.demo.acting import acting
from liancun.demo.county import Seat
from liancun.demo.opening import balance_sheet
from liancun.demo.papers import paper
from liancun.demo.purchases import buy
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.scope import entered
from liancun.kernel.portions import at_least, fraction

PAYEE = "铁岭北纬种业有限公司"
TWO_THIRDS = fraction("2/3")


@dataclass(frozen=True)
class Offices:
    """Bodies whose officers take part besides the villages', and the post that leads the joint body."""

    joint: int
    township: int
    agency: int
    secretary: str = "committee_secretary"


@dataclass
class Thread:
    """The matter under way. `seats` in the order of `amounts`; the first raises it, the third falls short."""

    offices: Offices
    seats: tuple[Seat, ...]
    amounts: tuple[Decimal, ...]
    title: str
    begun: date
    matter_id: int = 0
    notices: dict[int, str] = field(default_factory=dict)
    steps: tuple[str, ...] = ()

    def play(self, until: str) -> Thread:
        """Plays the steps up to and with `until`, each on its own day."""
        for name, offset, step in STEPS:
            with clock.fixed(datetime.combine(self.begun + timedelta(days=offset), time(9, 30))):
                step(self)
            self.steps = (*self.steps, name)
            if name == until:
                break
        return self

    acting = staticmethod(acting)

    @property
    def deciding(self) -> tuple[Seat, ...]:
        return self.seats[:2]


def _raise(thread: Thread) -> None:
    first = thread.seats[0]
    total = sum(thread.amounts, Decimal(0))
    with thread.acting("branch_secretary", first.branch) as secretary:
        quotation = evidence.store(
            secretary,
            body_id=first.village,
            name="报价单.pdf",
            content=paper("玉米种子报价单", [("品种", "铁单20（示范）"), ("合计（元）", f"{total:,.2f}")]),
            purpose="affairs.raise",
        )
        thread.matter_id = affairs.raise_matter(
            secretary,
            joint_id=thread.offices.joint,
            village_id=first.village,
            subject="joint-purchase",
            title=thread.title,
            purpose="各村单独买种子价格高、质量不一，联合采购可以压低价格、统一品种，秋后统一销售。",
            amounts={seat.village: amount for seat, amount in zip(thread.seats, thread.amounts, strict=True)},
            minimum=2,
            files=[quotation.id],
        )
        buy(secretary, thread.matter_id, first.village, thread.title, total)


def _deliberate(thread: Thread) -> None:
    for seat in thread.seats:
        with thread.acting("branch_secretary", seat.branch) as secretary:
            affairs.record_deliberation(
                secretary,
                matter_id=thread.matter_id,
                village_id=seat.village,
                held_on=clock.today(),
                entitled=3,
                present=3,
                yes=3,
            )


def _convene(thread: Thread) -> None:
    with thread.acting(thread.offices.secretary, thread.offices.joint) as secretary:
        affairs.convene_committee(
            secretary,
            matter_id=thread.matter_id,
            starts_at=clock.now() + timedelta(days=4),
            place="联合党委会议室",
        )


def _resolve(thread: Thread) -> None:
    with thread.acting(thread.offices.secretary, thread.offices.joint) as secretary:
        meeting = meetings.about(affairs.SUBJECT, [thread.matter_id])[-1]
        all_called = [one.person_id for one in meetings.attendees(meeting.id)]
        meetings.record_attendance(
            secretary, meeting_id=meeting.id, present=all_called[: max(1, len(all_called) - 1)]
        )
        meetings.hold(secretary, meeting_id=meeting.id)
        affairs.adopt_resolution(
            secretary,
            matter_id=thread.matter_id,
            text=f"同意{thread.title}，提请有关村按各自程序决定；至少两个村同意方可实施。",
            yes=max(1, len(all_called) - 1),
            minutes="会议听取了各支部意见，一致同意联合采购，价格以报价单为上限。",
        )


def _discuss(thread: Thread) -> None:
    for seat in thread.seats:
        with thread.acting("branch_secretary", seat.branch) as secretary:
            affairs.record_village_step(
                secretary,
                matter_id=thread.matter_id,
                village_id=seat.village,
                stage="discuss",
                held_on=clock.today(),
                entitled=5,
                present=5,
                yes=5,
            )


def _review(thread: Thread) -> None:
    for seat in thread.seats:
        entitled = len(seat.party_members)
        present = max(at_least(TWO_THIRDS, entitled), entitled - 2)
        with thread.acting("branch_secretary", seat.branch) as secretary:
            affairs.record_village_step(
                secretary,
                matter_id=thread.matter_id,
                village_id=seat.village,
                stage="review",
                held_on=clock.today(),
                entitled=entitled,
                present=present,
                yes=present,
            )


def _call(thread: Thread) -> None:
    for seat in thread.seats:
        with thread.acting("branch_secretary", seat.branch) as secretary:
            affairs.convene_assembly(
                secretary,
                matter_id=thread.matter_id,
                village_id=seat.village,
                starts_at=clock.now() + timedelta(days=3),
                place="村党群服务中心",
            )


def _decide(thread: Thread) -> None:
    for number, seat in enumerate(thread.seats):
        entitled = len(seat.representatives)
        needed = at_least(TWO_THIRDS, entitled)
        present = entitled - 2
        yes = needed - 1 if number == 2 else min(present, needed + 1)
        _assembly(thread, seat, present, yes, by_name=number == 1)


def _assembly(thread: Thread, seat: Seat, present: int, yes: int, *, by_name: bool) -> None:
    with thread.acting("branch_secretary", seat.branch) as secretary:
        meeting = next(
            m for m in meetings.about(affairs.SUBJECT, [thread.matter_id]) if m.body_id == seat.collective
        )
        called = [one.person_id for one in meetings.attendees(meeting.id)]
        meetings.record_attendance(secretary, meeting_id=meeting.id, present=called[:present])
        meetings.hold(secretary, meeting_id=meeting.id)
        vote = affairs.open_vote(
            secretary,
            matter_id=thread.matter_id,
            village_id=seat.village,
            method="named" if by_name else "hand",
        )
        if by_name:
            for place, person in enumerate(called[:present]):
                choice = "yes" if place < yes else "no"
                ballots.cast(
                    secretary, ballot_id=vote.id, person_id=person, choice=choice, key=f"{vote.id}/{person}"
                )
        else:
            count = ballots.enter_hand_count(
                secretary, ballot_id=vote.id, present=present, yes=yes, no=present - yes, abstain=0
            )
    if not by_name:
        with thread.acting("supervision_head", seat.supervision) as witness:
            ballots.witness_hand_count(witness, count_id=count.id)
    with thread.acting("branch_secretary", seat.branch) as secretary:
        ballots.close(secretary, ballot_id=vote.id)
        affairs.record_decision(secretary, matter_id=thread.matter_id, village_id=seat.village)
        meetings.confirm(secretary, meeting_id=meeting.id, minutes="代表逐项讨论后表决，结果见表决记录。")


def _publish(thread: Thread) -> None:
    for seat in thread.deciding:
        with thread.acting("branch_secretary", seat.branch) as secretary:
            notice = affairs.publish_decision(secretary, matter_id=thread.matter_id, village_id=seat.village)
            thread.notices[seat.village] = notice.slug


def _object(thread: Thread) -> None:
    with entered(Actor.stranger()):
        disclosure.object_to(
            Actor.stranger(),
            slug=thread.notices[thread.seats[0].village],
            text="种子价格比镇上农资店便宜多少？请公布比价。",
            key=f"demo/{thread.matter_id}",
        )


def _answer(thread: Thread) -> None:
    with thread.acting("branch_secretary", thread.seats[0].branch) as secretary:
        for notice in disclosure.about(affairs.SUBJECT, [thread.matter_id]):
            for objection in disclosure.objections(notice.id):
                disclosure.answer(
                    secretary,
                    objection_id=objection.id,
                    text="已询价三家，联合采购每斤比零售价低一元二角，比价表已贴在村务公开栏。",
                )


def _take_effect(thread: Thread) -> None:
    with entered(Actor.system("affairs.keep_time")):
        affairs.take_effect(Actor.system("affairs.keep_time"), matter_id=thread.matter_id)


def _open_books(thread: Thread) -> None:
    for seat in thread.deciding:
        open_book(thread, seat)


def open_book(thread: Thread, seat: Seat) -> None:
    """Opening balances of one village, entered by one officer of the agency and posted by another."""
    with thread.acting("agency_accountant", thread.offices.agency) as accountant:
        if ledger.book_of(seat.collective) is not None:
            return
        book = ledger.open_book(
            accountant, owner_id=seat.collective, opening_date=date(clock.today().year, 1, 1), kind="own"
        )
        ledger.add_bank_account(
            accountant, book_id=book.id, bank="铁岭农商银行（示范）", number=f"2112{seat.village:011d}"
        )
        draft = ledger.load_opening(
            accountant, book_id=book.id, lines=balance_sheet(len(seat.representatives))
        )
    with thread.acting("agency_reviewer", thread.offices.agency) as reviewer:
        ledger.post_voucher(reviewer, voucher_id=draft.id, key=f"demo/opening/{book.id}")


def _claim(thread: Thread) -> None:
    for seat, amount in zip(thread.deciding, thread.amounts, strict=False):
        with thread.acting("village_clerk", seat.collective) as clerk:
            authority = ledger.authorities_for(affairs.SUBJECT, thread.matter_id)
            mine = next(one for one in authority if one.owner_id == seat.collective)
            bill = paper("增值税普通发票（示范）", [("销售方", PAYEE), ("价税合计", f"{amount:,.2f}")])
            invoice = evidence.store(
                clerk, body_id=seat.collective, name="发票.pdf", content=bill, purpose="ledger.claim"
            )
            claim = ledger.file_claim(
                clerk,
                owner_id=seat.collective,
                payee=PAYEE,
                amount=amount,
                purpose="统一采购玉米种子",
                template="goods",
                handler_id=seat.staff[1],
                witness_id=seat.staff[2],
                authority_id=mine.id,
                files=[invoice.id],
            )
        with thread.acting("supervision_head", seat.supervision) as supervisor:
            ledger.check_claim(supervisor, claim_id=claim.id)
        with thread.acting("collective_chair", seat.collective) as chair:
            approved = ledger.approve_claim(chair, claim_id=claim.id)
        if approved.state == "above":
            with thread.acting("township_leader", thread.offices.township) as leader:
                ledger.approve_claim(leader, claim_id=claim.id)


def _pay(thread: Thread) -> None:
    for seat in thread.deciding:
        with thread.acting("agency_accountant", thread.offices.agency) as accountant:
            book = ledger.book_of(seat.collective)
            assert book is not None
            (claim, *_), _ = ledger.claims(book_id=book.id, state="approved")
            ledger.accept_claim(accountant, claim_id=claim.id)
            voucher = ledger.prepare_voucher(accountant, claim_id=claim.id, summary="支付统一采购种子款")
        with thread.acting("agency_reviewer", thread.offices.agency) as reviewer:
            ledger.post_voucher(reviewer, voucher_id=voucher.id, key=f"demo/{voucher.id}")


def _finish_tasks(thread: Thread) -> None:
    for seat in thread.deciding:
        with thread.acting("branch_secretary", seat.branch) as secretary:
            for task in work.tasks_of(thread.matter_id):
                if task.body_id != seat.village:
                    continue
                proof = evidence.store(
                    secretary,
                    body_id=seat.village,
                    name="验收单.pdf",
                    content=paper(task.title, [("结果", "数量、质量符合合同"), ("验收", "两人在场")]),
                    purpose="work.finish",
                )
                work.finish_task(secretary, task_id=task.id, files=[proof.id], note="已办结，材料见附件。")


def _publish_result(thread: Thread) -> None:
    for seat in thread.deciding:
        with thread.acting("branch_secretary", seat.branch) as secretary:
            affairs.publish_result(
                secretary,
                matter_id=thread.matter_id,
                village_id=seat.village,
                note="种子已全部到村并分发到户，剩余款项无。",
            )


def _rate(thread: Thread) -> None:
    with thread.acting(thread.offices.secretary, thread.offices.joint) as secretary:
        slips = affairs.open_rating(secretary, matter_id=thread.matter_id, slips=40)
    for place, token in enumerate(slips.tokens[:36]):
        affairs.rate(token, affairs.MARK_KEYS[0 if place < 27 else 1 if place < 34 else 2])


def _close_rating(thread: Thread) -> None:
    with thread.acting(thread.offices.secretary, thread.offices.joint) as secretary:
        affairs.close_rating(secretary, matter_id=thread.matter_id)


Step = Callable[[Thread], None]
# name, days after the beginning, what happens
STEPS: tuple[tuple[str, int, Step], ...] = (
    ("raise", 0, _raise),
    ("deliberate", 2, _deliberate),
    ("convene", 3, _convene),
    ("resolve", 7, _resolve),
    ("discuss", 8, _discuss),
    ("review", 9, _review),
    ("call", 10, _call),
    ("decide", 13, _decide),
    ("books", 13, _open_books),
    ("publish", 14, _publish),
    ("object", 16, _object),
    ("answer", 17, _answer),
    ("effect", 22, _take_effect),
    ("claim", 23, _claim),
    ("pay", 25, _pay),
    ("tasks", 28, _finish_tasks),
    ("result", 29, _publish_result),
    ("rate", 38, _rate),
    ("close", 50, _close_rating),
)
