"""`liancun plan villages.xlsx`: groups of villages proposed from a table, with a proof, without any database."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook

from liancun.contexts.formation import api as formation
from liancun.framework import playbook
from liancun.kernel.errors import Place, Refusal, mark
from liancun.project.planning_borders import Areas, placed
from liancun.project.planning_map import page
from liancun.project.settings_table import value

Row = Mapping[str, object]

NAME, TOWN, EAST, NORTH = "村名", "乡镇", "东(公里)", "北(公里)"
COLUMNS: dict[str, str] = {
    "population": "人口",
    "strength": "集体收入",
    "readiness": "准入分",
    "strong": "可作中心村",
    "willing": "愿意加入",
}
GROUPED: dict[str, str] = {"industries": "产业:", "has": "有:", "needs": "需:"}
WORDS: dict[str, str] = {
    "near": "相邻",
    "alike": "产业相近",
    "supply": "供销相连",
    "lack": "功能互补",
    "balance": "发展互助",
    "across": "跨乡镇",
    "group": "组数",
    "waiting": "暂不入组",
}


def plan_command(arguments: list[str]) -> int:
    """Read, plan, prove, write; says on the way what it does."""
    told = _arguments(arguments)
    rules, profile = _profile(told.profile)
    problem, sheet = read(told.villages, told.links, told.borders, rules, profile)
    effort = formation.Effort(moves=told.moves, runs=told.runs, workers=told.workers)
    print(f"{len(problem.villages)} 个村，{len(problem.links)} 条相邻关系；正在搜索……", flush=True)
    plan = formation.search(problem, seed=told.seed, effort=effort)
    proof = _proof(problem, plan) if told.prove else None
    plan = proof.plan if proof else plan
    score = formation.plan_score(problem, plan)
    print(f"{len(plan.groups)} 组，{len(plan.waiting)} 个村暂不入组；总分 {score.total:.3f}（越低越好）")
    if proof:
        print(f"任何方案的总分都不低于 {proof.certificate.bound:.3f}：最多还能好 {proof.gap:.2%}")
    if told.out:
        write(told.out, problem, plan, proof)
    if told.map:
        told.map.write_text(page(problem, plan, sheet), encoding="utf-8")
    return 0


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="liancun plan", description=__doc__)
    parser.add_argument("villages", type=Path, help="Excel 表，一村一行")
    parser.add_argument("--links", type=Path, help="CSV：村名,村名,分钟；不给则按位置推算相邻")
    parser.add_argument(
        "--borders", type=Path, help="GeoJSON：一村一个面，属性“村名”；按共有边界定相邻，示意图照此画"
    )
    parser.add_argument(
        "--profile", default="村村互助", help="县的方案目录名，或 强村带动、产业牵引、村村互助"
    )
    parser.add_argument("--out", type=Path, help="写出的 Excel")
    parser.add_argument("--map", type=Path, help="写出的示意图（HTML）")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--moves", type=int, default=1500, help="每村尝试的改动次数")
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--no-proof", dest="prove", action="store_false", help="不求证上界")
    return parser.parse_args(arguments)


def _profile(name: str) -> tuple[formation.Rules, formation.Profile]:
    if name in formation.PROFILES:
        return formation.Rules(), formation.PROFILES[name]
    folder = Path(value("LIANCUN_PLAYBOOKS_DIR")) / name
    if not folder.is_dir():
        raise Refusal(
            "formation.no_profile",
            mark("没有叫“{name}”的方案。"),
            {"name": name},
            remedy=mark("请写县的方案目录名，或 强村带动、产业牵引、村村互助。"),
        )
    section = playbook.read(folder).section("formation")
    return section.rules(), section.profile()


def _proof(problem: formation.Problem, plan: formation.Plan) -> formation.Proof | None:
    try:
        return formation.prove(problem, plan)
    except formation.TooMany:
        print("各中心村能带的村太多，这次不求证上界。")
        return None


def read(
    villages: Path,
    links: Path | None,
    borders: Path | None,
    rules: formation.Rules,
    profile: formation.Profile,
) -> tuple[formation.Problem, formation.Sheet | None]:
    """The problem in the files, and the map where areas are given. Refusal names the place of the first fault."""
    rows = _table(villages)
    found = tuple(_village(villages, number, row) for number, row in enumerate(rows, 2))
    areas: Areas = {}
    if borders is not None:
        found, areas = placed(borders, found)
    if links is None:
        places = [(village.east, village.north) for village in found]
        pairs = formation.beside(places, areas)
        roads = tuple(
            formation.Link(found[a].key, found[b].key, 2.0 * _distance(places[a], places[b]))
            for a, b in pairs
        )
    else:
        roads = _links(links)
    sheet = formation.sheet_of([(one.east, one.north) for one in found], areas) if areas else None
    return formation.Problem(found, roads, (), rules, profile), sheet


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres; a kilometre of straight line takes two minutes."""
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def _table(path: Path) -> list[dict[str, object]]:
    try:
        sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
    except (OSError, ValueError, KeyError) as error:
        raise _unreadable(path, error) from error
    lines = sheet.iter_rows(values_only=True)
    head = [str(cell or "").strip() for cell in next(lines, ())]
    if NAME not in head:
        raise Refusal(
            "formation.no_names", mark("表头里没有“村名”一列。"), place=Place("file", file=path.name)
        )
    return [dict(zip(head, line, strict=False)) for line in lines if any(cell is not None for cell in line)]


def _unreadable(path: Path, error: Exception) -> Refusal:
    said = {"reason": str(error)}
    return Refusal(
        "formation.unreadable", mark("文件打不开：{reason}。"), said, Place("file", file=path.name)
    )


def _village(path: Path, number: int, row: Row) -> formation.Village:
    def figure(column: str, otherwise: float = 0.0) -> float:
        cell = row.get(column)
        if cell is None or cell == "":
            return otherwise
        try:
            return float(str(cell))
        except ValueError as error:
            place = Place("row", file=path.name, row=number, column=column)
            raise Refusal(
                "formation.no_number", mark("应为数字，现在是“{found}”。"), {"found": cell}, place
            ) from error

    def yes(column: str) -> bool:
        return str(row.get(column, "")).strip() not in {"否", "不", "0", "False"}

    groups = {
        field: {column[len(start) :]: figure(column) for column in row if column.startswith(start)}
        for field, start in GROUPED.items()
    }
    name = str(row.get(NAME) or "").strip()
    return formation.Village(
        key=name,
        name=name,
        township=str(row.get(TOWN) or "").strip(),
        east=figure(EAST),
        north=figure(NORTH),
        population=int(figure(COLUMNS["population"])),
        strength=figure(COLUMNS["strength"]),
        readiness=figure(COLUMNS["readiness"], 100.0),
        strong=yes(COLUMNS["strong"]),
        willing=yes(COLUMNS["willing"]),
        industries=groups["industries"],
        has=groups["has"],
        needs=groups["needs"],
    )


def _links(path: Path) -> tuple[formation.Link, ...]:
    try:
        lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error
    return tuple(
        _link(path, number, line) for number, line in enumerate(lines, 1) if line and line[0] != "村名"
    )


def _link(path: Path, number: int, line: Sequence[str]) -> formation.Link:
    try:
        return formation.Link(line[0].strip(), line[1].strip(), float(line[2]) if len(line) > 2 else 1.0)
    except (IndexError, ValueError) as error:
        place = Place("row", file=path.name, row=number)
        raise Refusal("formation.link", mark("每行应写：村名,村名,分钟。"), place=place) from error


def write(
    path: Path, problem: formation.Problem, plan: formation.Plan, proof: formation.Proof | None
) -> None:
    """Three sheets: groups with their roles and terms, villages with their reasons, what it was made from."""
    book = Workbook()
    explainer = formation.Explainer(problem, plan)
    sheet = book.active
    assert sheet is not None
    sheet.title = "分组"
    terms = [WORDS[term] for term in formation.TERMS]
    sheet.append(["组", "中心村", "运输中转点", "生产加工集中点", "村数", "准入分", "成员", "总分", *terms])
    for number, group in enumerate(plan.groups, 1):
        roles = explainer.roles(group)
        shown = [roles.centre, roles.transport, roles.processing, len(group.members), round(roles.ready, 1)]
        figures = [round(cost, 3) for _, cost in roles.score]
        sheet.append([number, *shown, "、".join(group.members), round(roles.score.total, 3), *figures])
    _write_villages(book, problem, plan, explainer)
    _write_facts(book, problem, plan, proof)
    book.save(path)


def _write_villages(
    book: Workbook, problem: formation.Problem, plan: formation.Plan, explainer: formation.Explainer
) -> None:
    sheet = book.create_sheet("各村")
    sheet.append(
        ["村名", "乡镇", "中心村", "次优去处", "改去多付", *(WORDS[term] for term in formation.TERMS)]
    )
    for village in problem.villages:
        if not village.willing:
            sheet.append([village.key, village.township, "不愿加入"])
            continue
        why = explainer.why(village.key)
        other = why.best
        place = "" if other is None else (other.centre or "暂不入组")
        more = None if other is None else round(other.more, 3)
        own = [round(why.terms[term], 3) for term in formation.TERMS]
        sheet.append([village.key, village.township, why.centre or "暂不入组", place, more, *own])


def _write_facts(
    book: Workbook, problem: formation.Problem, plan: formation.Plan, proof: formation.Proof | None
) -> None:
    sheet = book.create_sheet("说明")
    score = formation.plan_score(problem, plan)
    rows: list[tuple[str, object]] = [("总分（越低越好）", round(score.total, 6))]
    rows += [(WORDS[term], round(cost, 6)) for term, cost in score]
    rows += [(f"权重：{WORDS[term]}", problem.profile.weight(term)) for term in formation.TERMS]
    if proof:
        rows += [("任何方案不低于", round(proof.certificate.bound, 6)), ("最多还能好", round(proof.gap, 6))]
        rows += [(f"村价：{key}", round(price, 9)) for key, price in proof.certificate.prices.items()]
        rows += [(f"中心值：{key}", round(v, 9)) for key, v in proof.certificate.centres.items()]
    for row in rows:
        sheet.append(row)
