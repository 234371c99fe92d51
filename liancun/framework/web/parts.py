"""What pages show: small frozen shapes a view fills and a template of this folder draws.

Nothing here reads or decides. A view builds these from its queries; texts come translated.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Tone = Literal["done", "running", "waiting", "refused", "draft", "closed"]
Kind = Literal["text", "number", "money", "date", "state", "name"]
CellValue = str | int | Decimal | date | datetime | None


@dataclass(frozen=True)
class Link:
    label: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class MenuItem:
    """One entry of the navigation; never deeper than one level of children."""

    label: str
    url: str
    active: bool = False
    children: tuple[MenuItem, ...] = ()


@dataclass(frozen=True)
class State:
    """Where a thing stands, in a word. The tone chooses colour and sign together."""

    word: str
    tone: Tone = "running"


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    url: str = ""


@dataclass(frozen=True)
class NextStep:
    """The one thing to do next. Without `url` it only says who must move.

    `sentence` says what is needed; `consequence` makes the page ask once before a post
    that cannot be undone; `post` sends the button as a form.
    """

    sentence: str
    label: str = ""
    url: str = ""
    who: str = ""
    by: date | datetime | None = None
    post: bool = False
    consequence: str = ""
    late: bool = False
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Entry:
    """One line of a time line. `at` None means still to come."""

    what: str
    at: date | datetime | None = None
    who: str = ""
    note: str = ""
    url: str = ""
    tone: Tone = "done"
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Related:
    title: str
    links: tuple[Link, ...] = ()
    empty: str = ""


@dataclass(frozen=True)
class Figure:
    """A number with its trend, oldest value first; two values or more draw a line."""

    label: str
    value: str
    unit: str = ""
    trend: tuple[float, ...] = ()
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class Filter:
    """A filter of a register, named as in the query string. The empty value means all."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    chosen: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a register. `key` is the sort key in the query string when sortable.

    In files that leave: `group` is a merged heading over neighbours of the same group, `total` adds up the column.
    """

    key: str
    label: str
    kind: Kind = "text"
    sortable: bool = False
    group: str = ""
    total: bool = False


@dataclass(frozen=True)
class Row:
    """Values in the order of the columns; `url` opens the record from the first cell.

    A cell of kind "state" takes a `State`. `note` is a quiet second line of the first cell.
    """

    cells: tuple[CellValue | State, ...]
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Register:
    """A list page: what is shown and how it is sorted; Excel and PDF of it come by themselves."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    filters: tuple[Filter, ...] = ()
    search: str = ""
    search_hint: str = ""
    sort: str = ""
    empty: str = ""
    empty_step: Link | None = None
    kept: tuple[tuple[str, str], ...] = ()
    on: date | None = None

    @property
    def is_filtered(self) -> bool:
        return any(one.chosen for one in self.filters)


@dataclass(frozen=True)
class Section:
    """What another context shows on a record page: a heading over whatever of these it has.

    `order` says where it stands among the sections of a page, low first; `step` is the one thing to do here.
    """

    title: str
    facts: tuple[Fact, ...] = ()
    register: Register | None = None
    links: tuple[Link, ...] = ()
    timeline: tuple[Entry, ...] = ()
    note: str = ""
    step: Link | None = None
    order: int = 50


@dataclass(frozen=True)
class Pager:
    """Where a list stands: page `number` of `pages`, `total` rows in all."""

    number: int
    pages: int
    total: int
    size: int = 25

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * self.size, self.total)

    @property
    def shown(self) -> tuple[int, ...]:
        """Page numbers to offer; 0 stands for a gap."""
        near = {1, self.pages, *range(self.number - 1, self.number + 2)}
        numbers = sorted(n for n in near if 1 <= n <= self.pages)
        shown: list[int] = []
        for number in numbers:
            if shown and number - shown[-1] > 1:
                shown.append(0)
            shown.append(number)
        return tuple(shown)


@dataclass(frozen=True)
class Quorum:
    """Presence against the number a rule needs; `rule` is the rule in words with its article."""

    entitled: int
    present: int
    needed: int
    rule: str = ""
    label: str = ""

    @property
    def missing(self) -> int:
        return max(self.needed - self.present, 0)

    @property
    def met(self) -> bool:
        return self.missing == 0


@dataclass(frozen=True)
class Verdict:
    """How a vote came out and which rule judged it. Counts are of persons."""

    passed: bool
    sentence: str
    rule: str
    yes: int
    no: int
    abstain: int
    entitled: int
    needed: int
    article: str = ""

    @property
    def silent(self) -> int:
        """Entitled persons who gave no vote."""
        return max(self.entitled - self.yes - self.no - self.abstain, 0)

    @property
    def missing(self) -> int:
        return max(self.needed - self.yes, 0)


@dataclass(frozen=True)
class Amount:
    """A figure of a statement in yuan; None prints as a dash, `url` opens what it is made of."""

    value: Decimal | None
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a statement. `code` is the row number printed on the paper form."""

    label: str
    amounts: tuple[Amount, ...]
    code: str = ""
    level: int = 0
    total: bool = False
    heading: bool = False


@dataclass(frozen=True)
class Sheet:
    """A statement as on paper: title, 编制单位, period, columns of amounts, signatures.

    `right`: the other half of a two-sided form (资产 beside 负债和权益); `heads` name the items of both halves.
    """

    title: str
    body: str
    period: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    form_number: str = ""
    signatures: tuple[str, ...] = ()
    note: str = ""
    right: tuple[Line, ...] = ()
    heads: tuple[str, str] = ("", "")

    @property
    def halves(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """The head and the lines of each half; one half for a one-sided form."""
        left = (self.heads[0], self.lines)
        return (left, (self.heads[1], self.right)) if self.right else (left,)


@dataclass(frozen=True)
class Progress:
    """Long work: counts so far. `left` is seconds, `url` gives this same part again."""

    title: str
    done: int
    total: int
    url: str
    refused: int = 0
    left: int | None = None
    finished: bool = False
    failed: bool = False
    sentence: str = ""
    result_url: str = ""


@dataclass(frozen=True)
class Upload:
    """A filed paper. `size` in bytes; `digest` is SHA-256 in hex."""

    name: str
    size: int
    url: str = ""
    digest: str = ""
    at: date | datetime | None = None
    who: str = ""
    remove_url: str = ""


@dataclass(frozen=True)
class Problem:
    """One fault of a form as the list above it shows it; `anchor` is the field's id."""

    sentence: str
    anchor: str = ""


@dataclass(frozen=True)
class Area:
    """One cell of a schematic map. `column` and `row` place it; they mean no position on earth."""

    id: str
    name: str
    value: float
    column: int = 0
    row: int = 0
    shown: str = ""
    group: str = ""
    url: str = ""
    state: State | None = None

    @property
    def written(self) -> str:
        """The value as the list shows it."""
        return self.shown or f"{self.value:,.15g}"


@dataclass(frozen=True)
class AreaSet:
    """One set drawn as map, list and chart. `geometry` is a county's own GeoJSON, if imported:
    a FeatureCollection whose features carry the area's id in `properties.id`."""

    title: str
    measure: str
    unit: str
    areas: tuple[Area, ...]
    geometry: dict[str, object] | None = field(default=None)


@dataclass(frozen=True)
class Published:
    """The foot of a public page: which frozen snapshot this is and whom to ask."""

    office: str
    at: date | datetime
    fingerprint: str = ""
    url: str = ""
    until: date | datetime | None = None
    contact: str = ""
