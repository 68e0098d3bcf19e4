/* Words of a name that speak against it whatever the register holds: serupa's grounds/*. */
import { distance, distinct, signsOf, wordsOf } from "./signs.js";
import { split } from "./reading.js";

const GOODS = "goods";
const PLACE = "place";
const PLAIN = "plain";
const OWN = "distinctive";
const LONGEST_PHRASE = 4;
const SHORTEST_PART = 4;
const SOLD = 2000;
const DESCRIBED = 500;
const TRADE = 35;
const NUMBER = /^\p{Nd}+$/u;
const ALPHA = /\p{L}/u;
const DECIMAL = /\p{Nd}/u;
const ASCII = /^[\x00-\x7f]*$/;
const ENDING = /(?<=[\p{L}\p{N}_]{3})(?:ku|koe|qu|que|q|mu|nya|s)$/u;

const within = (sign, ranges) => {
  const code = sign.codePointAt(0);
  return ranges.some(([first, last]) => first <= code && code <= last);
};
const start = (text, most) => signsOf(text).slice(0, most).join("").replaceAll("\n", " ");
const ground = (kind, words, article, key, params, cure, code = "") => ({ kind, words, article, key, params, cure, code });

export class Grounds {
  constructor(rules, reader) {
    this.reader = reader;
    this.lists = rules.words;
    this.listed = rules.listed;
    this.kinds = rules.kinds ?? { named: {}, sold: {} };
    this.signs = rules.signs;
    this.sets = Object.fromEntries(
      ["praise", "arbitrary", "trading", "units"].map((name) => [name, new Set(rules.words[name])]),
    );
    const maps = ["goods", "plain", "places"].map((name) => [name, new Map(Object.entries(rules.words[name]))]);
    this.maps = Object.fromEntries(maps);
    this.heard = {
      goods: new Map(Object.entries(rules.words.heard.goods)),
      plain: new Map(Object.entries(rules.words.heard.plain)),
    };
    this.forms = new Map();
  }

  /** The grounds of a name for some classes (none: any), weightiest kind first. */
  find(name, classes, goods = "", description = "") {
    const reading = this.#read(name, goods, classes);
    const meant = wordsOf(this.reader.visual(start(description, DESCRIBED)));
    const unread = { seen: meant, works: [], distinctive: true };
    const found = [
      ...this.#script(name),
      ...this.#nature(name, reading),
      ...this.#otherGoods(reading, classes),
      ...this.#places(reading),
      ...this.#listed(reading, classes),
      ...this.#listed(unread, classes).filter((one) => one.kind === "order"),
    ];
    const told = found.map((one) => JSON.stringify(one));
    return found.filter((_, at) => told.indexOf(told[at]) === at);
  }

  #read(name, goods, classes) {
    const seen = this.reader.words(name).map((word) => word.seen);
    const told = wordsOf(this.reader.visual(start(goods, SOLD)));
    const sold = new Set(told);
    const trading = seen.some((word) => this.sets.trading.has(word));
    const scope = { wanted: classes, near: this.#near(classes, trading), sold };
    const works = [];
    const names = new Set();
    while (works.length < seen.length) {
      const [size, work, phrase] = this.#longest(seen, works.length, scope);
      for (let at = 0; at < size; at++) works.push(work);
      if (work === GOODS && phrase) names.add(phrase);
    }
    this.#settleNumbers(seen, works);
    return { seen, works, names, told, distinctive: works.includes(OWN) };
  }

  #near(wanted, trading) {
    const near = new Set(wanted);
    for (const shared of this.lists.shared) {
      const any = shared.length !== 3 && shared.some((number) => wanted.includes(number));
      if (wanted.includes(shared[0]) || any) shared.forEach((number) => near.add(number));
    }
    for (const number of wanted) {
      if (number !== TRADE || trading) (this.lists.dealt_in[number] ?? []).forEach((other) => near.add(other));
    }
    return near;
  }

  #longest(seen, at, scope) {
    for (let size = Math.min(LONGEST_PHRASE, seen.length - at); size > 0; size--) {
      const [work, said] = this.#work(seen.slice(at, at + size).join(" "), scope);
      if (work !== OWN) return [size, work, said];
    }
    return [1, OWN, seen[at]];
  }

  #work(phrase, scope) {
    const forms = this.#forms(phrase);
    for (const form of forms) if (scope.sold.has(form) || this.#namesGoods(form, scope)) return [GOODS, form];
    if (this.maps.places.has(phrase)) return [PLACE, phrase];
    for (const form of forms) {
      const where = this.maps.plain.get(form);
      const fits = () => !scope.wanted.length || !where.length || scope.wanted.some((one) => where.includes(one));
      if (where && fits()) return [PLAIN, form];
    }
    if (!phrase.includes(" ") && this.#twoInOne(phrase, scope)) return [GOODS, ""];
    return [OWN, phrase];
  }

  #namesGoods(phrase, { wanted, near }) {
    const classes = this.maps.goods.get(phrase);
    if (!classes) return false;
    if (!wanted.length) return true;
    if (this.sets.arbitrary.has(phrase)) return classes.some((number) => wanted.includes(number));
    return classes.some((number) => near.has(number));
  }

  /** A phrase, and for a single word the same without its possessive and as it sounds. */
  #forms(phrase) {
    if (phrase.includes(" ")) return [phrase];
    let found = this.forms.get(phrase);
    if (found) return found;
    const bare = phrase.replace(ENDING, "");
    found = [phrase, bare];
    if (signsOf(phrase).length > 3) {
      for (const kind of [GOODS, PLAIN]) {
        for (const form of [phrase, bare]) {
          const long = signsOf(form).length;
          const alike = long > 3 ? this.heard[kind].get(this.reader.native(form)) : undefined;
          if (alike !== undefined && distance(form, alike) <= lettersApart(long, kind)) found.push(alike);
        }
      }
    }
    found = distinct(found);
    this.forms.set(phrase, found);
    return found;
  }

  #twoInOne(word, scope) {
    const signs = signsOf(word);
    for (let cut = SHORTEST_PART; cut <= signs.length - SHORTEST_PART; cut++) {
      const second = signs.slice(cut).join("");
      if (this.sets.praise.has(second) && this.#namesGoods(signs.slice(0, cut).join(""), scope)) return true;
    }
    return false;
  }

  /** A number and its unit measure; a bare number may distinguish. */
  #settleNumbers(seen, works) {
    seen.forEach((word, at) => {
      if (works[at] !== OWN || !NUMBER.test(word)) return;
      const units = [at - 1, at + 1].filter((near) => this.sets.units.has(seen[near]));
      if (!units.length && word !== "100" && word !== "1") return;
      for (const measured of [at, ...units]) if (works[measured] === OWN) works[measured] = PLAIN;
    });
  }

  #script(name) {
    const isForeign = (sign) => ALPHA.test(sign) && !within(sign, this.signs.latin);
    const foreign = split(name).filter((word) => signsOf(word).some(isForeign));
    if (!foreign.length) return [];
    const word = foreign.join(" ");
    const read = this.reader.latin(this.reader.visual(word));
    if (ASCII.test(read)) return [ground("script", foreign, "", "abs.script.read", { word, read }, "cure.latin")];
    return [ground("script", foreign, "", "abs.script", { word }, "cure.latin")];
  }

  /** At most one: simple, descriptive or common. */
  #nature(name, { seen, works, names, distinctive }) {
    const signs = this.reader.letters(name);
    const isDigit = (sign) => DECIMAL.test(sign) || within(sign, this.signs.digits);
    const bare = split(name).length ? strip(name) : "";
    const said = (kind, words, letter, key, code) =>
      [ground(kind, words, `Pasal 20 huruf ${letter}`, key, {}, "change.front", code)];
    if (bare && (signs.length <= 1 || signs.every(isDigit))) return said("simple", [bare], "e", "abs.simple", "B3");
    if (distinctive || !seen.length) return [];
    if (!works.includes(GOODS)) return said("descriptive", seen, "e", "abs.praise", "B3");
    if (seen.length === 1 && names.has(seen[0])) return said("common", seen, "f", "abs.common", "B2");
    return said("descriptive", seen, "b", "abs.descriptive", "B1");
  }

  /** A name that says a kind of goods, where what is sold says others and not that one. */
  #otherGoods({ seen, names, told }, wanted) {
    if (!wanted.length || Math.max(...wanted) >= TRADE) return [];
    const { named, sold } = this.kinds;
    const of = (kinds, word) => (Object.hasOwn(kinds, word) ? kinds[word] : []);
    const there = told.map((word) => of(sold, word));
    const isSold = (word) => of(sold, word)[1] && there.some((one) => one[1] === sold[word][1]);
    const words = [...names].flatMap(wordsOf);
    if ([...seen, ...words].some(isSold)) return [];
    const isOther = (word) => of(named, word)[0] && there.some((one) => one[0] === named[word][0]);
    const word = words.find(isOther);
    return word ? [ground("goods", [word], "Pasal 20 huruf c", "abs.goods", { word }, "cure.goods", "B4")] : [];
  }

  #places({ seen, works, distinctive }) {
    if (works.length !== seen.length) return [];
    const goods = works.includes(GOODS);
    const found = [];
    for (const [at, phrase] of phrases(seen, this.maps.places)) {
      const [place, alsoAWord] = this.maps.places.get(phrase);
      if (alsoAWord && !goods) continue;
      const end = at + phrase.split(" ").length;
      const beside = [works[at - 1], works[end]];
      const counts = !distinctive || (works[at] !== GOODS && beside.includes(GOODS));
      const params = { place, word: phrase };
      found.push(ground("place", [phrase], "Pasal 20 huruf c", "abs.place", params, "cure.place", counts ? "B4" : ""));
    }
    return found;
  }

  #listed(reading, wanted) {
    const words = this.listed.words;
    const found = [];
    for (const [, phrase] of phrases(reading.seen, { has: (one) => Object.hasOwn(words, one) })) {
      for (const [kind, classes, article, code, alone] of words[phrase]) {
        const where = classes.split(";").filter(Boolean).map(Number);
        if (where.length && wanted.length && !where.some((number) => wanted.includes(number))) continue;
        const [told, key, cure] = this.listed.keys[kind];
        const noted = alone && this.#others(reading, phrase);
        found.push(ground(told, [phrase], article, key, { word: phrase }, cure, noted ? "" : code));
      }
    }
    return found;
  }

  #others({ seen, works, distinctive }, phrase) {
    if (works.length !== seen.length) return distinctive;
    const own = phrase.split(" ");
    return seen.some((word, at) => works[at] === OWN && !own.includes(word));
  }
}

/** How many letters a word may differ from one it sounds like. */
function lettersApart(long, kind) {
  if (kind === PLAIN && long < 5) return 0;
  return long < 8 ? 1 : 2;
}

const strip = (text) => text.replace(/^[\s\x1c-\x1f\x85]+|[\s\x1c-\x1f\x85]+$/g, "");

/** Known phrases from left to right with their place, the longest first, words used once. */
function phrases(seen, known) {
  const found = [];
  let at = 0;
  while (at < seen.length) {
    let size = 1;
    for (let longer = Math.min(LONGEST_PHRASE, seen.length - at); longer > 0; longer--) {
      const phrase = seen.slice(at, at + longer).join(" ");
      if (!known.has(phrase)) continue;
      size = longer;
      found.push([at, phrase]);
      break;
    }
    at += size;
  }
  return found;
}
