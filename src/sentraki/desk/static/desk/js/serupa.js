/* Names looked at without a server: ``Extract.open(buffer)`` takes what ``serupa extract`` wrote and answers as
   ``serupa.extract.read`` does. Nothing is sent or kept. See decision 0010. */
import { asked, soundHash } from "./serupa/asked.js";
import { Grounds } from "./serupa/grounds.js";
import { Judge } from "./serupa/judge.js";
import { Broken, Marks, parse } from "./serupa/marks.js";
import { scores } from "./serupa/order.js";
import { Reader } from "./serupa/reading.js";
import { pool } from "./serupa/search.js";
import { byCode, distinct, joined, lengthOf, round4, similarity, wordsOf } from "./serupa/signs.js";
import { Teller, rank } from "./serupa/telling.js";

export { Broken };

const f = Math.fround;
const MOST_NAMES = 5;
const SHOWN = 20;

export class Extract {
  /** An extract from its bytes. Throws ``Broken`` for bytes that are none, are damaged or of another format. */
  static open(buffer) {
    return new Extract(parse(buffer));
  }

  constructor(parsed) {
    const { about, rules } = parsed;
    this.marks = new Marks(parsed);
    this.about = about;
    this.rules = rules;
    this.numbers = rules.numbers;
    this.reader = new Reader(rules);
    this.judge = new Judge(rules, this.reader);
    this.grounds = new Grounds(rules, this.reader);
    this.weak = new Map(Object.entries(rules.weak));
    this.weights = new Map();
  }

  /** What this extract is, to be shown beside every answer: see ``About`` in serupa. */
  get info() {
    const { name, date, size, fingerprint, licence, parts } = this.about.corpus;
    const { classes, covered, rules, format } = this.about;
    return { name, date, size, fingerprint, licence, parts, classes, covered, rules, format };
  }

  /** The marks that resemble a name, nearest first: ``[{id, name, classes, score, band, reasons: [{code, text}]}]``.
      Well-known marks stand before the others. ``classes``: to look in; none for the whole extract. */
  screen(name, options = {}) {
    return this.report(name, options).findings;
  }

  /** The whole answer for one name. ``band``: the highest of its findings, 1 if none. ``complete``: whether the
      extract holds every mark of the classes asked for and of those related to them. ``searched``: in words. */
  report(name, { classes = [], goods = "", description = "", limit = SHOWN, language = "id" } = {}) {
    const wanted = distinct(classes).sort((one, other) => one - other);
    const teller = new Teller(this.rules.texts, language);
    const found = this.#shown(name, this.#compare(name, wanted, limit), wanted, limit);
    const findings = found.map((one) => ({ ...one, reasons: one.evidence.map((item) => teller.reason(item)) }));
    const grounds = this.grounds.find(name, wanted, goods, description).map((one) => teller.ground(one));
    const band = findings.reduce((highest, one) => Math.max(highest, one.band), 1);
    const { name: register, date, size } = this.about.corpus;
    const about = { name: register, date, size };
    return {
      name,
      findings,
      grounds,
      band,
      bandWord: teller.sentence(`band.${band}`),
      complete: this.covers(wanted),
      searched: teller.sentence("searched.in", about),
      disclaimer: teller.sentence("disclaimer.full", about),
    };
  }

  /** Up to five names in the order to prefer: ``{order, recommended, key, text, reports}``. Throws ``RangeError``. */
  choose(names, options = {}) {
    if (!names.length || names.length > MOST_NAMES) throw new RangeError("one to five names");
    const reports = names.map((name) => this.report(name, options));
    const { order, recommended, key, params } = rank(reports);
    const text = new Teller(this.rules.texts, options.language).sentence(key, params);
    return { order, recommended, key, text, reports };
  }

  /** Whether every mark of some classes and of those related to them is in the extract. */
  covers(classes) {
    const near = classes.length ? this.judge.relatedTo(classes) : Array.from({ length: 45 }, (_, at) => at + 1);
    return near.every((number) => this.about.covered.includes(number));
  }

  #shown(name, compared, classes, limit) {
    const known = this.judge.findKnown(name, classes).filter((one) => one.band >= 3);
    const others = compared.filter((one) => one.band >= 2);
    const visual = (one) => this.reader.visual(one.name);
    const best = new Map();
    for (const one of others) best.set(visual(one), Math.max(one.band, best.get(visual(one)) ?? 0));
    const famed = new Map(known.filter((one) => one.band <= (best.get(visual(one)) ?? 0)).map((one) => [visual(one), one]));
    const told = others.map((one) => {
      const fame = famed.get(visual(one));
      if (!fame || one.band < fame.band) return one;
      return { ...one, evidence: [...one.evidence, ...fame.evidence.filter((item) => item.signal === "known")] };
    });
    return [...known.filter((one) => !famed.has(visual(one))), ...told].slice(0, limit);
  }

  #compare(name, classes, limit) {
    const nearby = classes.length ? this.judge.relatedTo(classes) : [];
    const weigh = this.#weigher(nearby);
    const most = Math.max(this.numbers.screening.JUDGED, 2 * limit);
    return this.#nearest(name, classes, nearby, weigh, most).map(({ row, id, seen, score }) => {
      const [mark, theirs] = [this.marks.name(row, seen), this.marks.classes(row)];
      const { band, evidence } = this.judge.judge(name, mark, classes, theirs, weigh);
      return { id, name: mark, classes: theirs, score: round4(score), band, evidence };
    });
  }

  /** How much a word distinguishes among the marks of some classes, 0.05 to 1. */
  #weigher(classes) {
    const key = classes.join();
    if (!this.weights.has(key)) this.weights.set(key, new Map());
    const known = this.weights.get(key);
    const counted = new Set(classes.length ? [0, ...classes] : [46]);
    const size = Math.log(Math.max(this.numbers.corpus.SMALLEST_POOL, this.marks.sizeOf(classes)));
    return (word) => {
      let weight = known.get(word);
      if (weight === undefined) {
        const times = this.marks.count(soundHash(word), counted);
        const rare = 1 - Math.log(Math.max(1, times)) / size;
        weight = Math.max(0.05, Math.min(rare, this.#listed(word, classes)));
        known.set(word, weight);
      }
      return weight;
    };
  }

  /** The most a word may weigh by the list of common words. */
  #listed(word, classes) {
    const row = this.weak.get(word);
    if (!row) return 1;
    const [cap, ...where] = row;
    return where.length && classes.length && !where.some((number) => classes.includes(number)) ? 1 : cap;
  }

  #nearest(name, classes, nearby, weigh, limit) {
    const { CANDIDATES, TWIN_CANDIDATES, MEANING_SHARE } = this.numbers.screening;
    const query = asked(name, this.reader, this.numbers);
    const found = pool(this.marks, query, nearby, CANDIDATES, TWIN_CANDIDATES, this.numbers);
    this.#place(query, found, classes, weigh);
    found.marks.forEach((one, at) => (one.at = at));
    const ordered = found.marks.slice().sort((one, other) => other.score - one.score || one.at - other.at);
    const scored = new Map(ordered.slice(0, limit).filter((one) => one.score > 0).map((one) => [one.id, one]));
    for (const said of this.judge.translations(name, weigh)) {
      const other = asked(said, this.reader, this.numbers);
      for (const one of pool(this.marks, other, nearby, TWIN_CANDIDATES, 0, this.numbers).marks) {
        if (!isTwin(other.columns, one)) continue;
        const known = scored.get(one.id);
        if (!known || known.score < MEANING_SHARE) scored.set(one.id, { ...one, score: MEANING_SHARE });
      }
    }
    const rows = [...scored.values()];
    rows.forEach((one, at) => (one.at = at));
    return rows.sort((one, other) => other.score - one.score || one.at - other.at).slice(0, limit);
  }

  /** The score of each mark of a pool; 0 for one of other goods not written the same. */
  #place(query, { marks, rarity }, classes, weigh) {
    const { RELATED_SHARE, RELATED_TWIN_SHARE, FAR_SHARE } = this.numbers.screening;
    const near = marks.filter((one) => one.near);
    const weighAll = (words) => words.map(weigh);
    const values = scores(query, { rarity }, near, weighAll, this.reader, this.numbers);
    near.forEach((one, at) => (one.score = f(f(0.99) * values[at])));
    const mine = query.columns;
    const own = this.#weighty(mine.written, mine.native, weigh);
    for (const one of marks) {
      const same = joined(one.seen) === mine.joined;
      if (!one.near) one.score = same ? f(FAR_SHARE) : 0;
      else if (same) one.score = 1;
      if (!one.near || !classes.length) continue;
      const theirs = this.marks.classes(one.row);
      if (!theirs.length || theirs.some((number) => classes.includes(number))) continue;
      const twin = isTwin(mine, one) || this.#isNearTwin(own, one, weigh);
      one.score = f(one.score * f(twin ? RELATED_TWIN_SHARE : RELATED_SHARE));
    }
  }

  /** Whether the weighty words of a mark together sound nearly like those of the name. */
  #isNearTwin(own, one, weigh) {
    const { HEARD_ALIKE, SHORTEST_ALIKE } = this.numbers.parts;
    const long = lengthOf(own);
    if (long < SHORTEST_ALIKE || lengthOf(one.heard) < HEARD_ALIKE * long) return false;
    const theirs = this.#weighty(one.seen, one.heard, weigh);
    if (lengthOf(theirs) < SHORTEST_ALIKE) return false;
    return f(similarity(own, theirs, HEARD_ALIKE - 0.01)) >= f(HEARD_ALIKE);
  }

  /** The sounds of the words that distinguish, joined. */
  #weighty(seen, heard, weigh) {
    const [words, spoken] = [wordsOf(seen), wordsOf(heard)];
    if (words.length !== spoken.length) return spoken.join("");
    return spoken.filter((_, at) => weigh(words[at]) >= this.numbers.parts.DISTINCTIVE).join("");
  }
}

/** Whether a mark is written or sounds the same as a name, or has the same words in any order. */
function isTwin(mine, one) {
  const letters = joined(one.seen);
  if (letters === mine.joined || joined(one.heard) === mine.met) return true;
  if (lengthOf(letters) !== lengthOf(mine.joined)) return false;
  const sorted = (text) => wordsOf(text).sort(byCode).join(" ");
  return sorted(one.seen) === sorted(mine.written);
}
