import { common, quiet, rule, text } from "./look.js";
import { init } from "./echarts.js";

function axis(extra) {
  return {
    axisLabel: { ...text(0.8125), color: quiet },
    axisLine: { lineStyle: { color: rule } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: rule } },
    ...extra,
  };
}

function options(data) {
  return {
    ...common(data.title),
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    legend: { show: data.series.length > 1, top: 0, textStyle: text(0.8125) },
    xAxis: axis({ type: "category", data: data.labels }),
    yAxis: axis({ type: "value", name: data.unit, nameTextStyle: { ...text(0.8125), color: quiet } }),
    series: data.series.map((one) => ({
      type: data.kind,
      name: one.name,
      data: one.values,
      barMaxWidth: 36,
      symbolSize: 7,
    })),
  };
}

/** Draw a bar or line chart beside its table. */
export function plot(figure) {
  const data = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  const picture = init(figure.querySelector(".canvas"));
  picture.setOption({ ...options(data), tooltip: { ...common(data.title).tooltip, trigger: "axis" } });
  return picture;
}
