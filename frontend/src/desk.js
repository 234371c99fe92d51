// The accountant's desk: Enter goes on, Ctrl+Enter saves and begins the next, "=" makes both sides equal,
// rows appear as they are needed. The server checks everything again. Enter passes by what is rarely filled
// (data-passed); Tab does not.

const fen = (input) => Math.round(Number(input.value.replace(/[,，\s]/g, "")) * 100) || 0;
const yuan = (amount) => (amount / 100).toLocaleString("en-US", { minimumFractionDigits: 2 });

function goOn(form, from) {
  const fields = [...form.querySelectorAll("input, select, textarea, button, summary")].filter(
    (one) =>
      !one.disabled &&
      (one === from || !one.dataset.passed) &&
      one.tabIndex >= 0 &&
      one.type !== "hidden" &&
      one.offsetParent !== null,
  );
  fields[fields.indexOf(from) + 1]?.focus();
}

function isText(field) {
  return field.matches("input:not([type=checkbox]):not([type=file]):not([type=radio]), select");
}

function offerKeys(form) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.ctrlKey) {
      event.preventDefault();
      const button = form.querySelector("[data-desk-next]");
      form.requestSubmit ? form.requestSubmit(button) : button.click();
    } else if (!event.defaultPrevented && isText(event.target)) {
      event.preventDefault();
      goOn(form, event.target);
    }
  });
}

function offerRows(form) {
  const rows = [...form.querySelectorAll("[data-desk-row]")];
  const filled = (row) => [...row.querySelectorAll("input, select")].some((one) => one.type !== "hidden" && one.value);
  const show = () => {
    const last = rows.reduce((found, row, index) => (filled(row) ? index : found), -1);
    rows.forEach((row, index) => (row.hidden = index > Math.max(last + 1, 1)));
  };
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
}

function offerSums(form) {
  const told = form.querySelector("[data-desk-sums]");
  if (!told) return;
  const side = (name) => [...form.querySelectorAll(`[data-side=${name}]`)];
  const total = (name) => side(name).reduce((sum, one) => sum + fen(one), 0);
  const show = () => {
    const debit = total("debit");
    const credit = total("credit");
    told.querySelector("[data-debit]").textContent = yuan(debit);
    told.querySelector("[data-credit]").textContent = yuan(credit);
    told.querySelector("[data-gap]").textContent = yuan(Math.abs(debit - credit));
    told.classList.toggle("amount-red", debit !== credit);
  };
  form.addEventListener("keydown", (event) => {
    const name = event.target.dataset?.side;
    if (event.key !== "=" || !name) return;
    event.preventDefault();
    const gap = total(name === "debit" ? "credit" : "debit") - (total(name) - fen(event.target));
    event.target.value = gap ? (gap / 100).toFixed(2) : "";
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });
  form.addEventListener("input", show);
  show();
}

/** All the ticks of a list at once. */
function offerAll(form) {
  form.querySelectorAll("[data-tick-all]").forEach((button) => {
    button.addEventListener("click", () => {
      const ticks = [...form.querySelectorAll("input[type=checkbox]:not(:disabled)")];
      const on = ticks.some((one) => !one.checked);
      ticks.forEach((one) => (one.checked = on));
    });
  });
}

export function readyDesk() {
  document.querySelectorAll("form[data-desk]").forEach((form) => {
    offerKeys(form);
    offerRows(form);
    offerSums(form);
  });
  document.querySelectorAll("form").forEach(offerAll);
}
