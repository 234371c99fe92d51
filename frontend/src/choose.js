// A list of choices opened by a few letters: the first letters of the pinyin, or part of the words.
// Without a script the select stays as it is; with one it still carries the value.

const MOST = 12;

function fits(option, typed) {
  const words = option.textContent.toLowerCase();
  const letters = option.dataset.letters || "";
  return letters.split(" ").some((one) => one.startsWith(typed)) || words.includes(typed);
}

class Chooser {
  constructor(select) {
    this.select = select;
    this.shown = [];
    this.at = 0;
    this.box = document.createElement("div");
    this.box.className = "chooser";
    this.input = document.createElement("input");
    this.list = document.createElement("ul");
    select.before(this.box);
    this.box.append(this.input, this.list, select);
    this.name();
    this.listen();
    this.restore();
  }

  name() {
    const { input, list, select } = this;
    input.type = "text";
    input.autocomplete = "off";
    input.className = select.className;
    input.id = select.id;
    select.id = `${input.id}_value`;
    list.id = `${input.id}_list`;
    list.setAttribute("role", "listbox");
    list.hidden = true;
    const told = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
    for (const name of ["aria-label", "aria-describedby", "aria-invalid"]) {
      const value = select.getAttribute(name);
      if (value) told[name] = value;
    }
    Object.entries(told).forEach(([name, value]) => input.setAttribute(name, value));
    if (select.dataset.hint) input.placeholder = select.dataset.hint;
    list.setAttribute("aria-label", input.placeholder || input.getAttribute("aria-label") || "");
    if (select.hasAttribute("autofocus")) input.focus();
    select.hidden = true;
  }

  listen() {
    this.input.addEventListener("input", () => this.open());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("blur", () => this.leave());
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target.closest("li");
      if (item) this.pick(this.shown[[...this.list.children].indexOf(item)]);
    });
  }

  key(event) {
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return this.open("");
      const step = event.key === "ArrowDown" ? 1 : -1;
      return this.mark((this.at + step + this.shown.length) % this.shown.length);
    }
    if (!open) return undefined;
    if (event.key === "Enter" || event.key === "Tab") {
      if (event.key === "Enter") event.preventDefault();
      if (this.shown.length) this.pick(this.shown[this.at]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.restore();
    }
    return undefined;
  }

  open(given) {
    const typed = (given ?? this.input.value).trim().toLowerCase();
    this.shown = [...this.select.options].filter((one) => one.value && (!typed || fits(one, typed))).slice(0, MOST);
    this.list.textContent = "";
    this.shown.forEach((option, index) => {
      const item = document.createElement("li");
      item.id = `${this.list.id}_${index}`;
      item.setAttribute("role", "option");
      item.textContent = option.textContent;
      this.list.append(item);
    });
    this.list.hidden = !this.shown.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    if (this.shown.length) this.mark(0);
  }

  mark(index) {
    this.at = index;
    [...this.list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === index)));
    const item = this.list.children[index];
    this.input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  pick(option) {
    const changed = this.select.value !== option.value;
    this.select.value = option.value;
    this.restore();
    if (changed) this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  leave() {
    if (!this.input.value.trim() && this.select.value) {
      this.select.value = "";
      this.select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.restore();
  }

  restore() {
    const chosen = this.select.selectedOptions[0];
    this.input.value = chosen && chosen.value ? chosen.textContent : "";
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

export function readyChoosers(root) {
  root.querySelectorAll("select[data-choose]").forEach((select) => {
    delete select.dataset.choose;
    new Chooser(select);
  });
}
