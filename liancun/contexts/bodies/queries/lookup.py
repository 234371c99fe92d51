"""Finding the body a clerk means by a code, a name, or a name with the name above it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from liancun.contexts.bodies.models import Body
from liancun.contexts.bodies.queries.tree import holding
from liancun.kernel.errors import Place, Refusal, mark


@dataclass(frozen=True)
class Spot:
    id: int
    kind: str
    name: str
    code: str
    parent_id: int | None


class Lookup:
    """The bodies of that day in memory, by what clerks call them; one statement."""

    def __init__(self, day: date, forms: Collection[str] = ()) -> None:
        found = Body.objects.filter(holding(day))
        if forms:
            found = found.filter(form__in=forms)
        rows = found.values_list("id", "kind", "name", "code", "parent_id", "short_name", "registration_code")
        self.by_id: dict[int, Spot] = {}
        self._named: dict[str, list[int]] = {}
        self._below: dict[int, list[int]] = {}
        for id, kind, name, code, parent, short, registration in rows.iterator(chunk_size=5000):
            self.by_id[id] = Spot(id, kind, name, code, parent)
            if parent is not None:
                self._below.setdefault(parent, []).append(id)
            for word in {name, short, code, registration} - {""}:
                self._named.setdefault(word, []).append(id)

    def by_code(self, code: str) -> Spot | None:
        return next((self.by_id[id] for id in self._named.get(code, ()) if self.by_id[id].code == code), None)

    def known(self, kind: str, name: str, parent_id: int | None) -> Spot | None:
        """The body of that kind and name right under that parent."""
        spots = (self.by_id[id] for id in self._named.get(name, ()))
        return next(
            (one for one in spots if (one.kind, one.name, one.parent_id) == (kind, name, parent_id)), None
        )

    def part(self, parent_id: int, kinds: Collection[str]) -> Spot | None:
        """The only body of these kinds right under that one."""
        found = [id for id in self._below.get(parent_id, ()) if self.by_id[id].kind in kinds]
        return self.by_id[found[0]] if len(found) == 1 else None

    def find(self, text: str, *, field: str, kinds: Collection[str] = ()) -> Spot:
        """Refusals: bodies.not_found, bodies.several."""
        ids = [id for id in self._candidates(text) if not kinds or self.by_id[id].kind in kinds]
        if len(ids) == 1:
            return self.by_id[ids[0]]
        if not ids:
            raise Refusal(
                "bodies.not_found",
                mark("名录里没有“{name}”。"),
                {"name": text[:40]},
                Place("field", field=field),
                mark("请写全称或代码；还没有登记的，请先登记。"),
            )
        raise Refusal(
            "bodies.several",
            mark("有 {count} 个组织叫“{name}”。"),
            {"name": text[:40], "count": len(ids)},
            Place("field", field=field),
            mark("请改写代码，或在前面加上乡镇名称，例如“蔡牛镇新台子村”。"),
        )

    def _candidates(self, text: str) -> list[int]:
        tidy = text.replace("/", "").replace(" ", "")
        return self._named.get(text) or self._named.get(tidy) or self._with_place(tidy)

    def _with_place(self, text: str) -> list[int]:
        """A name that begins with the name of something above it: 蔡牛镇新台子村."""
        found: dict[int, None] = {}
        for cut in range(2, len(text) - 1):
            for id in self._named.get(text[cut:], ()):
                if self._lies_in(id, text[:cut]):
                    found[id] = None
        return list(found)

    def _lies_in(self, id: int, name: str) -> bool:
        above = self.by_id[id].parent_id
        while above is not None and (spot := self.by_id.get(above)) is not None:
            if spot.name.endswith(name) or name.endswith(spot.name):
                return True
            above = spot.parent_id
        return False
