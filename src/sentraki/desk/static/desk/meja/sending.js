/* Sending: small batches, as often as it takes. The server knows each record by id and hash, so
   sending one again changes nothing; an answer that was lost on the way is simply asked for again. */

const BATCH_BYTES = 200_000;
const BATCH = 6;
const TRIES = 12;
const PATIENCE = 60_000;

export class Revoked extends Error {}
export class NoLine extends Error {}

const pause = (ms) => new Promise((go) => setTimeout(go, ms));

export function batchOf(unsent) {
  const batch = [];
  let bytes = 0;
  for (const record of unsent) {
    bytes += record.body.length;
    if (batch.length && (bytes > BATCH_BYTES || batch.length === BATCH)) break;
    batch.push(record);
  }
  return batch;
}

const wire = ({ seq, id, kind, number, at, prev, hash, body }) => ({ seq, id, kind, number, at, prev, hash, body });

async function post(url, token, message) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  const body = JSON.stringify({ ...message, now: Date.now() });
  try {
    const answer = await fetch(url, {
      method: "POST", body, signal: stop.signal, credentials: "omit", cache: "no-store",
      headers: { "Content-Type": "application/json", Authorization: "Bearer " + token },
    });
    if (answer.status === 401) throw new Revoked();
    if (!answer.ok) throw new NoLine(String(answer.status));
    return { ...(await answer.json()), bytes: body.length };
  } finally {
    clearTimeout(timer);
  }
}

/* Send what waits and ask after open questions. `told` hears of every batch. Throws Revoked when
   the server no longer takes this laptop, NoLine after twelve tries without progress. */
export async function send(journal, { url, token, told = () => {} }) {
  let failures = 0;
  let asked = false;
  let last = null;
  const refused = new Set();
  for (;;) {
    const batch = batchOf(journal.unsent.filter((r) => !refused.has(r.id)));
    if (!batch.length && asked) return last;
    const message = { counters: journal.counters, records: batch.map(wire), ask: journal.open.map((r) => r.id) };
    try {
      last = await post(url, token, message);
    } catch (error) {
      if (error instanceof Revoked) throw error;
      failures += 1;
      if (failures >= TRIES) throw new NoLine();
      await pause(Math.min(8_000, 250 * 2 ** Math.min(failures, 5)) * (0.5 + Math.random() / 2));
      continue;
    }
    failures = 0;
    asked = true;
    await journal.settle(last.answers);
    last.answers.filter((a) => a.state === "damaged" || a.state === "differs").forEach((a) => refused.add(a.id));
    told(last);
  }
}
