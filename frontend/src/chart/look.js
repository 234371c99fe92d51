// Colours in a fixed order, told apart by colour-blind readers (after Okabe and Ito), pine first.
export const series = ["#17543f", "#d9822b", "#4a86b8", "#a05a8c", "#8a7a1f", "#55605b"];
export const ramp = ["#eef4f0", "#c3dacd", "#8fb9a3", "#4f8f73", "#17543f"];
function channels(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

/** The colour of the ramp for a share between 0 and 1: a chosen cell keeps its own. */
export function shade(share) {
  const place = Math.min(Math.max(share, 0), 1) * (ramp.length - 1);
  const below = Math.min(Math.floor(place), ramp.length - 2);
  const [low, high] = [channels(ramp[below]), channels(ramp[below + 1])];
  const mixed = low.map((value, at) => Math.round(value + (high[at] - value) * (place - below)));
  return `rgb(${mixed.join(",")})`;
}

export const ink = "#1c2421";
export const quiet = "#55605b";
export const rule = "#dfe2dd";
export const chosen = "#d9822b";

const family = '"PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

/** Canvas text does not follow the page: it is scaled from the root's size by hand. */
export function rem(times) {
  return times * parseFloat(getComputedStyle(document.documentElement).fontSize);
}

export function text(times = 0.875) {
  return { fontFamily: family, fontSize: rem(times), color: ink };
}

export function still() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** What every picture shares. Tool tips are drawn, not written as markup, so no style is injected. */
export function common(description) {
  return {
    color: series,
    textStyle: text(),
    animation: !still(),
    animationDuration: 200,
    aria: { enabled: true, label: { description }, decal: { show: false } },
    tooltip: { renderMode: "richText", confine: true, textStyle: text() },
  };
}
