/* The laptop's own book: records are only ever added, each bound to the one before by its hash.

   A record: {seq, id, kind, number, at, prev, hash, body}. `body` is JSON as text, so that the hash
   covers the very characters that are sent. What the server answered is kept beside, under the id.
   Once the server has a record, its contents leave the laptop: name and number stay for the list. */

import { read, sha256, write } from "./safe.js";

export const START = "0".repeat(64);
/* States in which the server has the record and this laptop no longer answers for it. */
const WITH_SERVER = ["received", "applied", "question"];
const OPEN = ["received", "question"];
const padded = (seq) => "record:" + String(seq).padStart(6, "0");

export const hashOf = (r) => sha256([r.prev, r.seq, r.id, r.kind, r.number, r.at, r.body].join("\n"));

export class Journal {
  constructor(safe) {
    this.safe = safe;
    this.records = [];
    this.answers = new Map();
    this.line = Promise.resolve();
  }

  /* Reads everything; `broken` counts records whose hash or chain does not hold. */
  static async open(safe) {
    const journal = new Journal(safe);
    const boxes = await read(safe.disk, "journal");
    let prev = START;
    journal.broken = 0;
    for (const box of boxes) {
      const record = await safe.uncoverJson(box, padded(box.seq));
      const holds = record.prev === prev && (record.body === null || (await hashOf(record)) === record.hash);
      if (!holds) journal.broken += 1;
      prev = record.hash;
      journal.records.push(record);
    }
    for (const [id, answer] of (await safe.fetch("answers")) || []) journal.answers.set(id, answer);
    return journal;
  }

  /* One after the other, whoever asks: the chain has no forks. Resolves when the disk has it. */
  add(kind, body, { id = crypto.randomUUID(), number = () => "", label = "", at = Date.now() } = {}) {
    const work = this.line.then(async () => {
      const last = this.records.at(-1);
      const record = { seq: this.records.length + 1, id, kind, number: number(), at, prev: last ? last.hash : START, label };
      record.body = JSON.stringify(body);
      record.hash = await hashOf(record);
      const box = { ...(await this.safe.coverJson(record, padded(record.seq))), seq: record.seq };
      const draft = kind === "person" ? ["draft"] : [];
      await write(this.safe.disk, ["journal", "sealed"], (journal, sealed) => {
        journal.add(box, record.seq);
        draft.forEach((name) => sealed.delete(name));
      });
      this.records.push(record);
      return record;
    });
    this.line = work.catch(() => {});
    return work;
  }

  stateOf(record) { return (this.answers.get(record.id) || {}).state || "waiting"; }

  get unsent() { return this.records.filter((r) => !WITH_SERVER.includes(this.stateOf(r))); }

  /* Those the server has but has not finished with: a question somebody must answer. */
  get open() { return this.records.filter((r) => OPEN.includes(this.stateOf(r))); }

  get counters() {
    return { seq: this.records.length, numbers: this.records.filter((r) => r.number).length };
  }

  /* Keep the server's answers; of records it has, only label and number remain here. */
  async settle(answers) {
    for (const answer of answers) this.answers.set(answer.id, answer);
    await this.safe.keep("answers", [...this.answers]);
    const done = this.records.filter((r) => r.body !== null && WITH_SERVER.includes(this.stateOf(r)));
    const boxes = [];
    for (const record of done) {
      record.body = null;
      boxes.push({ ...(await this.safe.coverJson(record, padded(record.seq))), seq: record.seq });
    }
    if (boxes.length) await write(this.safe.disk, "journal", (shelf) => boxes.forEach((box) => shelf.put(box, box.seq)));
  }
}
