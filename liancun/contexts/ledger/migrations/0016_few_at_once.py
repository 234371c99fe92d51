"""The gate and the posting, quick for the few vouchers that one person posts.

A handful of vouchers is judged and placed one after another: statements that join and sort any number of rows take
longer to begin than such a posting lasts. More than that go through the statements of before. The promises are the
same, and so are the texts of the chain: both ways are filled from one source. What an authority still allows is read
from an index that carries the amounts.
"""

from importlib import import_module

from django.db import migrations, models
from django.db.models import Q

from liancun.framework.database import operations as op

before = import_module("liancun.contexts.ledger.migrations.0012_set_gate")
FEW = 8


def part(text: str, first: str, last: str) -> str:
    """What stands from one mark up to another, both of which must be there."""
    begin = text.index(first)
    return text[begin : text.index(last, begin)]


def keyless(text: str) -> str:
    """The lock of a book lets rows be written that only name it: its key never changes (0015)."""
    return text.replace("for update;", "for no key update;")


SET_POST = keyless(part(before.POST, "    with chosen", "end $$;"))
SET_LOCKS = keyless(part(before.FILLED, "    perform 1 from ledger_book", "    select v.id, f.code"))
SET_JUDGED = part(before.FILLED, "    select v.id, f.code", "    -- A series runs on")
NUMBERS = part(
    before.FILLED,
    "    -- A series runs on",
    "    if exists (select from new_rows where state = 'posted' and corr",
)
HEADS = part(before.FILLED, "    update ledger_book b", "    update ledger_balance b")

# Of the vouchers wanted, one after another in the order they were written; the books are locked already.
POST_FEW = """
create function ledger_post_few(wanted bigint[], sender_key text) returns void
language plpgsql as $$
#variable_conflict use_column
declare
    v record;
    its_book bigint := 0; place bigint; head text; link text; reached int; series text; spot int;
    serieses text[] := '{}'; lasts int[] := '{}';
    ids bigint[] := '{}'; numbers int[] := '{}'; places bigint[] := '{}'; befores text[] := '{}';
    links text[] := '{}'; signers bigint[] := '{}'; keys text[] := '{}';
begin
    for v in
        select d.*, k.sequence as stood, k.head as heading,
               case when d.link_id is null then liancun_actor()
                    when p.payer_id = d.book_id then p.payer_by_id else p.payee_by_id end as signer,
               (select LINES from ledger_line l join ledger_account a on a.id = l.account_id
                where l.voucher_id = d.id) as lines
        from ledger_voucher d join ledger_book k on k.id = d.book_id left join ledger_pair p on p.id = d.link_id
        where d.id = any (wanted) and d.state = 'draft' order by d.book_id, d.id
    loop
        if v.book_id <> its_book then
            its_book := v.book_id;
            place := v.stood;
            head := v.heading;
        end if;
        series := v.book_id || ' ' || v.word || ' ' || v.month;
        spot := array_position(serieses, series);
        if spot is null then
            select coalesce(max(n.number), 0) into reached from ledger_voucher n
            where n.book_id = v.book_id and n.word = v.word and n.month = v.month and n.number is not null;
            serieses := serieses || series;
            lasts := lasts || reached;
            spot := cardinality(serieses);
        end if;
        if v.part = 1 then
            lasts[spot] := lasts[spot] + 1;
        end if;
        place := place + 1;
        reached := lasts[spot];
        link := ledger_link(head, CONTENT);
        ids := ids || v.id::bigint;
        numbers := numbers || reached;
        places := places || place;
        befores := befores || head;
        links := links || link;
        signers := signers || v.signer::bigint;
        keys := keys || case when v.part > 1 then sender_key || '#' || v.part
                             when v.closing <> '' then sender_key || ':' || v.id else sender_key end;
        head := link;
    end loop;
    update ledger_voucher v
    set state = 'posted', number = r.number, sequence = r.place, previous = r.before, digest = r.link,
        posted_by_id = r.signer, posted_at = liancun_now(), posting_key = r.key
    from unnest(ids, numbers, places, befores, links, signers, keys)
        r (id, number, place, before, link, signer, key)
    where v.id = r.id;
end $$;
""".replace("LINES", before.LINES).replace(
    "CONTENT",
    before.CONTENT.format(sequence="place", number="reached", by="v.signer").replace("t.lines", "v.lines"),
)

POST = f"""
create or replace function ledger_post(wanted bigint[], sender_key text default null) returns void
language plpgsql as $$
begin
    perform 1 from ledger_book
        where id in (select book_id from ledger_voucher where id = any (wanted)) order by id for no key update;
    if cardinality(wanted) <= {FEW} then
        perform ledger_post_few(wanted, sender_key);
        return;
    end if;
{SET_POST}end $$;
"""

# A monthly row of totals, moved from one month on.
MOVED = """
create function ledger_moved(totals numeric[], since int, amount numeric) returns numeric[]
language plpgsql immutable parallel safe as $$
begin
    if amount <> 0 then
        for place in since .. 12 loop
            totals[place] := totals[place] + amount;
        end loop;
    end if;
    return totals;
end $$;
"""

FEW_JUDGED = """
        for v in select * from new_rows where state = 'posted' order by book_id, sequence loop
            if v.book_id <> its_book then
                its_book := v.book_id;
                select sequence, head into place, digest from ledger_book where id = its_book for no key update;
            end if;
            select p.closed_at is null into is_open from ledger_period p
            where p.book_id = v.book_id and p.month = v.month for share;
            select count(*) as count, sum(l.debit) as debit, sum(l.credit) as credit,
                   bool_or(l.debit < 0 or l.credit < 0) as red, bool_or(l.debit > 0 or l.credit > 0) as black,
                   coalesce(sum(l.credit - l.debit) filter (where a.money), 0) as spent,
                   bool_or(a.counterparties and l.counterparty_id is null) as nameless,
                   max(a.closed_on) as closed_on, LINES as lines
            into t from ledger_line l join ledger_account a on a.id = l.account_id where l.voucher_id = v.id;
            select g.each into most from ledger_authority g where g.id = v.authority_id;
            wrong := case CASES end;
            if wrong is not null then
                raise exception 'voucher % %', v.id, ledger_fault(wrong) using errcode = wrong;
            end if;
            place := v.sequence;
            digest := v.digest;
        end loop;
"""
CASES = part(before.FILLED, "        when v.link_id is null and v.posted_by_id", "        end as code) c")
for told, here in (
    ("when p.id is null or", "when is_open is not true or"),
    ("coalesce(v.last, b.sequence)", "place"),
    ("coalesce(v.before, b.head)", "digest"),
    ("t.count is null or t.count < 2", "t.count < 2"),
    ("> g.each", "> most"),
):
    assert CASES.count(told) == 1, told
    CASES = CASES.replace(told, here)
FEW_JUDGED = FEW_JUDGED.replace("LINES", before.LINES).replace("CASES", CASES)

FEW_MOVED = """
        for t in
            select l.account_id as account, extract(year from n.month)::int as year,
                   extract(month from n.month)::int as month, n.word = '初' as opening,
                   sum(l.debit) as debit, sum(l.credit) as credit
            from new_rows n join ledger_line l on l.voucher_id = n.id
            where n.state = 'posted' group by 1, 2, 3, 4
        loop
            update ledger_balance b
            set opening = b.opening + case when t.opening then t.debit - t.credit else 0 end,
                debit = ledger_moved(b.debit, case when b.year > t.year then 1 else t.month end,
                                     case when t.opening then 0 else t.debit end),
                credit = ledger_moved(b.credit, case when b.year > t.year then 1 else t.month end,
                                      case when t.opening then 0 else t.credit end)
            where b.account_id = t.account and b.year >= t.year;
        end loop;
"""

GATE = f"""
create or replace function ledger_voucher_gate() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    fault record; v record; t record;
    many bigint; corrected bigint[]; claimed bigint[]; linked bigint[]; allowed bigint[];
    its_book bigint := 0; place bigint; digest text; is_open boolean; most numeric; wrong text;
begin
    select count(*), array_agg(id) filter (where corrects_id is not null),
           array_agg(id) filter (where claim_id is not null), array_agg(id) filter (where link_id is not null),
           array_agg(distinct authority_id) filter (where authority_id is not null and spent > 0)
    into many, corrected, claimed, linked, allowed from new_rows where state = 'posted';
    if many = 0 then return null; end if;

    -- Whoever posts to a book, closes its month or approves its claims holds the lock of the book.
    if many <= {FEW} then
{FEW_JUDGED}
    else
{SET_LOCKS}
{SET_JUDGED}
    end if;

{NUMBERS}
    if corrected is not null then
        perform ledger_check_corrections(corrected);
    end if;
    if claimed is not null then
        perform ledger_check_claims(claimed);
    end if;
    if linked is not null then
        perform ledger_check_pairs(linked);
    end if;
    if allowed is not null then
        perform ledger_check_authorities(allowed);
    end if;

{HEADS}
    if many <= {FEW} then
{FEW_MOVED}
    else
{before.BALANCES}
    end if;
    return null;
end $$;
"""

# Both books are locked once, so both sides are placed without asking for the locks again. Its statements are planned
# once: a plan for these two numbers would cost more than the posting.
SETTLE = """
do $$
declare body text := pg_get_functiondef('ledger_settle_pair'::regproc);
begin
    if body not like '%perform ledger_post(array[%' then
        raise exception 'the function that settles a pair is not the one this step knows';
    end if;
    execute replace(body, 'perform ledger_post(array[', 'perform ledger_post_few(array[');
end $$;
alter function ledger_settle_pair(bigint, text) set plan_cache_mode = force_generic_plan;
alter table ledger_pair set (fillfactor = 70);
alter table ledger_book set (fillfactor = 50);
"""

RESERVED = """
create or replace function ledger_reserved(wanted bigint) returns numeric language sql stable as $$
    select (select coalesce(sum(c.amount), 0) from ledger_claim c
            where c.authority_id = wanted and c.state in ('approved', 'accepted', 'vouchered')
              and not exists (select from ledger_voucher v
                              where v.claim_id = c.id and v.state = 'posted' and v.corrects_id is null))
         + (select coalesce(sum(v.spent), 0) from ledger_voucher v join ledger_pair p on p.id = v.link_id
            where v.authority_id = wanted and v.state = 'draft' and p.two_phase and p.state = 'reserved')
$$;
"""


class Migration(migrations.Migration):
    dependencies = (("ledger", "0015_lock_pair"),)
    operations = (
        migrations.RemoveIndex("voucher", "ledger_voucher_under"),
        migrations.AddIndex(
            "voucher",
            models.Index(
                fields=["authority"],
                include=["spent"],
                condition=Q(authority__isnull=False, state="posted"),
                name="ledger_voucher_under",
            ),
        ),
        migrations.AddIndex(
            "voucher",
            models.Index(
                fields=["authority"],
                condition=Q(authority__isnull=False, state="draft"),
                name="ledger_voucher_waiting",
            ),
        ),
        migrations.AddIndex(
            "pair", models.Index(fields=["id"], condition=Q(two_phase=True), name="ledger_pair_two_phase")
        ),
        op.sql(RESERVED),
        op.sql(MOVED),
        op.sql(POST_FEW),
        op.sql(POST),
        op.sql(GATE),
        op.sql(SETTLE),
    )
