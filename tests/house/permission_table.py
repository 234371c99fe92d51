"""Every address and what each person gets there: the contract of rights as it meets the web.

The secretary and the clerk of village A own the things asked for. 200, 302: open; 422 and 409: may do it, but the
form is empty or the step is over; 403: may know of it and may not do it; 404: may not know of it; 405: no such way.
A stranger who asks for a page is sent to sign in (302), one who sends a form is refused (403). The villager holds a
slip of the rating under way, the stranger a made-up one.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.house import book_rows, formation_rows, money_rows, voting_rows
from tests.house.meeting_rows import MEETINGS
from tests.house.publishing_rows import ROWS

PEOPLE = {
    "secretary A": "zhishu-a",
    "clerk A": "baozhang-a",
    "clerk B": "baozhang-b",
    "accountant": "kuaiji",
    "township": "xiangzhen",
    "clerk E": "baozhang-e",
    "villager": "",
    "stranger": "",
}

# route and way            secretary A, clerk A, clerk B, accountant, township, clerk E, villager, stranger
TABLE = """
preferences              POST  302  302  302  302  302  302  302  302
job                      GET   404  404  404  404  404  404  302  302
exports                  POST  404  404  404  404  404  404  403  403
imports                  GET   200  200  200  200  200  200  302  302
import                   GET   200  200  200  403  200  200  302  302
import                   POST  422  422  422  403  422  422  403  403
import_template          GET   200  200  200  403  200  200  302  302
import_file              GET   404  404  404  404  404  404  302  302
import_marked            GET   404  404  404  404  404  404  302  302
import_commit            POST  404  404  404  404  404  404  403  403
import_discard           POST  404  404  404  404  404  404  403  403
import_columns           GET   404  404  404  404  404  404  302  302
import_columns           POST  404  404  404  404  404  404  403  403
import_settle            POST  404  404  404  404  404  404  403  403
api:api-root             GET   200  200  200  200  200  200  200  200
api:openapi-json         GET   200  200  200  200  200  200  200  200
api:list_bodies          GET   401  401  401  401  401  401  401  401
api:read_body            GET   401  401  401  401  401  401  401  401
api:list_members         GET   401  401  401  401  401  401  401  401
api:list_posts           GET   401  401  401  401  401  401  401  401
api:read_roll            GET   401  401  401  401  401  401  401  401
api:list_facts           GET   401  401  401  401  401  401  401  401
api:list_sheets          GET   401  401  401  401  401  401  401  401
api:hand_in_rows         POST  401  401  401  401  401  401  401  401
health                   GET   200  200  200  200  200  200  200  200
robots                   GET   200  200  200  200  200  200  200  200
identity:sign_in         GET   302  302  302  302  302  302  200  200
identity:sign_in         POST  422  422  422  422  422  422  422  422
identity:sign_out        POST  302  302  302  302  302  302  302  302
identity:change_password GET   200  200  200  200  200  200  302  302
identity:change_password POST  200  200  200  200  200  200  403  403
identity:county_sign_in  GET   404  404  404  404  404  404  404  404
identity:county_back     GET   404  404  404  404  404  404  404  404
identity:county_back     POST  302  302  302  302  302  302  302  302
identity:sign_in_code    GET   302  302  302  302  302  302  302  302
identity:sign_in_code    POST  302  302  302  302  302  302  302  302
identity:prove           GET   200  200  200  200  200  200  302  302
identity:prove           POST  422  422  422  422  422  422  403  403
identity:second_factor   GET   200  200  200  200  200  200  302  302
identity:second_factor   POST  422  422  422  422  422  422  403  403
identity:begin_second_factor POST 302 302 302 302 302 302 403 403
identity:end_second_factor GET 200  200  200  200  200  200  302  302
identity:end_second_factor POST 422 422  422  422  422  422  403  403
insight:home             GET   200  200  200  200  200  200  302  302
insight:search           GET   200  200  200  200  200  200  302  302
bodies:register          GET   200  200  200  200  200  200  302  302
bodies:record            GET   200  200  200  200  200  200  302  302
bodies:tree              GET   200  200  200  200  200  200  302  302
bodies:branch            GET   200  200  200  200  200  200  302  302
bodies:map               GET   200  200  200  200  200  200  302  302
bodies:add               GET   403  403  403  403  403  403  302  302
bodies:add               POST  403  403  403  403  403  403  403  403
bodies:rename            GET   403  403  403  403  403  403  302  302
bodies:rename            POST  403  403  403  403  403  403  403  403
bodies:recode            GET   403  403  403  403  403  403  302  302
bodies:recode            POST  403  403  403  403  403  403  403  403
bodies:move              GET   403  403  403  403  403  403  302  302
bodies:move              POST  403  403  403  403  403  403  403  403
bodies:end               GET   403  403  403  403  403  403  302  302
bodies:end               POST  403  403  403  403  403  403  403  403
bodies:register_code     GET   403  403  403  403  403  403  302  302
bodies:register_code     POST  403  403  403  403  403  403  403  403
bodies:found             GET   403  403  403  403  403  403  302  302
bodies:found             POST  403  403  403  403  403  403  403  403
bodies:describe          GET   403  403  403  403  403  403  302  302
bodies:describe          POST  403  403  403  403  403  403  403  403
bodies:role              GET   403  403  403  403  403  403  302  302
bodies:role              POST  403  403  403  403  403  403  403  403
bodies:join              GET   403  403  403  403  403  403  302  302
bodies:join              POST  403  403  403  403  403  403  403  403
bodies:leave             GET   403  403  403  403  403  403  302  302
bodies:leave             POST  403  403  403  403  403  403  403  403
bodies:fact_list         GET  200  200  200  403  200  200  302  302
bodies:facts             GET  200  200  403  403  200  403  302  302
bodies:enter_facts       GET  200  200  403  403  200  403  302  302
bodies:enter_facts       POST 422  422  403  403  422  403  403  403
bodies:flag_body         GET  403  403  403  403  200  403  302  302
bodies:flag_body         POST 403  403  403  403  422  403  403  403
bodies:lift_flag         GET  403  403  404  403  200  404  302  302
bodies:lift_flag         POST 403  403  404  403  422  404  403  403
bodies:place_body        GET  403  403  403  403  200  403  302  302
bodies:place_body        POST 403  403  403  403  422  403  403  403
bodies:agreements        GET  200  200  200  403  200  200  302  302
bodies:agreement         GET  200  200  200  403  200  404  302  302
bodies:print_agreement   GET  200  200  200  403  200  404  302  302
bodies:draft_agreement   GET  403  403  403  403  200  403  302  302
bodies:draft_agreement   POST 403  403  403  403  422  403  403  403
bodies:redraft_agreement GET  403  403  403  403  200  404  302  302
bodies:redraft_agreement POST 403  403  403  403  422  404  403  403
bodies:terms             GET  403  403  403  403  200  404  302  302
bodies:terms             POST 403  403  403  403  302  404  403  403
bodies:amend_agreement   GET  403  403  403  403  200  404  302  302
bodies:amend_agreement   POST 403  403  403  403  422  404  403  403
bodies:sign_agreement    GET  200  403  403  403  403  404  302  302
bodies:sign_agreement    POST 422  403  403  403  403  404  403  403
bodies:sign_on_paper     GET  403  403  403  403  200  404  302  302
bodies:sign_on_paper     POST 403  403  403  403  422  404  403  403
bodies:file_original     GET  403  403  403  403  200  404  302  302
bodies:file_original     POST 403  403  403  403  422  404  403  403
bodies:end_agreement     GET  403  403  403  403  200  404  302  302
bodies:end_agreement     POST 403  403  403  403  422  404  403  403
bodies:pairings          GET  200  200  200  403  200  200  302  302
bodies:pairing           GET  200  200  200  403  200  404  302  302
bodies:pair              GET  403  403  403  403  200  403  302  302
bodies:pair              POST 403  403  403  403  422  403  403  403
bodies:set_goal          GET  403  403  403  403  200  404  302  302
bodies:set_goal          POST 403  403  403  403  422  404  403  403
bodies:record_result     GET  200  200  403  403  200  404  302  302
bodies:record_result     POST 422  422  403  403  422  404  403  403
bodies:close_pairing     GET  403  403  403  403  200  404  302  302
bodies:close_pairing     POST 403  403  403  403  422  404  403  403
people:register          GET   200  200  200  403  200  200  302  302
people:roll              GET   200  200  403  403  200  403  302  302
people:persons           GET   200  200  200  403  200  200  302  302
people:persons           POST  200  200  200  403  200  200  403  403
people:person            GET   200  200  404  404  200  404  302  302
people:ask               GET   200  200  404  404  200  404  302  302
people:ask               POST  422  422  404  404  422  404  403  403
people:area              GET   200  200  403  403  200  403  302  302
people:new_person        GET   200  200  403  403  200  403  302  302
people:new_person        POST  422  422  403  403  422  403  403  403
people:households        GET   200  200  403  403  200  403  302  302
people:new_household     GET   200  200  403  403  200  403  302  302
people:new_household     POST  422  422  403  403  422  403  403  403
people:household         GET   200  200  404  404  200  404  302  302
people:household_act     GET   200  200  404  404  200  404  302  302
people:household_act     POST  422  422  404  404  422  404  403  403
people:changes           GET   200  200  200  403  200  200  302  302
people:change            GET   200  200  404  404  200  404  302  302
people:approve           POST  302  403  404  404  302  404  403  403
people:agree             POST  403  403  404  404  403  404  403  403
people:refuse            GET   200  403  404  404  200  404  302  302
people:refuse            POST  422  403  404  404  422  404  403  403
people:withdraw          POST  403  302  404  404  403  404  403  403
people:open_roll         POST  403  403  403  403  302  403  403  403
people:personal          GET   200  200  404  404  200  404  302  302
people:personal          POST  422  422  404  404  422  404  403  403
people:keep_number       GET   200  200  404  404  403  404  302  302
people:keep_number       POST  422  422  404  404  403  404  403  403
people:consent           GET   200  200  404  404  403  404  302  302
people:consent           POST  422  422  404  404  403  404  403  403
people:new_wish          GET   200  200  404  404  200  404  302  302
people:new_wish          POST  422  422  404  404  422  404  403  403
people:dossier           GET   200  200  404  404  200  404  302  302
people:dossier           POST  422  422  404  404  422  404  403  403
people:withdraw_consent  GET   200  200  404  404  403  404  302  302
people:withdraw_consent  POST  302  302  404  404  403  404  403  403
people:wishes            GET   200  200  200  403  200  200  302  302
people:wish              GET   200  200  404  404  200  404  302  302
people:wish              POST  403  403  404  404  302  404  403  403
people:due               GET   403  403  403  403  200  403  302  302
people:due               POST  403  403  403  403  302  403  403  403
people:impact            GET   403  403  403  403  403  403  302  302
people:impact_paper      GET   403  403  403  403  403  403  302  302
people:sign_impact       GET   403  403  403  403  403  403  302  302
people:sign_impact       POST  403  403  403  403  403  403  403  403
people:export_numbers    GET   200  403  403  403  200  403  302  302
people:export_numbers    POST  422  403  403  403  422  403  403  403
posts:register           GET   200  200  200  200  200  200  302  302
posts:appoint            GET   403  403  403  403  200  403  302  302
posts:appoint            POST  403  403  403  403  200  403  403  403
posts:post               GET   200  200  200  200  200  200  302  302
posts:person             GET   200  200  200  200  200  200  302  302
posts:correct            GET   403  403  403  403  200  403  302  302
posts:correct            POST  403  403  403  403  200  403  403  403
posts:delegate           GET   403  200  403  403  200  403  302  302
posts:delegate           POST  403  200  403  403  200  403  403  403
posts:take_back          GET   403  200  403  403  200  403  302  302
posts:take_back          POST  403  302  403  403  302  403  403  403
posts:selections         GET   200  403  403  403  200  403  302  302
posts:open_selection     GET   200  403  403  403  200  403  302  302
posts:open_selection     POST  200  403  403  403  200  403  403  403
posts:selection          GET   200  403  404  403  200  404  302  302
posts:put_up             GET   200  403  404  403  200  404  302  302
posts:put_up             POST  200  403  404  403  200  404  403  403
posts:opinion            GET   200  403  404  403  200  404  302  302
posts:opinion            POST  200  403  404  403  200  404  403  403
posts:conclude           GET   200  403  404  403  200  404  302  302
posts:conclude           POST  200  403  404  403  200  404  403  403
posts:approve            GET   403  403  404  403  200  404  302  302
posts:approve            POST  403  403  404  403  200  404  403  403
posts:appoint_selected   GET   200  403  404  403  200  404  302  302
posts:appoint_selected   POST  200  403  404  403  200  404  403  403
posts:print_selection    GET   200  403  404  403  200  404  302  302
posts:rotas              GET   200  200  200  200  200  200  302  302
posts:make_rota          GET   403  403  403  403  200  403  302  302
posts:make_rota          POST  403  403  403  403  200  403  403  403
posts:rota               GET   200  200  200  200  200  200  302  302
posts:absence            GET   200  403  403  403  200  403  302  302
posts:absence            POST  200  403  403  403  200  403  403  403
posts:swap               GET   200  403  403  403  200  403  302  302
posts:swap               POST  200  403  403  403  200  403  403  403
posts:hand_over          GET   200  403  403  403  200  403  302  302
posts:hand_over          POST  200  403  403  403  200  403  403  403
posts:answer_swap        GET   200  403  403  403  200  403  302  302
posts:answer_swap        POST  200  403  403  403  200  403  403  403
posts:contacts           GET   200  200  200  200  200  200  302  302
posts:make_contact       GET   403  403  403  403  200  403  302  302
posts:make_contact       POST  403  403  403  403  200  403  403  403
posts:contact            GET   200  200  200  200  200  200  302  302
posts:visit              GET   200  403  403  403  200  403  302  302
posts:visit              POST  200  403  403  403  200  403  403  403
posts:end_contact        GET   403  403  403  403  200  403  302  302
posts:end_contact        POST  403  403  403  403  200  403  403  403
posts:settle             GET   200  403  404  403  200  404  302  302
posts:settle             POST  200  403  404  403  200  404  403  403
posts:leads              GET   200  200  200  200  200  200  302  302
posts:make_lead          GET   403  403  403  403  200  403  302  302
posts:make_lead          POST  403  403  403  403  200  403  403  403
posts:lead               GET   200  200  200  200  200  200  302  302
posts:result             GET   200  403  403  403  200  403  302  302
posts:result             POST  200  403  403  403  200  403  403  403
posts:end_lead           GET   403  403  403  403  200  403  302  302
posts:end_lead           POST  403  403  403  403  200  403  403  403
posts:talent             GET   200  403  403  403  200  403  302  302
posts:record_talent      GET   200  403  403  403  200  403  302  302
posts:record_talent      POST  200  403  403  403  200  403  403  403
posts:strike_talent      GET   200  403  404  403  200  404  302  302
posts:strike_talent      POST  200  403  404  403  200  404  403  403
posts:relieve            GET   403  403  403  403  200  403  302  302
posts:relieve            POST  403  403  403  403  200  403  403  403
access:mine              GET   200  200  200  200  200  200  302  302
access:grants            GET   403  403  403  403  403  403  302  302
access:accounts          GET   403  403  403  403  403  403  302  302
access:new_account       GET   403  403  403  403  403  403  302  302
access:open_account      GET   403  403  403  403  403  403  302  302
access:open_account      POST  403  403  403  403  403  403  403  403
access:account           GET   403  403  403  403  403  403  302  302
access:repair            POST  403  403  403  403  403  403  403  403
access:inspections       GET   200  200  200  200  200  200  302  302
access:inspect           GET   403  403  403  200  403  403  302  302
access:inspect           POST  403  403  403  422  403  403  403  403
access:end_inspection    POST  404  404  404  404  404  404  403  403
access:relatives         GET   200  200  200  403  200  200  302  302
access:declare_kin       GET   200  200  200  403  200  200  302  302
access:declare_kin       POST  422  422  422  403  422  422  403  403
access:end_kin           GET   200  200  200  403  200  200  302  302
access:end_kin           POST  404  404  404  403  404  404  403  403
access:give_link         GET   200  200  404  404  200  404  302  302
access:give_link         POST  200  200  404  404  200  404  403  403
access:own_data          GET   410  410  410  410  410  410  410  410
access:own_data          POST  410  410  410  410  410  410  410  410
access:keys              GET   403  403  403  403  403  403  302  302
access:new_key           GET   403  403  403  403  403  403  302  302
access:new_key           POST  403  403  403  403  403  403  403  403
access:key               GET   403  403  403  403  403  403  302  302
access:key               POST  403  403  403  403  403  403  403  403
audit:log                GET   403  403  403  403  403  403  302  302
evidence:download        GET   200  200  404  200  200  404  302  302
affairs:matters          GET   200  200  200  403  200  200  302  302
affairs:raise            GET   200  403  403  403  200  403  302  302
affairs:raise            POST  200  403  403  403  200  403  403  403
affairs:matter           GET   200  200  200  403  200  404  302  302
affairs:resolution-paper GET   200  200  200  403  200  404  302  302
affairs:registration-paper GET 200  200  200  403  200  404  302  302
affairs:convene          GET   403  403  403  404  403  404  302  302
affairs:convene          POST  403  403  403  404  403  404  403  403
affairs:resolve          GET   403  403  403  404  403  404  302  302
affairs:resolve          POST  403  403  403  404  403  404  403  403
affairs:purchase         GET   200  403  403  404  403  404  302  302
affairs:purchase         POST  200  403  403  404  403  404  403  403
affairs:effect           GET   403  403  403  404  403  404  302  302
affairs:effect           POST  403  403  403  404  403  404  403  403
affairs:rating           GET   403  403  403  404  403  404  302  302
affairs:rating           POST  403  403  403  404  403  404  403  403
affairs:close-rating     GET   403  403  403  404  403  404  302  302
affairs:close-rating     POST  403  403  403  404  403  404  403  403
affairs:approval         GET   404  404  404  404  404  404  302  302
affairs:approval         POST  404  404  404  404  404  404  403  403
affairs:consent          GET   404  404  404  404  404  404  302  302
affairs:consent          POST  404  404  404  404  404  404  403  403
affairs:escalation       GET   403  403  403  404  403  404  302  302
affairs:escalation       POST  403  403  403  404  403  404  403  403
affairs:hearing          GET   404  404  404  404  404  404  302  302
affairs:hearing          POST  404  404  404  404  404  404  403  403
affairs:display          GET   404  404  404  404  404  404  302  302
affairs:display          POST  404  404  404  404  404  404  403  403
affairs:deliberate       GET   200  403  403  404  403  404  302  302
affairs:deliberate       POST  200  403  403  404  403  404  403  403
affairs:step             GET   200  403  403  404  403  404  302  302
affairs:step             POST  200  403  403  404  403  404  403  403
affairs:assembly         GET   200  403  403  404  403  404  302  302
affairs:assembly         POST  200  403  403  404  403  404  403  403
affairs:vote             GET   200  403  403  404  403  404  302  302
affairs:vote             POST  200  403  403  404  403  404  403  403
affairs:decide           GET   200  403  403  404  403  404  302  302
affairs:decide           POST  422  403  403  404  403  404  403  403
affairs:publish          GET   200  403  403  404  403  404  302  302
affairs:publish          POST  422  403  403  404  403  404  403  403
affairs:result           GET   200  403  403  404  403  404  302  302
affairs:result           POST  200  403  403  404  403  404  403  403
work:tasks               GET   200  200  200  403  200  200  302  302
work:task                GET   200  200  404  403  200  404  302  302
work:finish              GET   302  302  404  403  403  404  302  302
work:finish              POST  200  200  404  403  403  404  403  403
assessment:scores        GET   200  403  403  403  200  403  302  302
assessment:sheet         GET   200  403  403  403  200  403  302  302
assessment:indicator     GET   200  403  403  403  200  403  302  302
"""
_TABLES = (TABLE, book_rows.BOOKS, MEETINGS, ROWS, money_rows.ROWS, voting_rows.ROWS, formation_rows.TABLE)
TABLE = "".join(rows.rstrip("\n") for rows in _TABLES)


@dataclass(frozen=True)
class Row:
    route: str
    method: str
    statuses: dict[str, int]


def rows() -> list[Row]:
    """Raises ValueError for a line that does not name everybody."""
    found = []
    for line in TABLE.strip().splitlines():
        route, method, *numbers = line.split()
        found.append(Row(route, method, dict(zip(PEOPLE, map(int, numbers), strict=True))))
    return found
