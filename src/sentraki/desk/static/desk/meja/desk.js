/* The desk without its looks: prepare, open, check in, register, send, wipe. */

import { Screener } from "../js/serupa-desk.js";
import { Journal } from "./journal.js";
import { NoLine, Revoked, send } from "./sending.js";
import { Safe, eraseAll, openDisk } from "./safe.js";

export const KEPT_FOR = 24 * 3_600_000;
const PACKAGE = ["package", "extract", "draft"];

export class Desk {
  constructor() { this.disk = null; this.safe = null; this.journal = null; this.package = null; this.lens = null; }

  async open() { this.disk = await openDisk(); return this.lock(); }

  /* What may be said before the PIN: which desk of which event; undefined when nothing is prepared. */
  async lock() { return Safe.lockOf(this.disk); }

  /* Keep a package under `pin`; refuses while records of an earlier one still wait here. */
  async prepare(pack, extract, pin) {
    await this.mustBeEmpty();
    const label = { desk: pack.desk, event: pack.event.title };
    this.safe = await Safe.create(this.disk, pin, label);
    this.journal = await Journal.open(this.safe);
    await this.safe.keep("package", { ...pack, since: Date.now(), latest: Date.now() });
    if (extract) await this.safe.keep("extract", extract);
    await this.load();
  }

  async mustBeEmpty() {
    if (!(await this.lock())) return;
    if (!this.journal || this.journal.unsent.length) throw new Error("unsent");
  }

  async unlock(pin) {
    this.safe = await Safe.unlock(this.disk, pin);
    this.journal = await Journal.open(this.safe);
    await this.load();
  }

  async load() {
    this.package = (await this.safe.fetch("package")) || (await this.safe.fetch("rest"));
    await this.expire();
    const extract = await this.safe.fetchBytes("extract");
    if (extract) await this.openLens(extract);
  }

  /* After a day the guest list, the extract and the draft go. The way to send stays while records
     wait: those are lost by no clock. A clock that was put back does not lengthen the day. */
  async expire() {
    const pack = this.package;
    if (!pack || pack.guests === undefined) return;
    pack.latest = Math.max(pack.latest, Date.now());
    if (pack.latest - pack.since < KEPT_FOR) { await this.safe.keep("package", pack); return; }
    const { desk, event, token, sync } = pack;
    this.package = { desk, event, token, sync, expired: true };
    await this.safe.keep("rest", this.package);
    await this.safe.forget(...PACKAGE);
    if (!this.journal.records.some((r) => this.journal.stateOf(r) !== "applied")) await this.wipe();
  }

  async openLens(extract) {
    if (this.lens) this.lens.close();
    this.lens = this.searched = null;
    const bytes = extract.byteLength;
    try {
      this.lens = await Screener.open(extract);
      this.searched = { ...this.lens.info, bytes };
    } catch {
      /* A damaged extract is no reason to send people home: the office compares the names. */
    }
  }

  /* Up to five names against the extract, as its `choose` answers; null where no extract is aboard. */
  screen(names, how) { return this.lens ? this.lens.choose(names, how) : Promise.resolve(null); }

  get nextNumber() {
    return this.package.desk + "-" + String(this.journal.counters.numbers + 1).padStart(3, "0");
  }

  guest(code) { return (this.package.guests || []).find((g) => g.code === code); }

  visitOf(code) { return code ? this.journal.records.find((r) => r.label.booking === code && r.label.visit) : undefined; }

  /* `who` is {booking} of the list or {name, community} of somebody who was not invited. */
  async checkIn(who) {
    const visit = crypto.randomUUID();
    const guest = this.guest(who.booking);
    const name = guest ? guest.name : who.name;
    const body = { visit, booking: who.booking || "", name, community: who.community || "" };
    return this.journal.add("visit", body, { id: visit, label: { name, visit, booking: who.booking || "" } });
  }

  /* Register a person; the visit belongs to it, so neither has to arrive first. */
  async register(form) {
    const earlier = this.visitOf(form.booking);
    const visit = form.visit || (earlier ? earlier.label.visit : crypto.randomUUID());
    const label = { name: form.owner_name, visit, booking: form.booking || "" };
    return this.journal.add("person", { ...form, visit }, { number: () => this.nextNumber, label });
  }

  saveDraft(values) { return this.safe.keep("draft", values); }

  draft() { return this.safe.fetch("draft"); }

  dropDraft() { return this.safe.forget("draft"); }

  /* One sending at a time. Answers "sent", "offline" or "revoked". */
  send(told) {
    this.sending = this.sending || this.sendNow(told).finally(() => { this.sending = null; });
    return this.sending;
  }

  async sendNow(told) {
    try {
      const last = await send(this.journal, { url: this.package.sync, token: this.package.token, told });
      if (last && last.quota) this.package.quota = last.quota;
      return "sent";
    } catch (error) {
      if (error instanceof Revoked) return "revoked";
      if (error instanceof NoLine) return "offline";
      throw error;
    }
  }

  get outbox() {
    return this.journal.records.filter((r) => r.number).map((r) => ({
      number: r.number, name: r.label.name, state: this.journal.stateOf(r), answer: this.journal.answers.get(r.id),
    }));
  }

  /* Erase everything this laptop keeps of the event. Only with nothing waiting, or with `anyway`. */
  async wipe(anyway = false) {
    if (!anyway && this.journal && this.journal.unsent.length) throw new Error("unsent");
    if (this.lens) this.lens.close();
    await eraseAll(this.disk);
    this.safe = this.journal = this.package = this.lens = null;
  }
}

export const desk = new Desk();

