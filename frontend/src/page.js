// Small conveniences every page may have; each page works without them.

/** Mark the page as scripted so that parts needing a script can show themselves. */
export function markScripted() {
  document.documentElement.classList.add("scripted");
}

/** Buttons with data-print print the page. */
export function offerPrinting() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
}

/** A form with data-once is sent once, however often its button is pressed. */
export function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]") || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  // Coming back with the back button must find the form usable.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent);
  });
}

/** A form with data-keep asks before leaving with words typed and not sent. */
export function keepTyped() {
  let changed = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest("[data-keep]")) changed = true;
  });
  document.addEventListener("submit", () => {
    changed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}

/** The fields of a data-sum are added up while they are typed; the server adds for itself. */
export function addUp() {
  document.querySelectorAll("[data-sum]").forEach((group) => {
    const total = group.querySelector("[data-sum-total]");
    const add = () => {
      const fen = [...group.querySelectorAll("input")]
        .map((input) => Number(input.value.replace(/[,，\s]/g, "")))
        .filter((amount) => Number.isFinite(amount))
        .reduce((sum, amount) => sum + Math.round(amount * 100), 0);
      total.textContent = (fen / 100).toLocaleString("en-US", { minimumFractionDigits: 2 });
    };
    group.addEventListener("input", add);
    add();
  });
}

/** Who came: the count and the bar follow the choices; digits choose and go on, up and down change the row. */
export function countPresence() {
  document.querySelectorAll("[data-presence]").forEach((roll) => {
    const counted = new Set(roll.dataset.presence.split(" "));
    const called = Number(roll.dataset.called);
    const needed = Number(roll.dataset.needed);
    const part = (name) => roll.querySelector(`[data-presence-${name}]`);
    const show = () => {
      const chosen = [...roll.querySelectorAll("input[type=radio]:checked")];
      const here = chosen.filter((radio) => counted.has(radio.value)).length;
      part("count").textContent = here;
      if (!needed) return;
      part("bar").setAttribute("width", (100 * here) / called);
      part("short").textContent = Math.max(needed - here, 0);
      part("missing").hidden = here >= needed;
      part("met").hidden = here < needed;
    };
    roll.addEventListener("change", show);
    roll.addEventListener("click", (event) => {
      const button = event.target.closest("[data-presence-all]");
      if (!button) return;
      const wanted = `input[type=radio][value=${button.dataset.presenceAll}]`;
      roll.querySelectorAll(wanted).forEach((radio) => (radio.checked = true));
      show();
    });
    roll.addEventListener("keydown", (event) => movePresence(event, show));
    show();
  });
}

function movePresence(event, show) {
  if (event.target.type !== "radio") return;
  const row = event.target.closest("tr");
  const radio = row.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
  if (radio) {
    radio.checked = true;
    show();
  }
  const steps = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" };
  const next = row[radio ? "nextElementSibling" : steps[event.key]];
  if (!radio && !(event.key in steps)) return;
  event.preventDefault();
  next?.querySelector("input[type=radio]:checked")?.focus();
}

/** After a refused form or an act, the list of faults or the statement is read first. */
export function readFirst() {
  const first = document.querySelector("[data-read-first]");
  if (first) first.focus();
}
