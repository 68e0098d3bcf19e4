/* Which marks of a pool come nearest to a name, by how few of the pool come as near: serupa's names/order.py.

   Every signal is a column of single-precision numbers, reckoned in the order Python takes. */
import { joined, lengthOf, searchsorted, signsOf, similarity, wordsOf } from "./signs.js";
import { sum32 } from "./search.js";

const f = Math.fround;
const BARE = /[aeiou ]/g;
const NO_WORD = "\x00";
const blanks = (text) => text.split(" ").length;
const column = (rows, value) => Float32Array.from(rows, value);

/** The score of each of some marks of a pool, 0 to 1. ``weigh``: how much each of some words distinguishes. */
export function scores(query, pool, rows, weigh, reader, numbers) {
  if (!rows.length) return new Float32Array(0);
  const own = { query, rarity: pool.rarity, weigh, reader, numbers: numbers.order };
  return meanOfReach([...letterSignals(own, rows), ...others(own, rows)]);
}

function meanOfReach(table) {
  const many = table[0].length;
  const sum = new Float64Array(many);
  for (const values of table) {
    const ordered = values.slice().sort();
    values.forEach((value, at) => (sum[at] += 1 / (many - searchsorted(ordered, f(value - f(1e-6))))));
  }
  return Float32Array.from(sum, (value) => value / table.length);
}

/** How many of the trigrams of a reading of the name a mark has, and the sum of their rarity. */
function counted(own, one, reading, which) {
  let count = 0;
  let rare = 0;
  const shared = one.shared[reading];
  for (let at = 0; at < shared.length; at++) {
    if (!shared[at] || !which[at]) continue;
    count++;
    rare += own.rarity[at];
  }
  return [count, rare, Math.max(one.sizes[reading], 1)];
}

const countOf = (which) => which.reduce((sum, held) => sum + held, 0);

function letterSignals(own, rows) {
  const mine = countOf(own.query.plain);
  const partly = f(own.numbers.PARTLY);
  const table = [0, 1, 2, 3, 4].map(() => new Float32Array(rows.length));
  rows.forEach((one, at) => {
    const [count, rare, size] = counted(own, one, 0, own.query.plain);
    const values = [
      count / (size + mine - count),
      rare / f(Math.sqrt(size + 3)),
      count > 0 ? rare - f(f(0.01) * size) : 0,
      count / f(size + f(partly * (mine - count))),
      count / f(mine + f(partly * (size - count))),
    ];
    values.forEach((value, which) => (table[which][at] = value));
  });
  return table;
}

function others(own, rows) {
  return [...soundSignals(own, rows), ...wordSignals(own, rows), ...endSignals(own, rows), consonants(own, rows)];
}

/** Native sound against native, foreign against foreign: the better of the two. */
function soundSignals(own, rows) {
  const mine = own.query.columns;
  const native = edits(own, mine.met, rows, "heard");
  const found = [...oneSound(own, rows, 1, own.query.native), native];
  const differs = rows.some((one) => one.heard !== one.foreign);
  if (!mine.foreign && !differs) return found;
  const apart = joined(mine.foreign || mine.native);
  let abroad;
  if (apart !== mine.met) abroad = edits(own, apart, rows, "foreign");
  else {
    abroad = native.slice();
    rows.forEach((one, at) => {
      if (one.heard !== one.foreign) abroad[at] = edits(own, apart, [one], "foreign")[0];
    });
  }
  const there = [...oneSound(own, rows, 2, own.query.foreign), abroad];
  return found.map((values, which) => values.map((value, at) => Math.max(value, there[which][at])));
}

function oneSound(own, rows, reading, which) {
  const mine = countOf(which);
  const [alike, rarely] = [new Float32Array(rows.length), new Float32Array(rows.length)];
  rows.forEach((one, at) => {
    const [count, rare, size] = counted(own, one, reading, which);
    alike[at] = count / (size + mine - count);
    rarely[at] = rare / f(Math.sqrt(size + 3));
  });
  return [alike, rarely];
}

function edits(own, mine, rows, reading) {
  const cut = signsOf(mine).slice(0, own.numbers.MOST_LETTERS).join("");
  return column(rows, (one) => similarity(cut, joined(one[reading])));
}

/** How far the words of the name and of each mark answer each other, by their weights. */
function wordSignals(own, rows) {
  const most = own.numbers.MOST_WORDS;
  const written = wordsOf(own.query.columns.written).slice(0, most);
  const mine = written.length ? written : [""];
  const heard = wordsOf(own.query.columns.native).slice(0, most);
  const spoken = heard.length === mine.length ? heard : mine.map((word) => own.reader.native(word));
  const sounds = new Map();
  const theirs = rows.map((one) => {
    const reading = one.seen || NO_WORD;
    const aloud = one.heard && blanks(one.heard) === blanks(reading) ? one.heard : reading;
    const [words, said] = [reading.split(" "), aloud.split(" ")];
    words.forEach((word, at) => sounds.set(word, said[at]));
    return words;
  });
  const different = [...sounds.keys()];
  const weighed = Float32Array.from(own.weigh([...mine, ...different]));
  const weights = weighed.slice(0, mine.length);
  const whole = sum32(weights);
  const known = new Map();
  different.forEach((word, at) => {
    const pairs = mine.map((own_, place) => likeness(own_, spoken[place], word, sounds.get(word), own.numbers));
    known.set(word, {
      weight: weighed[mine.length + at],
      alike: pairs.map((pair) => pair.alike),
      best: Math.max(...pairs.map((pair) => pair.alike)),
      same: Math.max(...pairs.map((pair) => pair.same)),
      first: pairs[0].same,
    });
  });
  const table = [0, 1, 2, 3, 4, 5].map(() => new Float32Array(rows.length));
  theirs.forEach((words, at) => {
    const parts = words.map((word) => known.get(word));
    const answered = parts.map((part) => f(part.weight * part.best));
    const heaviest = Math.max(...parts.map((part) => part.weight));
    let back = 0;
    weights.forEach((weight, place) => {
      back = f(back + weight * Math.max(...parts.map((part) => part.alike[place])));
    });
    const values = [
      reduced(answered) / reduced(parts.map((part) => part.weight)),
      back / whole,
      Math.max(...answered),
      Math.max(...parts.map((part) => f(part.weight * part.same))),
      Math.max(...parts.map((part) => (part.weight >= f(heaviest - f(1e-6)) ? part.best : 0))),
      parts[0].first,
    ];
    values.forEach((value, which) => (table[which][at] = value));
  });
  return table;
}

/** The sum of a run of single-precision numbers as numpy's ``reduceat`` takes it. */
const reduced = (values) => f(values[0] + sum32(values, 1));

/** How alike two words are (0 to 1), and 1 where they are the same: see ``order._word_likeness``. */
function likeness(mine, spoken, theirs, heard, numbers) {
  const written = f(similarity(mine, theirs, 0.5));
  const sounding = f(similarity(spoken, heard, 0.5));
  const same = Math.max(written, f(sounding * f(0.9995))) >= f(0.999) ? 1 : 0;
  const half = f(Math.max(written, f(sounding * f(0.97))) - 0.5);
  let alike = Math.min(Math.max(f(half * 2), 0), 1);
  const [long, other] = [lengthOf(mine), lengthOf(theirs)];
  const [shorter, longer] = [Math.min(long, other), Math.max(long, other)];
  if (shorter >= numbers.SHORTEST_FUSED) {
    const [part, whole] = long <= other ? [mine, theirs] : [theirs, mine];
    if (whole.startsWith(part) || whole.endsWith(part)) {
      alike = Math.max(alike, f(f(0.4) + f(f(0.5 * shorter) / Math.max(longer, 1))));
    }
  }
  return { alike, same };
}

/** The mark whole inside the name, and how much of the shorter begins or ends the longer. */
function endSignals(own, rows) {
  const mine = signsOf(own.query.columns.joined).slice(0, own.numbers.MOST_LETTERS);
  const text = mine.join("");
  const long = Math.max(mine.length, 1);
  const [inside, begins, ends] = [0, 1, 2].map(() => new Float32Array(rows.length));
  rows.forEach((one, at) => {
    const mark = joined(one.seen);
    const theirs = signsOf(mark);
    const shorter = Math.max(Math.min(theirs.length, long), 1);
    inside[at] = (text.includes(mark) ? theirs.length : 0) / long;
    begins[at] = inCommon(mine, theirs) / shorter;
    ends[at] = inCommon(mine.slice().reverse(), theirs.reverse()) / shorter;
  });
  return [inside, begins, ends];
}

function consonants(own, rows) {
  const mine = own.query.columns.native.replace(BARE, "");
  if (lengthOf(mine) < own.numbers.FEWEST_CONSONANTS) return new Float32Array(rows.length);
  const cut = signsOf(mine).slice(0, own.numbers.MOST_LETTERS).join("");
  return column(rows, (one) => similarity(cut, one.heard.replace(BARE, "")));
}

function inCommon(left, right) {
  let at = 0;
  while (at < left.length && at < right.length && left[at] === right[at]) at++;
  return at;
}
