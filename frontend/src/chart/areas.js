// Map, list and chart of one set: choosing in one chooses in all.
import { cells, named } from "./cells.js";
import { chosen, common, quiet, ramp, rem, rule, shade, text } from "./look.js";
import { init, registerMap } from "./echarts.js";

function shown(set, area) {
  return `${area.name}\n${set.measure}  ${area.shown} ${set.unit}`;
}

function range(areas) {
  const values = areas.map((area) => area.value);
  return { min: Math.min(0, ...values), max: Math.max(1, ...values) };
}

function cell(area, { min, max }) {
  const areaColor = shade((area.value - min) / (max - min));
  return { name: area.id, value: area.value, select: { itemStyle: { areaColor } } };
}

function mapOptions(set, byId) {
  return {
    ...common(`${set.title}，${set.measure}`),
    tooltip: { ...common("").tooltip, formatter: (item) => (byId[item.name] ? shown(set, byId[item.name]) : "") },
    visualMap: {
      ...range(set.areas),
      orient: "horizontal",
      left: "center",
      bottom: 6,
      itemWidth: 14,
      itemHeight: 120,
      text: [`${range(set.areas).max} ${set.unit}`, String(range(set.areas).min)],
      textStyle: text(0.8125),
      inRange: { color: ramp },
    },
    series: [
      {
        type: "map",
        map: "set",
        selectedMode: "single",
        aspectScale: set.geometry ? 0.78 : 1,
        top: 10,
        bottom: 56,
        left: 10,
        right: 10,
        label: { show: false },
        emphasis: { disabled: true },
        select: { label: { show: false }, itemStyle: { borderColor: chosen, borderWidth: 4 } },
        itemStyle: { borderColor: rule, borderWidth: 1, areaColor: "#ffffff" },
        data: set.areas.map((area) => cell(area, range(set.areas))),
      },
    ],
  };
}

function barOptions(set, byId, ids) {
  return {
    ...common(`${set.title}，${set.measure}`),
    tooltip: { ...common("").tooltip, formatter: (item) => shown(set, byId[item.name]) },
    grid: { left: 8, right: 24, top: 16, bottom: 8, containLabel: true },
    xAxis: { type: "value", axisLabel: { ...text(0.8125), color: quiet }, splitLine: { lineStyle: { color: rule } } },
    yAxis: {
      type: "category",
      inverse: true,
      data: ids,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: rule } },
      axisLabel: { ...text(0.8125), width: rem(9.5), overflow: "truncate", formatter: (id) => byId[id].name },
    },
    dataZoom: [{ type: "inside", yAxisIndex: 0, startValue: 0, endValue: 11, zoomOnMouseWheel: false, moveOnMouseWheel: true }],
    series: [
      {
        type: "bar",
        barMaxWidth: 18,
        selectedMode: "single",
        select: { itemStyle: { color: chosen, borderWidth: 0 } },
        data: ids.map((id) => ({ name: id, value: byId[id].value })),
      },
    ],
  };
}

function chosenLine(line, set, area) {
  line.textContent = "";
  const words = document.createElement("strong");
  words.textContent = area.name;
  const value = document.createElement("span");
  value.textContent = `${set.measure} ${area.shown} ${set.unit}`;
  line.append(words, value);
  if (!area.url) return;
  const link = document.createElement("a");
  link.href = area.url;
  link.textContent = line.dataset.open;
  line.append(link);
}

function chooser(box, set, byId, ids, pictures) {
  const rows = new Map([...box.querySelectorAll("tr[data-area]")].map((row) => [row.dataset.area, row]));
  let last = null;
  function choose(id, scroll) {
    if (!byId[id]) return;
    if (last && rows.get(last)) rows.get(last).classList.remove("selected");
    if (last) pictures.forEach((picture) => picture.dispatchAction({ type: "unselect", seriesIndex: 0, name: last }));
    last = id;
    const row = rows.get(id);
    if (row) row.classList.add("selected");
    if (row && scroll) row.scrollIntoView({ block: "nearest" });
    pictures.forEach((picture) => picture.dispatchAction({ type: "select", seriesIndex: 0, name: id }));
    const at = ids.indexOf(id);
    const start = Math.max(0, Math.min(at - 5, ids.length - 12));
    pictures[1].dispatchAction({ type: "dataZoom", startValue: start, endValue: start + 11 });
    chosenLine(box.querySelector("[data-chosen]"), set, byId[id]);
  }
  pictures.forEach((picture) => picture.on("click", (item) => choose(item.name, true)));
  rows.forEach((row, id) => {
    row.addEventListener("click", () => choose(id, false));
    row.addEventListener("focusin", () => choose(id, false));
  });
}

function readyTabs(box, pictures) {
  const tabs = [...box.querySelectorAll("[role=tab]")];
  const panels = [...box.querySelectorAll("[data-tab-panel]")];
  function show(name) {
    tabs.forEach((tab) => {
      tab.setAttribute("aria-selected", String(tab.dataset.tab === name));
      tab.tabIndex = tab.dataset.tab === name ? 0 : -1;
    });
    panels.forEach((panel) => panel.toggleAttribute("data-tab-off", panel.dataset.tabPanel !== name));
    pictures.forEach((picture) => picture.resize());
  }
  tabs.forEach((tab, at) => {
    tab.addEventListener("click", () => show(tab.dataset.tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(at + step + tabs.length) % tabs.length];
      next.focus();
      show(next.dataset.tab);
    });
  });
  show("list");
}

/** Draw the set of one box. */
export function drawAreas(box) {
  const set = JSON.parse(box.querySelector("script[type='application/json']").textContent);
  const byId = Object.fromEntries(set.areas.map((area) => [area.id, area]));
  const ids = [...set.areas].sort((a, b) => b.value - a.value).map((area) => area.id);
  registerMap("set", set.geometry ? named(set.geometry) : cells(set.areas));
  const map = init(box.querySelector("[data-map]"));
  const bars = init(box.querySelector("[data-bars]"));
  map.setOption(mapOptions(set, byId));
  bars.setOption(barOptions(set, byId, ids));
  const pictures = [map, bars];
  chooser(box, set, byId, ids, pictures);
  readyTabs(box, pictures);
  return pictures;
}
