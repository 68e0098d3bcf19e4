/* The guest list: search, code, camera; one press says that somebody has come. */

import { desk } from "./desk.js";
import { $, clock, day, decimal, el, say, word } from "./ui.js";

const SHOWN = 12;
const SCAN_EVERY = 300;
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const bare = (text) => text.toUpperCase().replace(/[^A-Z0-9]/g, "");

let register = () => {};
let camera = null;

const isHere = (guest) => guest.here || Boolean(desk.visitOf(guest.code));

export function tellGuests() {
  const pack = desk.package;
  const guests = pack.guests || [];
  $("where").textContent = word("where", { desk: pack.desk, place: pack.event.place || "", day: pack.event.day || "" });
  $("guests-title").textContent = pack.event.title;
  const walkIns = desk.journal.records.filter((r) => r.label.visit && !r.label.booking && r.kind === "visit").length;
  $("figures").textContent = word("figures", {
    here: guests.filter(isHere).length + walkIns, guests: guests.length, done: desk.journal.counters.numbers });
  $("find-form").hidden = $("figures").hidden = $("found").hidden = Boolean(pack.expired);
  $("aboard").textContent = pack.expired ? word("expired") : aboard(pack, guests);
  tellFound();
}

function aboard(pack, guests) {
  const quota = pack.quota || {};
  const first = word("aboard", { guests: guests.length, time: clock(pack.since), left: quota.left ?? "?", size: quota.size ?? "?" });
  const info = desk.searched;
  return first + " " + (info ? word("extract", {
    size: decimal(info.size), date: day(info.date), classes: info.classes.join(", "), mb: decimal(info.bytes / 1e6) }) : word("no-extract"));
}

function matching(typed) {
  const guests = desk.package.guests || [];
  if (!typed) return guests.filter((g) => !isHere(g));
  const code = bare(typed);
  const parts = fold(typed).split(/\s+/).filter(Boolean);
  return guests.filter((g) => bare(g.code) === code || bare(g.ticket || "") === code ||
    parts.every((part) => fold(`${g.name} ${g.community}`).includes(part)));
}

export function tellFound() {
  const found = matching($("find").value.trim());
  const rows = found.slice(0, SHOWN).map(row);
  if (!found.length && $("find").value.trim()) rows.push(el("li", { text: word("nobody") }));
  if (found.length > SHOWN) rows.push(el("li", { class: "small", text: word("many", { n: found.length - SHOWN }) }));
  $("found").replaceChildren(...rows);
}

function row(guest) {
  const here = isHere(guest);
  const first = here ? el("span", { class: "badge is-done", text: word("here") }) :
    el("button", { type: "button", class: "btn btn-outline-primary btn-sm", text: word("check-in"),
      "aria-label": `${word("check-in")}: ${guest.name}`, onclick: () => come(guest) });
  const second = el("button", { type: "button", class: "btn btn-primary btn-sm", text: word("register"),
    "aria-label": `${word("register")}: ${guest.name}`, onclick: () => register(guest) });
  return el("li", { class: "ki-row ki-between" },
    el("span", {}, el("b", { text: guest.name }), ` ${guest.community || ""}`),
    el("span", { class: "ki-row" }, first, second));
}

async function come(guest) {
  await desk.checkIn({ booking: guest.code });
  say("checked-in", { name: guest.name });
  $("find").value = "";
  tellGuests();
  $("find").focus();
}

export function setUpGuests(onRegister) {
  register = onRegister;
  $("find").addEventListener("input", tellFound);
  $("find-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const found = matching($("find").value.trim());
    if (found.length !== 1) return;
    if (isHere(found[0])) register(found[0]); else await come(found[0]);
  });
  $("camera").hidden = !("BarcodeDetector" in window) || !navigator.mediaDevices;
}

export async function readCode() {
  if (camera) { stopCamera(); return; }
  try {
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    $("lens").srcObject = camera;
    $("lens").hidden = false;
    await $("lens").play();
    const look = async () => {
      if (!camera) return;
      const [code] = await detector.detect($("lens")).catch(() => []);
      if (!code) { setTimeout(look, SCAN_EVERY); return; }
      stopCamera();
      $("find").value = code.rawValue.split("/").filter(Boolean).at(-1);
      $("find-form").requestSubmit();
    };
    look();
  } catch {
    stopCamera();
    say("no-camera");
  }
}

function stopCamera() {
  if (camera) camera.getTracks().forEach((track) => track.stop());
  camera = null;
  $("lens").hidden = true;
}
