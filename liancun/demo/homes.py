"""Households of the demonstration: couples and persons who live alone, drawn from those registered in a village."""

from __future__ import annotations

from collections.abc import Iterator

from liancun.contexts.people import api as people
from liancun.demo.county import Federation
from liancun.demo.names import sex_of
from liancun.demo.setting import BEGUN, SYSTEM

GROUPS = ("一组", "二组", "三组", "四组")


def settle(federation: Federation) -> int:
    """Every registered villager lives in one household from the first day on; gives how many households."""
    villages = sorted(seat.village for seat in federation.seats.values())
    living: dict[int, list[people.PersonLine]] = {village: [] for village in villages}
    for line in people.at_homes(villages):
        living[line.home_id].append(line)
    wanted = [one for village, lines in living.items() for one in _households(village, lines)]
    return len(people.found_households(SYSTEM, households=wanted))


def _households(village: int, lines: list[people.PersonLine]) -> Iterator[people.NewHousehold]:
    """Two of three men live with a wife; all others alone."""
    women = [line for line in lines if sex_of(line.name) == "female"]
    men = [line for line in lines if sex_of(line.name) == "male"]
    number = 0
    for place, head in enumerate(men):
        wife = women.pop() if women and place % 3 else None
        number += 1
        yield _household(village, number, head, wife)
    for head in women:
        number += 1
        yield _household(village, number, head, None)


def _household(
    village: int, number: int, head: people.PersonLine, spouse: people.PersonLine | None
) -> people.NewHousehold:
    members = [people.NewHouseholdMember(head.id, "head")]
    if spouse is not None:
        members.append(people.NewHouseholdMember(spouse.id, "spouse"))
    address = f"{GROUPS[number % len(GROUPS)]}{number} 号"
    return people.NewHousehold(village, f"{number:04d}", address, BEGUN, tuple(members))
