/* What the laptop keeps, unreadable without the PIN.

   A random key of 256 bits encrypts everything (AES-GCM); it is itself kept only wrapped by a key
   made from the PIN (PBKDF2-SHA-256). Waiting after wrong PINs slows a hand at the keyboard; it
   cannot slow somebody who copied the disk, so the length of the PIN is what counts
   (docs/decisions). Wrong PINs never erase anything. */

export const ITERATIONS = 1_000_000;
export const SHORTEST_PIN = 8;
const FREE_TRIES = 5;
const LONGEST_WAIT = 15 * 60_000;
const STORES = ["plain", "sealed", "journal"];
const PIN_LETTERS = "23456789FHJKMPRTWXY";
const text = new TextEncoder();
const words = new TextDecoder();

export class WrongPin extends Error {}
export class PleaseWait extends Error {
  constructor(until) { super("wait"); this.until = until; }
}

export const hex = (bytes) => [...new Uint8Array(bytes)].map((b) => b.toString(16).padStart(2, "0")).join("");
export const sha256 = async (line) => hex(await crypto.subtle.digest("SHA-256", text.encode(line)));

/* A PIN of ten letters in two groups: 42 bits, more than a rented machine guesses in years. */
export function suggestPin() {
  const letters = [];
  while (letters.length < 10) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < 247) letters.push(PIN_LETTERS[byte % 19]);
  }
  return letters.slice(0, 5).join("") + "-" + letters.slice(5).join("");
}

const plainPin = (pin) => pin.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
export const pinLength = (pin) => plainPin(pin).length;

export function openDisk(name = "meja") {
  return new Promise((done, fail) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => STORES.forEach((store) => asked.result.createObjectStore(store));
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

/* One transaction; resolves when the bytes are on the disk ("strict"), not before. */
export function write(disk, stores, work) {
  return new Promise((done, fail) => {
    const going = disk.transaction(stores, "readwrite", { durability: "strict" });
    going.oncomplete = () => done();
    going.onerror = going.onabort = () => fail(going.error || new Error("not written"));
    work(...[].concat(stores).map((store) => going.objectStore(store)));
  });
}

export function read(disk, store, key) {
  return new Promise((done, fail) => {
    const shelf = disk.transaction(store).objectStore(store);
    const asked = key === undefined ? shelf.getAll() : shelf.get(key);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

export const eraseAll = (disk) => write(disk, STORES, (...shelves) => shelves.forEach((s) => s.clear()));

async function pinKey(pin, salt, iterations) {
  const raw = await crypto.subtle.importKey("raw", text.encode(plainPin(pin)), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}

const random = (length) => crypto.getRandomValues(new Uint8Array(length));

export class Safe {
  constructor(disk, key) { this.disk = disk; this.key = key; }

  /* Begin anew: whatever an earlier package left is erased in the same transaction. */
  static async create(disk, pin, label) {
    const salt = random(16);
    const iv = random(12);
    const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
    const wrapped = await crypto.subtle.wrapKey("raw", key, await pinKey(pin, salt, ITERATIONS), { name: "AES-GCM", iv });
    await write(disk, STORES, (plain, sealed, journal) => {
      [plain, sealed, journal].forEach((shelf) => shelf.clear());
      plain.put({ salt, iv, wrapped, iterations: ITERATIONS, label, tries: 0, until: 0 }, "lock");
    });
    return Safe.unlock(disk, pin);
  }

  static lockOf(disk) { return read(disk, "plain", "lock"); }

  /* Throws WrongPin, or PleaseWait after five wrong ones (30 s, doubling, 15 minutes at most). */
  static async unlock(disk, pin) {
    const lock = await Safe.lockOf(disk);
    const now = Date.now();
    if (lock.until > now && lock.until - now <= LONGEST_WAIT) throw new PleaseWait(lock.until);
    let key;
    try {
      const outer = await pinKey(pin, lock.salt, lock.iterations);
      key = await crypto.subtle.unwrapKey("raw", lock.wrapped, outer, { name: "AES-GCM", iv: lock.iv }, "AES-GCM", false, ["encrypt", "decrypt"]);
    } catch {
      const tries = lock.tries + 1;
      const wait = tries < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT, 30_000 * 2 ** (tries - FREE_TRIES));
      await write(disk, "plain", (plain) => plain.put({ ...lock, tries, until: wait ? now + wait : 0 }, "lock"));
      throw new WrongPin();
    }
    if (lock.tries) await write(disk, "plain", (plain) => plain.put({ ...lock, tries: 0, until: 0 }, "lock"));
    return new Safe(disk, key);
  }

  async cover(bytes, place) {
    const iv = random(12);
    const how = { name: "AES-GCM", iv, additionalData: text.encode(place) };
    return { iv, data: await crypto.subtle.encrypt(how, this.key, bytes) };
  }

  uncover(box, place) {
    return crypto.subtle.decrypt({ name: "AES-GCM", iv: box.iv, additionalData: text.encode(place) }, this.key, box.data);
  }

  coverJson(value, place) { return this.cover(text.encode(JSON.stringify(value)), place); }

  async uncoverJson(box, place) { return JSON.parse(words.decode(await this.uncover(box, place))); }

  async keep(name, value) {
    const box = value instanceof ArrayBuffer ? await this.cover(value, name) : await this.coverJson(value, name);
    await write(this.disk, "sealed", (sealed) => sealed.put(box, name));
  }

  async fetch(name) {
    const box = await read(this.disk, "sealed", name);
    return box ? this.uncoverJson(box, name) : undefined;
  }

  async fetchBytes(name) {
    const box = await read(this.disk, "sealed", name);
    return box ? this.uncover(box, name) : undefined;
  }

  forget(...names) { return write(this.disk, "sealed", (sealed) => names.forEach((name) => sealed.delete(name))); }
}
