/* Registering one person: the form, its draft, the names ranked, the receipt. */

import { desk } from "./desk.js";
import { board, shrinkLabel } from "./pictures.js";
import { $, day, dayAndClock, el, fill, mend, say, show, word } from "./ui.js";

const SAVE_AFTER = 400;
const SCREEN_AFTER = 350;
const NAMES = ["name1", "name2", "name3", "name4", "name5"];
const FIELDS = ["owner_name", "nik", "phone", "district_code", "street", "goods", "nice_class", ...NAMES];
const digits = (text) => text.replace(/\D/g, "");

let guest = {};
let label = "";
let signature;
let saving;
let screening;
let results = null;

const names = () => NAMES.map((id) => $(id).value.trim()).filter(Boolean);
const classes = () => ($("nice_class").value ? [Number($("nice_class").value)] : []);

function values() {
  const kept = Object.fromEntries(FIELDS.map((id) => [id, $(id).value.trim()]));
  return { ...kept, facilitate: $("facilitate").checked, guest, label };
}

/* Fill the lists once, then begin with nobody. */
export function setUp(changed) {
  const form = $("person-form");
  signature = board($("sign"), () => {});
  form.addEventListener("input", (event) => {
    mend(event.target, "");
    clearTimeout(saving);
    saving = setTimeout(() => desk.saveDraft(values()), SAVE_AFTER);
    if (NAMES.includes(event.target.id) || ["goods", "nice_class"].includes(event.target.id)) later();
  });
  $("label").addEventListener("change", takeLabel);
  form.addEventListener("submit", (event) => { event.preventDefault(); save(changed); });
}

export function loadLists() {
  fill($("district_code"), desk.package.districts || [], word("choose"));
  fill($("nice_class"), desk.package.classes || [], word("any-class"));
  $("searched").textContent = desk.searched ? word("searched", { date: day(desk.searched.date) }) : word("no-extract");
}

function clear() {
  $("person-form").reset();
  for (const id of [...FIELDS, "facilitate"]) mend($(id), "");
  label = "";
  results = null;
  signature.clear();
  $("label-note").textContent = $("draft-note").textContent = $("choice").textContent = "";
  NAMES.forEach((id, at) => { $(id).parentElement.hidden = at > 0; });
  tellBands();
}

/* `who` comes from the list or is {} for somebody who was not invited. */
export function begin(who = {}) {
  clear();
  say("");
  guest = who;
  $("owner_name").value = who.name || "";
  $("phone").value = who.phone || "";
  $("person-number").textContent = word("number", { number: desk.nextNumber });
  show("person");
  (who.name ? $("nik") : $("owner_name")).focus();
}

/* Take up what a killed browser left; says whether there was anything. */
export async function resume() {
  const draft = await desk.draft();
  if (!draft) return false;
  begin(draft.guest);
  for (const id of FIELDS) $(id).value = draft[id] || "";
  $("facilitate").checked = draft.facilitate;
  label = draft.label || "";
  if (label) $("label-note").textContent = word("label-kept", { kb: Math.round(label.length / 1365) });
  $("draft-note").textContent = word("draft");
  screenNow();
  return true;
}

export async function leave() {
  clearTimeout(saving);
  await desk.dropDraft();
  clear();
}

async function takeLabel() {
  const [file] = $("label").files;
  if (!file) return;
  try {
    label = await shrinkLabel(file);
    $("label-note").textContent = word("label-kept", { kb: Math.round(label.length / 1365) });
    await desk.saveDraft(values());
  } catch {
    label = "";
    $("label-note").textContent = word("label-bad");
  }
  $("label").value = "";
}

function later() {
  const shown = NAMES.findIndex((id) => !$(id).value.trim());
  NAMES.forEach((id, at) => { $(id).parentElement.hidden = at > shown && shown >= 0 && !$(id).value; });
  clearTimeout(screening);
  screening = setTimeout(screenNow, SCREEN_AFTER);
}

async function screenNow() {
  const asked = names();
  const how = { classes: classes(), goods: $("goods").value, language: document.documentElement.lang };
  const answer = asked.length ? await desk.screen(asked, how) : null;
  if (JSON.stringify(asked) !== JSON.stringify(names())) return;
  results = answer && { names: asked, ...answer };
  tellBands();
}

function tellBands() {
  for (const id of NAMES) {
    const [answer, reason] = $(id).parentElement.querySelectorAll("p");
    const at = results ? results.names.indexOf($(id).value.trim()) : -1;
    const row = at >= 0 ? results.reports[at] : null;
    answer.hidden = !row;
    answer.className = "ki-riskband" + (row ? " b" + row.band : "");
    answer.textContent = row ? word("band" + row.band) : "";
    reason.textContent = row ? reasonOf(row) : "";
  }
  $("choice").textContent = results && results.names.length > 1 ? results.text : "";
}

/* The nearest mark and why, and the first thing the law may say against the name itself. */
function reasonOf({ findings: [near], grounds: [ground] }) {
  const lines = [];
  if (near) lines.push(word("nearest", { name: near.name, classes: near.classes.join(", ") }), near.reasons[0]?.text);
  if (ground) lines.push(ground.text);
  return lines.filter(Boolean).join(" ");
}

function wrongs() {
  const found = [];
  const need = (id, sentence) => found.push([$(id), word(sentence)]);
  for (const id of ["owner_name", "district_code", "street", "goods", "name1"]) if (!$(id).value.trim()) need(id, "need");
  if (digits($("nik").value).length !== 16) need("nik", "need-nik");
  if (!/^(0|62)8\d{8,11}$/.test(digits($("phone").value))) need("phone", "need-phone");
  if (!$("facilitate").checked) need("facilitate", "need-consent");
  return found.sort(([a], [b]) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
}

/* What is written down: the best of the names leads, the others stay beside it. */
async function record() {
  const asked = names();
  const order = results ? results.order.map((at) => results.names[at]) : asked;
  const bands = results ? results.names.map((name, at) => [name, results.reports[at].band]) : [];
  const told = values();
  return {
    booking: guest.code || "", visit: guest.visit || "", community: guest.community || "",
    owner_name: told.owner_name, nik: digits(told.nik), phone: told.phone,
    district_code: told.district_code, street: told.street, goods: told.goods,
    names: order.length === asked.length ? order : asked, classes: classes(), bands,
    register: desk.searched ? desk.searched.date : "",
    facilitate: true, label, signature: await signature.taken(),
  };
}

async function save(changed) {
  const wrong = wrongs();
  wrong.forEach(([input, sentence]) => mend(input, sentence));
  if (wrong.length) { wrong[0][0].focus(); return; }
  clearTimeout(saving);
  const form = await record();
  const written = await desk.register(form);
  receipt(written, form);
  clear();
  changed();
}

function receipt(written, form) {
  $("receipt-number").textContent = word("number", { number: written.number });
  const facts = [["name", form.owner_name], ["mark", form.names[0]],
    ["class", form.classes.join(", ") || word("any-class")],
    ["desk", `${desk.package.desk} · ${desk.package.event.title}`], ["time", dayAndClock(written.at)]];
  $("receipt-facts").replaceChildren(...facts.map(([name, value]) =>
    el("div", {}, el("dt", { text: word("fact-" + name) }), el("dd", { text: value }))));
  const given = { label: form.label, signature: form.signature };
  const missing = (desk.package.papers || []).filter(([code]) => !given[code]);
  $("receipt-missing").replaceChildren(...missing.map(([, name]) => el("li", { text: name })));
  say("");
  show("receipt");
}

export const wipeSign = () => signature.clear();
