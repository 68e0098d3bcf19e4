/* Finding the marks nearest to a name, in the steps of serupa's index/search.py.

   Every sum is taken in single precision (``f``) in the order Python takes it. */
import { byCode, searchsorted } from "./signs.js";
import { maskOf } from "./marks.js";

const f = Math.fround;
const encoder = new TextEncoder();
const LINE = 10;
const ENDS = [LINE, 32];
const SCALE = 190;
const SAMPLE = 64;
const LONG = 3;
const REST = f(0.15);
const SIZE = f(0.01);

/** The sum of single-precision numbers as numpy takes it. */
export function sum32(values, from = 0, to = values.length) {
  const many = to - from;
  if (many < 8) {
    let sum = 0;
    for (let at = from; at < to; at++) sum = f(sum + values[at]);
    return sum;
  }
  if (many > 128) {
    const half = (many >> 1) - ((many >> 1) % 8);
    return f(sum32(values, from, from + half) + sum32(values, from + half, to));
  }
  const lanes = values.slice(from, from + 8);
  let at = from + 8;
  for (; at + 8 <= to; at += 8) for (let lane = 0; lane < 8; lane++) lanes[lane] = f(lanes[lane] + values[at + lane]);
  let sum = f(
    f(f(lanes[0] + lanes[1]) + f(lanes[2] + lanes[3])) + f(f(lanes[4] + lanes[5]) + f(lanes[6] + lanes[7])),
  );
  for (; at < to; at++) sum = f(sum + values[at]);
  return sum;
}

/** The ``limit``-th smallest of some numbers, or one above all. */
function edge(values, limit) {
  if (values.length <= limit) return Infinity;
  return values.slice().sort()[limit - 1];
}

/** How rare trigrams are, in whole 64ths: ln(marks / marks that have it). */
function rarity(marks, having) {
  return Float32Array.from(having, (many) => even(64 * Math.log(Math.max(2, marks) / Math.max(many, 1))) / 64);
}

function even(value) {
  const near = Math.round(value);
  return Math.abs(value - Math.trunc(value)) === 0.5 ? 2 * Math.round(value / 2) : near;
}

/** The marks to compare with a name, the best first, as columns: see ``Pool`` in serupa. ``classes``: to
    search in, none for all; at most ``limit`` of them, and ``far`` of others that are heard exactly like it. */
export function pool(marks, query, classes, limit, far, numbers) {
  const wanted = classes.length ? maskOf([0, ...classes]) : null;
  const found = new Search(marks, query, wanted, numbers);
  const near = found.near(limit);
  const rows = near.map((one) => ({ ...one, near: true }));
  if (wanted && far) rows.push(...found.twins(far).map((one) => ({ ...one, near: false })));
  for (const one of rows) one.id = marks.id(one.row);
  rows.sort((one, other) => other.rough - one.rough || byCode(one.id, other.id));
  let others = 0;
  const kept = rows.filter((one) => one.near || ++others <= far);
  for (const one of kept) [one.seen, one.heard, one.foreign] = marks.reading(one.row);
  return { marks: kept, keys: query.keys, rarity: found.rare };
}

class Search {
  constructor(marks, query, wanted, numbers) {
    this.marks = marks;
    this.query = query;
    this.wanted = wanted;
    this.numbers = numbers;
    this.own = numbers.search;
    this.runs = wanted ? marks.runs(wanted) : [[0, marks.size]];
    this.many = this.runs.reduce((sum, [first, after]) => sum + after - first, 0);
    this.lists = query.keys.map((key) => this.#list(key));
    this.rare = rarity(marks.size, this.lists.map(([low, high]) => high - low));
    this.weights = this.#weighed(this.#rarest());
  }

  #list(key) {
    const at = this.marks.terms.get(key);
    return at === undefined ? [0, 0] : [this.marks.starts[at], this.marks.starts[at + 1]];
  }

  /** Where a posting list enters and leaves a run of rows. */
  #within([low, high], [first, after]) {
    const { postings } = this.marks;
    const begin = searchsorted(postings, first, false, low, high);
    return [begin, searchsorted(postings, after, false, begin, high)];
  }

  #rarest() {
    const total = this.lists.map((list) =>
      this.runs.reduce((sum, run) => {
        const [begin, end] = this.#within(list, run);
        return sum + end - begin;
      }, 0),
    );
    const order = [...total.keys()].filter((at) => total[at] > 0).sort((a, b) => total[a] - total[b] || a - b);
    const enough = this.own.POSTINGS + this.own.POSTINGS_EACH * this.many;
    let sum = 0;
    let read = 0;
    while (read < order.length && (sum += total[order[read]]) < enough) read++;
    return new Set(order.slice(0, Math.min(read + 1, this.own.MOST_LISTS)));
  }

  #weighed(chosen) {
    const aside = f(this.own.ASIDE);
    const values = Float32Array.from(this.rare, (rare, at) =>
      chosen.has(at) ? Math.max(rare, f(0.1)) * (this.query.plain[at] ? 1 : aside) : 0,
    );
    const whole = Math.max(f(1e-6), sum32(values));
    return Uint8Array.from(values, (value, at) =>
      chosen.has(at) ? Math.max(1, f(f(SCALE * value) / whole)) : 0,
    );
  }

  #share() {
    const share = new Uint8Array(this.many);
    const { postings } = this.marks;
    this.weights.forEach((weight, key) => {
      if (!weight) return;
      let shift = 0;
      for (const run of this.runs) {
        const [begin, end] = this.#within(this.lists[key], run);
        const move = shift - run[0];
        for (let at = begin; at < end; at++) share[postings[at] + move] += weight;
        shift += run[1] - run[0];
      }
    });
    return share;
  }

  near(limit) {
    const share = this.#share();
    const least = this.#few(limit) ? 0 : this.#threshold(share, this.own.TOUCHED * limit);
    const sure = this.#heard();
    const { flags } = this.marks;
    for (const row of sure) flags[row] = 1;
    const found = [];
    let shift = 0;
    for (const [first, after] of this.runs) {
      for (let row = first; row < after; row++) {
        const weight = share[row - first + shift];
        const isSure = flags[row] === 1;
        if (weight < least && !isSure) continue;
        if (this.wanted && !this.marks.isOf(row, this.wanted)) continue;
        found.push({ row, weight, sure: isSure });
      }
      shift += after - first;
    }
    for (const row of sure) flags[row] = 0;
    const words = this.#telling(found, limit);
    return this.#close(this.#best(found, limit), limit, words);
  }

  /** The words that no more than ``limit`` of the marks begin with; those that do are noted. */
  #telling(found, limit) {
    const times = new Uint32Array(256);
    for (const one of found) times[(one.code = opening(this.marks.signs(one.row)))]++;
    const words = this.query.columns.written.split(" ").slice(0, this.numbers.openings.MOST_WORDS);
    const kept = words.map((word) => encoder.encode(word)).filter((word) => opening(word) && times[opening(word)] <= limit);
    const codes = kept.map(opening);
    for (const one of found) one.begun = codes.includes(one.code);
    return kept;
  }

  #few(limit) {
    return this.query.keys.length > 0 && this.many <= limit;
  }

  /** Marks of other classes that are heard exactly like the name. */
  twins(limit) {
    const rows = this.marks.rowsHeardAs(this.query.whole).filter((row) => !this.marks.isOf(row, this.wanted));
    return this.#close(rows.map((row) => ({ row, sure: true })), limit, []);
  }

  #threshold(share, most) {
    const step = share.length > SAMPLE * 1024 ? SAMPLE : 1;
    const counts = new Uint32Array(256);
    for (let at = 0; at < share.length; at += step) counts[share[at]]++;
    const enough = Math.floor(most / step);
    let reach = 0;
    for (let weight = this.own.MOST_WEIGHT; weight > 0; weight--) {
      reach += counts[weight];
      if (reach >= enough) return weight;
    }
    return 1;
  }

  #heard() {
    const { words, sounds, changed } = this.query;
    const near = words.filter(([hash]) => this.marks.holders(hash) >= 0).map((word) => word[1]);
    const other = near.slice(0, this.numbers.scope.MOST_CHANGED).flat();
    const rows = [
      ...this.marks.rowsHeardAs(sounds),
      ...this.marks.rowsHeardAs([...changed, ...other]),
      ...this.marks.rowsWith([...words.map(([hash]) => hash), ...other]),
    ];
    return rows;
  }

  /** Which marks are looked at: some by each of three orders, equals of the last included. */
  #best(found, limit) {
    let read = 0;
    let whole = 0;
    for (const weight of this.weights) {
      whole += weight;
      if (weight) read++;
    }
    const each = f(read / Math.max(1, whole));
    const orders = [0, 1, 2].map(() => new Float32Array(found.length));
    found.forEach(({ row, weight }, at) => {
      const length = this.marks.union_sizes[row];
      const count = f(weight * each);
      orders[0][at] = weight / f(Math.sqrt(length + LONG));
      orders[1][at] = weight - f(SIZE * length);
      orders[2][at] = count / f(length + f(REST * f(read - count)));
    });
    const edges = orders.map((order, at) => {
      const many = Math.max(40, Math.trunc(this.own.LOOKED_AT[at] * limit));
      return -edge(order.map((value) => -value), many);
    });
    return found.filter((one, at) => one.sure || one.begun || orders.some((order, which) => order[at] >= edges[which]));
  }

  /** The nearest of these marks by their exact likeness, and the nearest of those that are sure. */
  #close(rows, limit, words) {
    if (!rows.length) return [];
    const lists = Array.from({ length: 7 + words.length }, () => new Float32Array(rows.length));
    rows.forEach((one, at) => {
      this.#look(one);
      this.#compare(one, lists, at);
      const signs = this.marks.signs(one.row);
      words.forEach((word, number) => {
        const begins = word.every((sign, place) => signs[place] === sign);
        const share = f(word.length / Math.max(one.sizes[0], 1));
        lists[7 + number][at] = begins ? f(share + (ENDS.includes(signs[word.length]) ? 1 : 2)) : one.rough;
      });
    });
    const place = inTurn(lists);
    const last = edge(place, limit);
    const spare = Float32Array.from(
      rows.filter((one, at) => one.sure && place[at] > last),
      (one) => -one.rough,
    );
    const least = edge(spare, Math.trunc(this.own.KEPT_SURE * limit));
    const few = this.#few(limit);
    return rows.filter(
      (one, at) => (place[at] <= last || (one.sure && -one.rough <= least)) && (few || one.rough > 0),
    );
  }

  /** Which of the trigrams asked for each reading of a mark has, and how many it has. */
  #look(one) {
    const { place, keys } = this.query;
    const { marks } = this;
    one.shared = [0, 1, 2].map(() => new Uint8Array(keys.length));
    marks.eachTrigram(one.row, (key, field) => {
      const at = place.get(key);
      if (at !== undefined) one.shared[field][at] = 1;
    });
    one.sizes = [marks.seen_sizes[one.row], marks.heard_sizes[one.row], marks.foreign_sizes[one.row]];
    for (const at of [1, 2]) {
      if (one.sizes[at]) continue;
      one.sizes[at] = one.sizes[at - 1];
      one.shared[at] = one.shared[at - 1];
    }
  }

  #compare(one, lists, at) {
    const seen = compared(one.shared[0], one.sizes[0], this.query.seen, this.rare);
    const heard = compared(one.shared[1], one.sizes[1], this.query.heard, this.rare);
    const abroad = compared(one.shared[2], one.sizes[2], this.query.heard, this.rare);
    const [rare, jaccard] = [Math.max(heard.rare, abroad.rare), Math.max(heard.jaccard, abroad.jaccard)];
    const orders = [seen.rare, seen.jaccard, seen.cover, seen.older, rare, jaccard];
    orders.forEach((value, which) => (lists[which][at] = value));
    const { CONTAINED, CONTAINMENT } = this.numbers.likeness;
    const inside = Math.max(seen.inside, heard.inside, abroad.inside);
    const whole = inside >= f(CONTAINED) ? f(f(CONTAINMENT) * inside) : 0;
    one.rough = lists[6][at] = Math.max(seen.jaccard, jaccard, whole);
  }
}

/** What stands for the first letters, 0 where these are too few. */
function opening(signs) {
  const [one, two, three, four] = signs;
  if (!four || [one, two, three, four].includes(LINE)) return 0;
  return Math.max(1, Math.imul(one | (two << 8) | (three << 16) | (four << 24), 2654435761) >>> 24);
}

function compared(shared, size, readings, rarity) {
  const wide = Math.max(size, 1);
  let [jaccard, rare, older, inside] = [0, 0, 0, 0];
  for (const reading of readings) {
    let count = 0;
    let sum = 0;
    for (const key of reading.at) {
      if (!shared[key]) continue;
      count++;
      sum += rarity[key];
    }
    const more = reading.size - count;
    jaccard = Math.max(jaccard, f(count / Math.max(wide + more, 1)));
    rare = Math.max(rare, sum);
    older = Math.max(older, f(count / f(wide + f(REST * more))));
    inside = Math.max(inside, f(count / wide));
  }
  return { jaccard, older, inside, rare: f(rare / f(Math.sqrt(size + LONG))), cover: f(rare - f(SIZE * size)) };
}

/** The best place each mark has in any of the lists, from 0; equals share the better place. */
function inTurn(lists) {
  const many = lists[0].length;
  const place = new Float32Array(many).fill(many);
  for (const column of lists) {
    const ordered = column.slice().sort();
    for (let at = 0; at < many; at++) {
      place[at] = Math.min(place[at], many - searchsorted(ordered, column[at], true));
    }
  }
  return place;
}
