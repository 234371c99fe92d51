"""A plan as one page to open in any browser: a schematic map without a base, and the groups as a list."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from liancun.contexts.formation import api as formation

WIDTH = 1000.0
# Eight colours that neighbours of different groups are told apart by, also in print.
COLOURS = ("#1b6ca8", "#c0392b", "#2e7d32", "#8e44ad", "#b9770e", "#117a65", "#6d4c41", "#34495e")


def page(problem: formation.Problem, plan: formation.Plan, sheet: formation.Sheet | None = None) -> str:
    """The whole HTML; nothing is loaded from elsewhere. `sheet`: areas to draw under the lines."""
    spots, height = _spots(problem) if sheet is None else _spots_of(sheet, problem)
    home = plan.group_of()
    number = {group.centre: at for at, group in enumerate(plan.groups)}
    lines = [
        _line(
            spots[link.one], spots[link.other], inner=home.get(link.one) is home.get(link.other) is not None
        )
        for link in problem.links
    ]
    areas = [] if sheet is None else _areas(sheet, problem, home, number)
    dots = [_dot(village, spots[village.key], home.get(village.key), number) for village in problem.villages]
    rows = [
        f"<tr><td>{at}</td><td>{escape(group.centre)}</td><td>{escape('、'.join(group.members))}</td></tr>"
        for at, group in enumerate(plan.groups, 1)
    ]
    waits = f"<p>暂不入组：{escape('、'.join(plan.waiting))}</p>" if plan.waiting else ""
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>联村分组示意图</title>'
        "<style>body{font:16px sans-serif;margin:1rem}svg{max-width:100%;height:auto;border:1px solid #ccc}"
        "table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.3rem .6rem;text-align:left}</style>"
        "<h1>联村分组示意图</h1><p>示意图，不表示行政区划界线。</p>"
        f'<svg viewBox="0 0 {WIDTH:g} {height:g}" role="img" aria-label="各村及其分组">{"".join((*areas, *lines))}{"".join(dots)}</svg>'
        f"{waits}<table><thead><tr><th>组</th><th>中心村</th><th>成员</th></tr></thead><tbody>{''.join(rows)}</tbody></table></html>"
    )


def _spots(problem: formation.Problem) -> tuple[dict[str, tuple[float, float]], float]:
    """Places on the page, north up; and the height of the page."""
    easts, norths = [v.east for v in problem.villages], [v.north for v in problem.villages]
    left, top = min(easts), max(norths)
    span = max(max(easts) - left, 1e-9)
    scale = (WIDTH - 40) / max(span, top - min(norths), 1e-9)
    height = (top - min(norths)) * scale + 40
    return {
        v.key: ((v.east - left) * scale + 20, (top - v.north) * scale + 20) for v in problem.villages
    }, height


def _spots_of(
    sheet: formation.Sheet, problem: formation.Problem
) -> tuple[dict[str, tuple[float, float]], float]:
    return {one.key: at for one, at in zip(problem.villages, sheet.spots, strict=True)}, sheet.height


def _areas(
    sheet: formation.Sheet,
    problem: formation.Problem,
    home: Mapping[str, formation.Group],
    number: Mapping[str, int],
) -> list[str]:
    found = []
    for village, rings in zip(problem.villages, sheet.shapes, strict=True):
        group = home.get(village.key)
        colour = COLOURS[number[group.centre] % len(COLOURS)] if group else "#fff"
        path = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z" for ring in rings)
        found.append(
            f'<path d="{path}" fill="{colour}" fill-opacity=".3" fill-rule="evenodd" stroke="#777"/>'
        )
    return found


def _line(one: tuple[float, float], other: tuple[float, float], *, inner: bool) -> str:
    style = 'stroke="#555" stroke-width="2.5"' if inner else 'stroke="#ddd" stroke-width="1"'
    return f'<line x1="{one[0]:.1f}" y1="{one[1]:.1f}" x2="{other[0]:.1f}" y2="{other[1]:.1f}" {style}/>'


def _dot(
    village: formation.Village,
    spot: tuple[float, float],
    group: formation.Group | None,
    number: dict[str, int],
) -> str:
    colour = COLOURS[number[group.centre] % len(COLOURS)] if group else "#fff"
    radius = 9 if group and group.centre == village.key else 5
    said = f"{village.name or village.key}：{group.centre if group else '暂不入组'}"
    return (
        f'<circle cx="{spot[0]:.1f}" cy="{spot[1]:.1f}" r="{radius}" fill="{colour}" stroke="#333">'
        f"<title>{escape(said)}</title></circle>"
    )
