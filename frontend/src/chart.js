import { drawAreas } from "./chart/areas.js";
import { plot } from "./chart/plot.js";

document.documentElement.classList.add("scripted");
const pictures = [];
document.querySelectorAll("[data-areas]").forEach((box) => pictures.push(...drawAreas(box)));
document.querySelectorAll("[data-chart]").forEach((figure) => pictures.push(plot(figure)));
window.addEventListener("resize", () => pictures.forEach((picture) => picture.resize()));
