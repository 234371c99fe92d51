// The map of a plan: a click on a cell asks why; a cell drawn onto another group tries the move. The same is done by
// links and a select without a script.
import htmx from "htmx.org";

const board = () => document.querySelector("[data-plan]");

function address(values) {
  const told = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
  return `${board().dataset.plan}?${told}`;
}

function why(village) {
  const { plan, moves } = board().dataset;
  document.querySelectorAll(".plan-map .is-chosen").forEach((one) => one.classList.remove("is-chosen"));
  document.querySelector(`.plan-map [data-village="${village}"]`)?.classList.add("is-chosen");
  htmx.ajax("GET", `${plan}villages/${village}/?${new URLSearchParams({ moves })}`, { target: "#why", swap: "innerHTML" });
}

function move(village, centre) {
  const before = board().dataset.moves.split(",").filter((one) => one && !one.startsWith(`${village}:`));
  const url = address({ moves: [...before, `${village}:${centre}`].join(","), village });
  htmx.ajax("GET", url, { target: "#plan", select: "#plan", swap: "outerHTML" }).then(() => history.replaceState(null, "", url));
}

const cellAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest?.(".plan-map [data-village]");

let drawn = null;

document.addEventListener("pointerdown", (event) => {
  const cell = board() && event.target.closest?.("[data-plan] .plan-map [data-village]");
  if (cell && event.button === 0) drawn = { cell, x: event.clientX, y: event.clientY };
});

document.addEventListener("pointermove", (event) => {
  if (!drawn || Math.hypot(event.clientX - drawn.x, event.clientY - drawn.y) < 8) return;
  drawn.cell.classList.add("is-drawn");
  document.querySelectorAll(".plan-map .is-target").forEach((one) => one.classList.remove("is-target"));
  const centre = cellAt(event)?.dataset.group;
  if (centre) document.querySelectorAll(`.plan-map [data-group="${centre}"]`).forEach((one) => one.classList.add("is-target"));
});

document.addEventListener("pointerup", (event) => {
  if (!drawn) return;
  const { cell } = drawn;
  const there = cellAt(event);
  const moved = cell.classList.contains("is-drawn");
  drawn = null;
  document.querySelectorAll(".plan-map .is-target, .plan-map .is-drawn").forEach((one) => one.classList.remove("is-target", "is-drawn"));
  if (!moved || there === cell) why(cell.dataset.village);
  else if (there && (there.dataset.group || "-") !== (cell.dataset.group || "-")) move(cell.dataset.village, there.dataset.group || "-");
});

document.addEventListener("pointercancel", () => {
  drawn?.cell.classList.remove("is-drawn");
  drawn = null;
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-plan-move]");
  if (!form || !board()) return;
  event.preventDefault();
  move(form.dataset.village, form.elements.to.value);
});
