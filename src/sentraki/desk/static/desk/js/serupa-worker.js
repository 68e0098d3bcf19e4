/* Names are looked at beside the page, so that typing never waits. Used through ``screener`` of serupa-desk.js.

   Messages: ``{id, what, ...}`` with ``what`` open (buffer), screen (name, options), report or choose (names,
   options); answers: ``{id, value}`` or ``{id, error}``. */
import { Extract } from "./serupa.js";

let extract = null;

const DOES = {
  open: ({ buffer }) => {
    extract = Extract.open(buffer);
    return extract.info;
  },
  screen: ({ name, options }) => extract.screen(name, options),
  report: ({ name, options }) => extract.report(name, options),
  choose: ({ names, options }) => extract.choose(names, options),
};

self.addEventListener("message", ({ data }) => {
  try {
    if (data.what !== "open" && !extract) throw new Error("no extract is open");
    self.postMessage({ id: data.id, value: DOES[data.what](data) });
  } catch (error) {
    self.postMessage({ id: data.id, error: { name: error.constructor.name, message: error.message } });
  }
});
