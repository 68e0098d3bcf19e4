/* The event desk in the browser: what is pressed, and what then happens. */

import { desk } from "./desk.js";
import { readCode, setUpGuests, tellGuests } from "./guests.js";
import { begin, leave, loadLists, resume, setUp, wipeSign } from "./person.js";
import { PleaseWait, SHORTEST_PIN, WrongPin, pinLength, suggestPin } from "./safe.js";
import { $, clock, el, mend, say, show, word } from "./ui.js";

const TRY_EVERY = 60_000;
const LOOK_EVERY = 600_000;
const page = $("desk").dataset;
let offlineSince = navigator.onLine ? 0 : Date.now();
let csrf = "";

function tellLine() {
  $("offline").hidden = !offlineSince;
  if (offlineSince) $("offline-text").textContent = word("offline", { time: clock(offlineSince) });
}

function line(isThere) {
  offlineSince = isThere ? 0 : offlineSince || Date.now();
  tellLine();
}

async function ask(address, options = {}) {
  const answer = await fetch(address, { credentials: "same-origin", cache: "no-store", ...options });
  if (answer.redirected) { say("log-in"); location.assign(`${page.login}?next=${encodeURIComponent(location.pathname)}`); }
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

async function choices() {
  show("prepare");
  $("pin").value = suggestPin();
  try {
    const told = await (await ask(page.prepare)).json();
    csrf = told.csrf;
    $("event").replaceChildren(...told.events.map(([value, text]) => el("option", { value, text })));
    $("carried").value = told.classes;
    if (!told.events.length) say("no-events");
    line(true);
  } catch (error) {
    say(error.message === "403" ? "not-yours" : "not-online");
  }
}

/* Without a register the desk still works; the page says that names are compared later. */
async function extractOf(pack) {
  if (!pack.extract) return null;
  try {
    return await (await ask(pack.extract)).arrayBuffer();
  } catch {
    return null;
  }
}

async function prepare(event) {
  event.preventDefault();
  const pin = $("pin").value;
  if (pinLength(pin) < SHORTEST_PIN) { mend($("pin"), word("short-pin")); $("pin").focus(); return; }
  say("preparing");
  try {
    await desk.mustBeEmpty();
    const body = new URLSearchParams({ event: $("event").value, classes: $("carried").value, csrfmiddlewaretoken: csrf, idempotency_key: crypto.randomUUID() });
    const pack = await (await ask(page.prepare, { method: "POST", body })).json();
    await desk.prepare(pack, await extractOf(pack), pin);
    $("pin").value = "";
    if (navigator.storage) await navigator.storage.persist();
    await work();
  } catch {
    say("refused");
  }
}

async function unlock(event) {
  event.preventDefault();
  try {
    await desk.unlock($("open-pin").value);
    mend($("open-pin"), "");
    $("open-pin").value = "";
    await work();
  } catch (error) {
    if (error instanceof PleaseWait) mend($("open-pin"), word("wait", { time: clock(error.until) }));
    else if (error instanceof WrongPin) mend($("open-pin"), word("wrong-pin"));
    else throw error;
  }
}

async function work() {
  if (!desk.package) { await choices(); return; }
  say("");
  $("which").textContent = `${word("fact-desk")} ${desk.package.desk}`;
  loadLists();
  tellOutbox();
  if (!(await resume())) home();
  if (desk.journal.broken) say("broken", { n: desk.journal.broken });
  send();
}

function home() {
  tellGuests();
  show("guests");
  $("find").value = "";
  if (!desk.package.expired) $("find").focus();
  tellGuests();
}

function stateText({ state, answer }) {
  const values = answer || {};
  if (state === "applied" && values.place) return word("state-placed", values);
  return word("state-" + state, values);
}

const LOOKS = { applied: "done", question: "action", damaged: "action", differs: "action" };

function tellOutbox() {
  const waiting = desk.journal.unsent.length;
  $("outbox-title").textContent = word("outbox", { n: waiting });
  $("outbox-text").textContent = word(waiting ? "outbox-some" : "outbox-none");
  $("outbox").replaceChildren(...desk.outbox.reverse().map((row) => el("li", { class: "ki-stack-sm", "data-number": row.number },
    el("span", {}, el("b", { text: row.number }), ` ${row.name} `),
    el("span", { class: "badge is-" + (LOOKS[row.state] || "waiting"), text: stateText(row) }))));
}

async function send() {
  if (!desk.journal) return;
  const how = await desk.send(() => { line(true); tellOutbox(); });
  if (!desk.journal) return;
  if (how === "revoked") say("revoked");
  else line(how === "sent");
  tellOutbox();
}

async function finish() {
  const unsent = desk.journal.unsent;
  if (unsent.length) {
    say("unsent", { n: unsent.length, numbers: unsent.map((r) => r.number || r.label.name).join(", ") });
    return;
  }
  await desk.wipe();
  await choices();
  say("finished");
}

async function giveUp() {
  if (!window.confirm(word("give-up"))) return;
  await desk.wipe(true);
  await choices();
  say("finished");
}

const DO = {
  send: async () => { await send(); if (!offlineSince && desk.journal && !desk.journal.unsent.length) say("sent"); },
  finish,
  "give-up": giveUp,
  camera: readCode,
  "walk-in": () => begin({}),
  "wipe-sign": wipeSign,
  leave: async () => { await leave(); home(); },
  next: home,
  print: () => window.print(),
};

function listen() {
  $("prepare-form").addEventListener("submit", prepare);
  $("unlock-form").addEventListener("submit", unlock);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) DO[button.dataset.do]();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !$("guests").hidden && (event.target !== $("find") || !$("find").value)) { event.preventDefault(); $("find").focus(); }
  });
  addEventListener("online", () => send());
  addEventListener("offline", () => line(false));
  setInterval(() => { if (desk.journal && desk.journal.unsent.length) send(); }, TRY_EVERY);
  setInterval(async () => {
    if (!desk.safe) return;
    await desk.expire();
    if (!desk.package) await choices();
    else if (!$("guests").hidden) tellGuests();
  }, LOOK_EVERY);
  setUpGuests((guest) => begin(guest));
  setUp(() => { tellOutbox(); send(); });
}

async function start() {
  if ("serviceWorker" in navigator) navigator.serviceWorker.register(page.worker).catch(() => {});
  tellLine();
  listen();
  const lock = await desk.open();
  if (!lock) { await choices(); return; }
  $("unlock-which").textContent = word("desk-of", lock.label);
  show("unlock");
  $("open-pin").focus();
}

/* One window only: two would write one journal. The lock lasts as long as the window. */
if (navigator.locks) {
  navigator.locks.request("meja", { ifAvailable: true }, (held) => {
    if (!held) { show("elsewhere"); return undefined; }
    start();
    return new Promise(() => {});
  });
} else start();
