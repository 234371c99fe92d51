import { markScripted, offerPrinting, sendOnce } from "./page.js";

markScripted();
offerPrinting();
sendOnce();
