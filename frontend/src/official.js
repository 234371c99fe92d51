import htmx from "htmx.org";
import { readyChoosers } from "./choose.js";
import { readyDesk } from "./desk.js";
import { readyDrops } from "./drop.js";
import { addUp, countPresence, keepTyped, markScripted, offerPrinting, readFirst, sendOnce } from "./page.js";

// Nothing of a page is kept in the browser's storage, nothing is evaluated, no style is written in.
htmx.config.historyCacheSize = 0;
htmx.config.refreshOnHistoryMiss = true;
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true },
  { code: "...", swap: false, error: true },
];

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.body.dataset.csrf;
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
});
document.addEventListener("htmx:load", (event) => {
  readyDrops(event.detail.elt);
  readyChoosers(event.detail.elt);
});

markScripted();
offerPrinting();
sendOnce();
keepTyped();
addUp();
countPresence();
readyDrops(document);
readyChoosers(document);
readyDesk();
readFirst();
