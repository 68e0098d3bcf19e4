/* The marks of an extract: arrays in one buffer, and the posting lists made of them. */
import { crc32, searchsorted } from "./signs.js";

const MAGIC = "serupa arrays 1\n";
const FORMAT = 3;
const KINDS = {
  "|u1": Uint8Array,
  "<u2": Uint16Array,
  "<u4": Uint32Array,
  "<u8": Uint32Array, // two halves, the lower first
};
const decoder = new TextDecoder();
const BLANK = 32;
const LINE = 10;

export class Broken extends Error {}

/** The arrays of an extract, and its two JSON parts. Throws ``Broken``. */
export function parse(buffer) {
  const bytes = new Uint8Array(buffer);
  if (decoder.decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) throw new Broken("no extract");
  const begin = MAGIC.length + 8 + new DataView(buffer).getUint32(MAGIC.length, true);
  let head;
  const arrays = {};
  try {
    head = JSON.parse(decoder.decode(bytes.subarray(MAGIC.length + 8, begin)));
  } catch {
    throw new Broken("damaged");
  }
  if (bytes.length !== begin + head.bytes) throw new Broken("cut short");
  if (crc32(bytes.subarray(begin)) !== head.crc32) throw new Broken("damaged");
  for (const [name, [kind, shape, at]] of Object.entries(head.arrays)) {
    const many = shape[0] * (kind === "<u8" ? 2 : 1);
    arrays[name] = new KINDS[kind](buffer, begin + at, many);
  }
  const part = (name) => JSON.parse(decoder.decode(arrays[name]));
  const about = part("about");
  if (about.format !== FORMAT) throw new Broken("another format");
  return { arrays, about, head: part("head"), rules: part("rules") };
}

/** Classes as two halves of bits; bit 0 stands for "not recorded". */
export function maskOf(classes) {
  const mask = [0, 0];
  for (const number of classes) mask[number >>> 5] |= 1 << (number & 31);
  return mask;
}

export class Marks {
  constructor({ arrays, head }) {
    Object.assign(this, arrays);
    this.size = head.marks;
    this.ids_head = head.ids;
    this.flags = new Uint8Array(this.size); // for whoever needs a note on a row for a moment
    this.parts = arrays.scopes.length / 2;
    this.wordEnds = new Uint32Array(this.words.length);
    let end = 0;
    for (let at = 0; at < this.words.length; at++) this.wordEnds[at] = end += this.word_holders[at];
    this.#countClasses();
    this.#index();
  }

  #countClasses() {
    const times = new Uint32Array(this.masks.length / 2);
    for (const code of this.mask_codes) times[code]++;
    this.classSizes = new Uint32Array(46);
    times.forEach((many, code) => {
      for (const number of this.#classes(code)) this.classSizes[number] += many;
    });
  }

  #classes(code) {
    const [low, high] = [this.masks[2 * code], this.masks[2 * code + 1]];
    const found = [];
    for (let number = 1; number <= 45; number++) {
      if (((number < 32 ? low : high) >>> (number & 31)) & 1) found.push(number);
    }
    return found.length ? found : [0];
  }

  /** Posting lists: for each trigram (24 bits of three bytes) the rows that have it. */
  #index() {
    const places = new Int32Array(1 << 18).fill(-1);
    let vocabulary = new Uint32Array(1 << 12);
    let last = new Int32Array(1 << 12).fill(-1);
    let found = new Int32Array(24 * this.size + 1024);
    const edges = new Uint32Array(this.size + 1);
    let known = 0;
    let many = 0;
    const add = (key, row) => {
      let slot = (Math.imul(key, 2654435761) >>> 14) & 0x3ffff;
      while (places[slot] >= 0 && vocabulary[places[slot]] !== key) slot = (slot + 1) & 0x3ffff;
      let at = places[slot];
      if (at < 0) {
        if (known === vocabulary.length) {
          vocabulary = grown(vocabulary);
          last = grown(last);
        }
        at = places[slot] = known++;
        vocabulary[at] = key;
        last[at] = -1;
      }
      if (last[at] === row) return;
      last[at] = row;
      if (many === found.length) found = grown(found);
      found[many++] = at;
    };
    for (let row = 0; row < this.size; row++) {
      this.eachTrigram(row, (key) => add(key, row));
      edges[row + 1] = many;
      if (known > 200_000) throw new Broken("too many different signs");
    }
    this.starts = new Uint32Array(known + 1);
    for (let at = 0; at < many; at++) this.starts[found[at] + 1]++;
    for (let at = 0; at < known; at++) this.starts[at + 1] += this.starts[at];
    const free = this.starts.slice();
    this.postings = new Uint32Array(many);
    for (let row = 0; row < this.size; row++) {
      for (let at = edges[row]; at < edges[row + 1]; at++) this.postings[free[found[at]]++] = row;
    }
    this.terms = new Map();
    for (let at = 0; at < known; at++) this.terms.set(vocabulary[at], at);
  }

  /** Call with every trigram of a row's readings and which reading (0, 1, 2) it is of. */
  eachTrigram(row, call) {
    const text = this.readings;
    const end = this.readings_ends[row];
    let field = -1;
    for (let at = this.#begin(row) - 1; at < end - 1; at++) {
      let middle = text[at];
      if (middle === LINE) {
        field++;
        middle = BLANK;
      }
      const next = text[at + 1];
      const after = next === LINE ? BLANK : next;
      if (middle === BLANK) {
        if (after !== BLANK) call((BLANK << 16) | (BLANK << 8) | after, field);
      } else {
        const before = text[at - 1];
        call(((before === LINE ? BLANK : before) << 16) | (middle << 8) | after, field);
      }
    }
  }

  #begin(row) {
    return row ? this.readings_ends[row - 1] : 1;
  }

  /** The signs of a row from its first on. */
  signs(row) {
    return this.readings.subarray(this.#begin(row), this.readings_ends[row]);
  }

  /** The visual, native and foreign reading of a row. */
  reading(row) {
    const lines = decoder.decode(this.readings.subarray(this.#begin(row), this.readings_ends[row] - 1));
    const parts = lines.split("\n");
    return [parts[0], parts.length > 1 ? parts[1] : parts[0], parts[parts.length - 1]];
  }

  id(row) {
    const { prefix, width } = this.ids_head;
    if (width) return prefix + String(this.id_numbers[row]).padStart(width, "0");
    return decoder.decode(this.ids.subarray(row ? this.ids_ends[row - 1] : 0, this.ids_ends[row]));
  }

  /** The name of a row as registered; ``seen``: its visual reading. */
  name(row, seen) {
    const way = this.cases[row];
    if (way === 0) return seen;
    if (way === 1) return seen.toUpperCase();
    if (way === 2) return seen.replace(/[a-z]+/g, (word) => word[0].toUpperCase() + word.slice(1));
    const at = searchsorted(this.other_rows, row);
    const begin = at ? this.others_ends[at - 1] : 0;
    return decoder.decode(this.others.subarray(begin, this.others_ends[at]));
  }

  /** The classes of a row, ascending; none where they are not recorded. */
  classes(row) {
    return this.#classes(this.mask_codes[row]).filter(Boolean);
  }

  isOf(row, [low, high]) {
    const code = 2 * this.mask_codes[row];
    return ((this.masks[code] & low) | (this.masks[code + 1] & high)) !== 0;
  }

  /** Runs of rows, ``[first, after last]``, of the partitions that hold classes of a mask. */
  runs(mask) {
    const found = [];
    for (let part = 0; part < this.parts; part++) {
      const holds = (this.scopes[2 * part] & mask[0]) | (this.scopes[2 * part + 1] & mask[1]);
      if (!holds) continue;
      const [first, after] = [this.bounds[part], this.bounds[part + 1]];
      const last = found[found.length - 1];
      if (last && last[1] === first) last[1] = after;
      else found.push([first, after]);
    }
    return found;
  }

  /** Rows whose whole mark, blanks aside, has one of these sound hashes. */
  rowsHeardAs(hashes) {
    const found = [];
    for (const hash of hashes) {
      for (let at = searchsorted(this.sounds, hash); this.sounds[at] === hash; at++) {
        found.push(this.sound_rows[at]);
      }
    }
    return found;
  }

  /** How many marks of several words hold a word (its hash): 0 for none, -1 for too many. */
  holders(hash) {
    const at = searchsorted(this.words, hash);
    return this.words[at] === hash ? this.word_holders[at] || -1 : 0;
  }

  /** Rows of several words that hold one of these words; of words too many marks hold, none. */
  rowsWith(hashes) {
    const found = [];
    for (const hash of hashes) {
      const at = searchsorted(this.words, hash);
      if (this.words[at] !== hash) continue;
      const end = this.wordEnds[at];
      found.push(...this.word_rows.subarray(end - this.word_holders[at], end));
    }
    return found;
  }

  /** Marks of classes or of no recorded class; of no class given, all. */
  sizeOf(classes) {
    if (!classes.length) return this.size;
    return classes.reduce((sum, number) => sum + this.classSizes[number], this.classSizes[0]);
  }

  /** How often a word (its hash) stands in marks of ``classes``, 0 where at most once in each. */
  count(hash, classes) {
    const table = this.word_counts;
    let low = 0;
    let high = table.length / 2;
    const wordAt = (at) => ((table[2 * at + 1] << 2) | (table[2 * at] >>> 30)) >>> 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (wordAt(middle) < hash) low = middle + 1;
      else high = middle;
    }
    let times = 0;
    for (; 2 * low < table.length && wordAt(low) === hash; low++) {
      const value = table[2 * low];
      if (classes.has((value >>> 24) & 63)) times += value & 0xffffff;
    }
    return times;
  }
}

function grown(values) {
  const larger = new values.constructor(2 * values.length);
  larger.set(values);
  return larger;
}
