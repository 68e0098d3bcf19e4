/* Small tools on signs, bytes and numbers that behave as their namesakes in Python do. */

/** A letter, digit or underscore of any alphabet, as one class of a regular expression. */
export const W = "\\p{L}\\p{N}_";

const encoder = new TextEncoder();

export const bytesOf = (text) => encoder.encode(text);

/** A text as its signs; a sign beyond the first plane counts once. */
export const signsOf = (text) => Array.from(text);

const CRC = new Uint32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  CRC[byte] = value;
}

export function crc32(bytes) {
  let value = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) value = (value >>> 8) ^ CRC[(value ^ bytes[at]) & 255];
  return (value ^ 0xffffffff) >>> 0;
}

export const wordsOf = (text) => text.split(" ").filter(Boolean);

export const joined = (text) => text.replaceAll(" ", "");

export const distinct = (values) => [...new Set(values)];

/** Compare texts by code points, as Python does. */
export function byCode(one, other) {
  if (one === other) return 0;
  if (!ASTRAL.test(one) && !ASTRAL.test(other)) return one < other ? -1 : 1;
  const left = codesOf(one);
  const right = codesOf(other);
  const at = left.findIndex((code, place) => code !== right[place]);
  return at < 0 || at >= right.length ? left.length - right.length : left[at] - right[at];
}

/** Rounded to four places, halves to the even neighbour. */
export function round4(value) {
  const eighths = value * 32; // only odd multiples of 1/32 lie exactly between two neighbours
  if (Number.isInteger(eighths) && eighths % 2) {
    const below = Math.floor(value * 10000);
    return (below % 2 ? below + 1 : below) / 10000;
  }
  return Number(value.toFixed(4));
}

/** How many of ascending ``values`` are below ``wanted`` (``right``: not above it). */
export function searchsorted(values, wanted, right = false, low = 0, high = values.length) {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (right ? values[middle] <= wanted : values[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Steps of one letter (other, more, less, two neighbours exchanged) from one text to another. */
export function distance(one, other) {
  if (one === other) return 0;
  const left = codesOf(one);
  const right = codesOf(other);
  const width = right.length;
  if (!left.length || !width) return Math.max(left.length, width);
  let before = new Uint16Array(width + 1);
  let last = new Uint16Array(width + 1);
  let now = new Uint16Array(width + 1);
  for (let at = 0; at <= width; at++) last[at] = at;
  for (let i = 1; i <= left.length; i++) {
    now[0] = i;
    const sign = left[i - 1];
    for (let j = 1; j <= width; j++) {
      let best = last[j - 1] + (sign === right[j - 1] ? 0 : 1);
      if (last[j] + 1 < best) best = last[j] + 1;
      if (now[j - 1] + 1 < best) best = now[j - 1] + 1;
      if (i > 1 && j > 1 && sign === right[j - 2] && left[i - 2] === right[j - 1]) {
        if (before[j - 2] + 1 < best) best = before[j - 2] + 1;
      }
      now[j] = best;
    }
    [before, last, now] = [last, now, before];
  }
  return last[width];
}

/** The share of letters that stay, 0 to 1; two empty texts are alike. ``least``: below it, 0. */
export function similarity(one, other, least = 0) {
  const longest = Math.max(lengthOf(one), lengthOf(other));
  if (!longest) return 1;
  const shorter = Math.min(lengthOf(one), lengthOf(other));
  if (1 - (longest - shorter) / longest < least) return 0; // what is missing is too much already
  const alike = 1 - distance(one, other) / longest;
  return alike >= least ? alike : 0;
}

const ASTRAL = /[\ud800-\udbff]/;

export const lengthOf = (text) => (ASTRAL.test(text) ? signsOf(text).length : text.length);

function codesOf(text) {
  if (ASTRAL.test(text)) return signsOf(text).map((sign) => sign.codePointAt(0));
  const codes = new Array(text.length);
  for (let at = 0; at < text.length; at++) codes[at] = text.charCodeAt(at);
  return codes;
}

/** Signs in common in the same order, at most. */
export function inOrder(left, right) {
  let last = new Uint16Array(right.length + 1);
  for (const sign of left) {
    const now = new Uint16Array(right.length + 1);
    for (let j = 1; j <= right.length; j++) {
      now[j] = sign === right[j - 1] ? last[j - 1] + 1 : Math.max(last[j], now[j - 1]);
    }
    last = now;
  }
  return last[right.length];
}

/** Where two texts differ: runs of ``[from, to, from, to]`` that are left out, put in or exchanged;
    of equally short ways the one that RapidFuzz takes. */
export function differences(one, other) {
  let left = signsOf(one);
  let right = signsOf(other);
  let lead = 0;
  while (lead < left.length && lead < right.length && left[lead] === right[lead]) lead++;
  let tail = 0;
  while (
    tail < left.length - lead &&
    tail < right.length - lead &&
    left[left.length - 1 - tail] === right[right.length - 1 - tail]
  ) {
    tail++;
  }
  left = left.slice(lead, left.length - tail);
  right = right.slice(lead, right.length - tail);
  const table = levenshtein(left, right);
  const steps = [];
  let i = left.length;
  let j = right.length;
  while (i && j) {
    if (table[i][j] - table[i - 1][j] === 1) {
      steps.push(["less", --i, j]);
      continue;
    }
    j--;
    if (j && table[i][j] - table[i - 1][j] === -1) steps.push(["more", i, j]);
    else if (left[--i] !== right[j]) steps.push(["other", i, j]);
  }
  while (i) steps.push(["less", --i, j]);
  while (j) steps.push(["more", i, --j]);
  return runs(steps.reverse(), lead);
}

function levenshtein(left, right) {
  const table = [Uint16Array.from({ length: right.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= left.length; i++) {
    const row = new Uint16Array(right.length + 1);
    row[0] = i;
    for (let j = 1; j <= right.length; j++) {
      const kept = table[i - 1][j - 1] + (left[i - 1] === right[j - 1] ? 0 : 1);
      row[j] = Math.min(kept, table[i - 1][j] + 1, row[j - 1] + 1);
    }
    table.push(row);
  }
  return table;
}

function runs(steps, lead) {
  const found = [];
  let kind = "";
  for (const [what, i, j] of steps) {
    const last = found[found.length - 1];
    const [a, b] = [i + lead, j + lead];
    if (last && kind === what && last[1] === a && last[3] === b) {
      if (what !== "more") last[1]++;
      if (what !== "less") last[3]++;
    } else {
      found.push([a, a + (what === "more" ? 0 : 1), b, b + (what === "less" ? 0 : 1)]);
    }
    kind = what;
  }
  return found;
}
