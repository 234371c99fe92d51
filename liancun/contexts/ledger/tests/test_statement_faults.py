"""What `playbook check` refuses about statements, each with the key at fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from liancun.framework import playbook
from liancun.framework.playbook.reading import from_texts
from liancun.kernel.errors import Refusal, Refusals

COUNTY = Path(__file__).parents[4] / "playbooks" / "tieling"


def _replaced(file: str, old: str, new: str) -> Callable[[dict[str, str]], None]:
    def spoil(texts: dict[str, str]) -> None:
        assert old in texts[file]
        texts[file] = texts[file].replace(old, new, 1)

    return spoil


def _keys(refused: Exception) -> list[str | None]:
    faults = list(refused) if isinstance(refused, Refusals) else [refused]
    return [f.place.key for f in faults if isinstance(f, Refusal) and f.place is not None]


_VILLAGE = "common/statements/village.toml"
_STATISTICS = "common/statements/statistics.toml"
_MAP = "common/statements/map-2004.toml"


@pytest.mark.parametrize(
    ("spoil", "key"),
    [
        (_replaced(_VILLAGE, 'take = "101 + 102"', 'take = "101 + 109"'), "statement.village-balance.row.0.take"),
        (_replaced(_VILLAGE, 'take = "101 + 102"', 'take = "101 ohne 102"'), "statement.village-balance.row.0.take"),
        (_replaced(_VILLAGE, 'take = "101 + 102"', 'take = "[assets]"'), "statement.village-balance.row.0.take"),
        (_replaced(_VILLAGE, 'take = "101 + 102"', 'take = "[gold]"'), "statement.village-balance.row.0.take"),
        (_replaced(_VILLAGE, 'key = "stock"', 'key = "cash"'), "statement.village-balance.row"),
        (_replaced(_VILLAGE, '"group-2023"]', '"group-1999"]'), "statement.village-balance.charts"),
        (_replaced(_STATISTICS, 'below = "100000.00"', 'below = "40000.00"'), "statistic.operating-income-2008.band"),
        (
            _replaced(_STATISTICS, 'village-income = "operating-result"', 'village-income = "profit"'),
            "statistic.operating-income-2008.row.village-income",
        ),
        (_replaced(_MAP, 'code = "101"', 'code = "199"'), "map.village-2004.line"),
        (_replaced(_MAP, 'to = ["211"]', 'to = ["299"]'), "map.village-2004.line.15.to"),
    ],
)  # fmt: skip
def test_a_faulty_statement_is_refused_with_its_key(
    spoil: Callable[[dict[str, str]], None], key: str
) -> None:
    texts: dict[str, Any] = dict(playbook.read(COUNTY).texts)
    spoil(texts)
    with pytest.raises((Refusal, Refusals)) as refused:
        from_texts(texts, "tieling")
    assert key in _keys(refused.value)
