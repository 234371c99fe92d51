// A file field that also takes dropped files and names what was chosen.

function listNames(box, input) {
  const list = box.querySelector("ul");
  list.textContent = "";
  for (const file of input.files) {
    const item = document.createElement("li");
    const megabytes = (file.size / 1048576).toFixed(1);
    item.textContent = `${file.name} (${megabytes} MB)`;
    const limit = Number(box.dataset.limit);
    if (limit && file.size > limit) item.textContent += ` — ${box.dataset.tooLarge}`;
    list.append(item);
  }
}

function takeDropped(box, input, event) {
  event.preventDefault();
  box.classList.remove("drop-over");
  if (!event.dataTransfer.files.length) return;
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function ready(box) {
  const input = box.querySelector("input[type=file]");
  if (!input) return;
  input.addEventListener("change", () => listNames(box, input));
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    box.classList.add("drop-over");
  });
  box.addEventListener("dragleave", () => box.classList.remove("drop-over"));
  box.addEventListener("drop", (event) => takeDropped(box, input, event));
}

export function readyDrops(root) {
  root.querySelectorAll("[data-drop]").forEach(ready);
}
