/* Why a name and a mark are alike, weighed into a score and one of four bands: serupa's names/*, score.py, known.py. */
import { byCode, differences, distance, distinct, inOrder, joined, lengthOf, round4, signsOf, similarity, wordsOf } from "./signs.js";

const kept = new Map();
const MOST_KEPT = 8192;

function trigrams(reading) {
  let found = kept.get(reading);
  if (!found) {
    found = new Set();
    for (const word of wordsOf(reading)) {
      const signs = signsOf(`  ${word} `);
      for (let at = 0; at < signs.length - 2; at++) found.add(signs[at] + signs[at + 1] + signs[at + 2]);
    }
    if (kept.size > MOST_KEPT) kept.clear();
    kept.set(reading, found);
  }
  return found;
}

function jaccard(one, other) {
  const [left, right] = [trigrams(one), trigrams(other)];
  if (!left.size || !right.size) return 0;
  let shared = 0;
  for (const part of left) if (right.has(part)) shared++;
  return shared / (left.size + right.size - shared);
}

/** The pair of readings that is most alike, the first of equals: ``[share, mine, theirs]``. */
function bestPair(mine, theirs) {
  let best = null;
  for (const one of mine) {
    for (const other of theirs) {
      const share = jaccard(one, other);
      if (!best || share > best[0]) best = [share, one, other];
    }
  }
  return best;
}

const evidence = (signal, strength, key, params = {}) => ({ signal, strength, key, params });
const listed = (classes) => [...classes].sort((one, other) => one - other).join(", ");
const seenOf = (words) => words.map((word) => word.seen).join(" ");
const sorted = (texts) => [...texts].sort(byCode).join("\n");

export class Judge {
  constructor(rules, reader) {
    this.reader = reader;
    this.numbers = rules.numbers;
    this.weights = rules.weights;
    this.related = rules.related;
    this.plain = new Map(Object.entries(rules.words.plain));
    this.known = rules.known.map((one) => ({ ...one, smooth: withoutGlides(one.heard) }));
    this.concepts = new Map();
    this.sayings = new Map(rules.concepts);
    for (const [concept, words] of rules.concepts) for (const word of words) this.concepts.set(word, concept);
  }

  relatedTo(classes) {
    return distinct([...classes, ...classes.flatMap((number) => this.related[number] ?? [])]).sort((a, b) => a - b);
  }

  /** How goods of a name stand to those of a mark: open, unknown, same, related or far. */
  relation(mine, theirs) {
    if (!mine.length) return "open";
    if (!theirs.length) return "unknown";
    if (mine.some((number) => theirs.includes(number))) return "same";
    return this.relatedTo(mine).some((number) => theirs.includes(number)) ? "related" : "far";
  }

  #goods(near, mine, theirs) {
    if (near === "open") return [];
    if (near === "unknown") return [evidence("goods", 0.5, "reason.goods.unknown")];
    if (near === "far") {
      return [evidence("goods", 0.2, "reason.goods.far", { classA: listed(mine), classB: listed(theirs) })];
    }
    const shared = near === "same" ? mine.filter((number) => theirs.includes(number)) : theirs;
    return [evidence("goods", near === "same" ? 1 : 0.7, "reason.goods", { class: listed(shared) })];
  }

  /** All evidence for one pair: ``{score, band, evidence}``. ``weigh``: how much a word distinguishes. */
  judge(name, mark, classes, theirs, weigh) {
    const [mine, other] = [this.reader.columns(name), this.reader.columns(mark)];
    const [own, words] = [this.reader.words(name), this.reader.words(mark)];
    const alike = (bestPair(mine.seen, other.seen) ?? [0])[0];
    const same = mine.seen.length && other.seen.length && joined(mine.seen[0]) === joined(other.seen[0]);
    let found = [
      same ? this.#letters("identical", 1, name, mark) : null,
      alike >= this.numbers.spelling.FLOOR ? this.#letters("spelling", alike, name, mark) : null,
      this.#sound(mine.heard, other.heard),
      this.#meaning(own, words),
      dominant(own, words, weigh, this.numbers.parts),
    ].filter(Boolean);
    if (!found.length) found = [this.#letters("spelling", alike, name, mark)];
    const signals = Object.fromEntries(found.map((item) => [item.signal, item.strength]));
    if (same) found = found.filter((item) => item.signal !== "spelling");
    const near = this.relation(classes, theirs);
    const [score, band] = this.#weighed(signals, near, faded(own, words, weigh));
    return { score: round4(score), band, evidence: [...found, ...this.#goods(near, classes, theirs)] };
  }

  #letters(signal, strength, name, mark) {
    const [mine, theirs] = [this.reader.letters(name), this.reader.letters(mark)];
    const params = { n: inOrder(mine, theirs), m: Math.max(mine.length, theirs.length) };
    return evidence(signal, round4(strength), "reason.spelling", params);
  }

  #sound(mine, theirs) {
    const best = bestPair(mine, theirs);
    if (!best || best[0] < this.numbers.sound.FLOOR) return null;
    const [strength, a, b] = best;
    if (a === b) return evidence("sound", 1, "reason.sound.same", { a });
    if (sorted(wordsOf(a)) === sorted(wordsOf(b))) {
      return evidence("sound", round4(strength), "reason.sound.order", { a, b });
    }
    return evidence("sound", round4(strength), "reason.sound", { a, b, diff: difference(a, b) });
  }

  #meaning(mine, theirs) {
    const said = (word) => this.concepts.get(word.seen) ?? word.seen;
    if (!mine.length || mine.length !== theirs.length) return null;
    if (sorted(mine.map(said)) !== sorted(theirs.map(said))) return null;
    const [here, there] = [mine, theirs].map((words) => new Set(words.map((word) => word.seen)));
    const own = mine.filter((word) => !there.has(word.seen));
    const other = theirs.filter((word) => !here.has(word.seen));
    if (!own.length || !other.length) return null;
    const match = other.find((word) => said(word) === said(own[0]));
    const params = { a: own[0].seen, b: match.seen };
    return evidence("meaning", this.numbers.meaning.STRENGTH, "reason.meaning", params);
  }

  /** Other ways of saying a name: its weightiest known word in each of its other words, and all known words at once. */
  translations(name, weigh) {
    const { LIGHTEST, MOST_TRANSLATIONS } = this.numbers.meaning;
    const mine = this.reader.words(name).map((word) => word.seen);
    let best = -1;
    mine.forEach((word, at) => {
      if (this.concepts.has(word) && (best < 0 || weigh(word) > weigh(mine[best]))) best = at;
    });
    if (best < 0 || weigh(mine[best]) < LIGHTEST) return [];
    const others = this.sayings.get(this.concepts.get(mine[best])).filter((word) => word !== mine[best]);
    const said = others.map((word) => mine.map((own, at) => (at === best ? word : own)).join(" "));
    const few = said.slice(0, MOST_TRANSLATIONS);
    const several = mine.filter((word) => this.concepts.has(word)).length > 1;
    return several ? [...few, this.#whole(mine)] : few;
  }

  #whole(mine) {
    const sayings = mine.map((word) => this.sayings.get(this.concepts.get(word)) ?? [word]);
    const english = sayings.map((said) => said[Math.min(1, said.length - 1)]);
    const isEnglish = english.every((word, at) => word === mine[at]);
    return (isEnglish ? sayings.map((said) => said[0]) : english).join(" ");
  }

  #weighed(signals, near, distinctive) {
    const { score: numbers, caps, bands } = this.weights;
    const strength = (signal) => signals[signal] ?? 0;
    const heard = strength("sound") * numbers.sound;
    const twins = "identical" in signals || strength("sound") >= 1;
    const likeness = Math.max(strength("spelling"), heard);
    const blended = (1 - numbers.fade) * likeness + numbers.fade * Math.min(likeness, distinctive);
    const alike = Math.max(strength("identical"), twins ? heard : 0, blended);
    let score = Math.max(alike, strength("dominant"), strength("common"), strength("meaning"));
    if (near === "far") score *= numbers.far;
    else if (near === "unknown") score *= numbers.unknown;
    const common = !("dominant" in signals) && !("meaning" in signals) && distinctive < bands.slightly;
    const limits = [
      [common && !twins, caps.common_words_only],
      [near === "far", caps.far],
      [near === "unknown", caps.unknown],
      [near === "open", caps.no_class],
    ];
    return [score, Math.min(this.#band(score), ...limits.filter(([holds]) => holds).map(([, cap]) => cap))];
  }

  #band(score) {
    const { very_similar, similar, slightly } = this.weights.bands;
    if (score >= very_similar) return 4;
    if (score >= similar) return 3;
    return score >= slightly ? 2 : 1;
  }

  /** The well-known marks a name is the same as, contains, or sounds nearly like. */
  findKnown(name, classes) {
    const { NEAR, SHORTEST, SHORTEST_OFF, FAR_BAND, HELD_BAND, SAYING } = this.numbers.known;
    const columns = this.reader.columns(name);
    const heard = columns.heard.map(joined);
    if (!heard.length) return [];
    const words = this.reader.words(name);
    const mine = new Set(words.map((word) => word.seen));
    const each = words.map((word) => word.heard);
    const saysLittle = (word) => {
      const where = this.plain.get(word);
      return Boolean(where && classes.length && (!where.length || where.some((one) => classes.includes(one))));
    };
    const bare = words.map((word) => (saysLittle(word.seen) ? "" : word.heard)).join("");
    const said = [...heard, ...each.filter((word) => lengthOf(word) >= SHORTEST)];
    const smooth = new Set(heard.map(withoutGlides));
    const off = (part, word) => part === word || (lengthOf(part) >= SHORTEST && distance(part, word) <= 1);
    const holds = (parts) =>
      parts.length > 0 &&
      parts.every((part) => each.filter((word) => off(part, word)).length >= parts.filter((one) => one === part).length);
    const found = [];
    for (const one of this.known) {
      const long = lengthOf(one.joined);
      const same = columns.joined === one.joined || heard.includes(one.heard);
      const isDoubled = new Set(one.words).size < one.words.length;
      const whole = !one.plain && !isDoubled && long > 2 && one.words.every((word) => mine.has(word));
      const isNear = (sound) => Math.fround(similarity(sound, one.heard)) >= Math.fround(NEAR);
      const near = !one.plain && long >= SHORTEST && said.some(isNear);
      const isOff = () => lengthOf(one.heard) >= SHORTEST_OFF && [...heard, bare].some((sound) => distance(one.heard, sound) <= 1);
      const nearly = smooth.has(one.smooth) || holds(one.parts) || (near && isOff());
      if (!same && !whole && !near && !nearly) continue;
      const weigh = (word) => (saysLittle(word) && !own.has(word) ? SAYING : 1);
      const own = new Set(this.reader.words(one.name).map((word) => word.seen));
      const judged = this.judge(name, one.name, one.classes, one.classes, weigh);
      const relation = this.relation(classes, one.classes);
      const like = relation === "same" || relation === "related";
      const reached = nearly ? Math.max(judged.band, HELD_BAND) : judged.band;
      const score = reached > judged.band ? Math.max(judged.score, this.weights.bands.similar) : judged.score;
      const band = like ? reached : Math.min(reached, FAR_BAND);
      if (band < 2) continue;
      const key = `reason.known.${like ? "like" : "far"}`;
      const reasons = [
        ...judged.evidence.filter((item) => item.signal !== "goods"),
        evidence("known", 1, key, { mark: one.name }),
        ...this.#goods(relation, classes, one.classes),
      ];
      const { id, name: mark, classes: theirs } = one;
      found.push({ id, name: mark, classes: theirs, score, band, evidence: reasons });
    }
    return found.sort((a, b) => b.band - a.band || b.score - a.score || byCode(a.id, b.id));
  }
}

const withoutGlides = (heard) => heard.replace(/([ou])w(?=[aeiou])/g, "$1").replace(/([ei])y(?=[aeiou])/g, "$1");

/** The sounds that differ, as "o/u"; whole words where more than two places differ. */
function difference(mine, theirs) {
  const changed = differences(mine, theirs);
  const [own, other] = [signsOf(mine), signsOf(theirs)];
  if (changed.length <= 2) {
    return changed.map(([a, b, c, d]) => against(own.slice(a, b).join(""), other.slice(c, d).join(""))).join(", ");
  }
  const [here, there] = [wordsOf(mine), wordsOf(theirs)];
  return against(
    here.filter((word) => !there.includes(word)).join(" "),
    there.filter((word) => !here.includes(word)).join(" "),
  );
}

function against(one, other) {
  const parts = [one, other].map((part) => part.trim()).filter(Boolean);
  return parts.map((part) => `"${part}"`).join("/") || '" "';
}

const sum = (values) => values.reduce((whole, value) => whole + value, 0);

function dominant(mine, theirs, weigh, numbers) {
  if (!mine.length || !theirs.length) return null;
  const forms = (word) => [word.seen, lengthOf(word.heard) >= numbers.SHORTEST_HEARD ? word.heard : word.seen];
  const saidIn = (part, others) => {
    const known = new Set(others.flatMap(forms));
    return part.filter((word) => forms(word).some((form) => known.has(form)));
  };
  const own = saidIn(mine, theirs);
  const other = saidIn(theirs, mine);
  if (own.length === mine.length && other.length === theirs.length) return null;
  const heaviest = Math.max(0, ...other.map((word) => weigh(word.seen)));
  if (heaviest < numbers.DISTINCTIVE) {
    return (
      nearlyHeard(mine, theirs, weigh, numbers) ??
      fused(mine, theirs, weigh, numbers) ??
      (other.length < theirs.length
        ? null
        : evidence("common", numbers.COMMON_WHOLE, "reason.dominant.common", { word: seenOf(own) }))
    );
  }
  return shared(mine, theirs, own, other, weigh, numbers);
}

function shared(mine, theirs, own, other, weigh, numbers) {
  const weight = (part) => sum(part.map((word) => weigh(word.seen)));
  const rest = [...mine.filter((word) => !own.includes(word)), ...theirs.filter((word) => !other.includes(word))];
  const share = Math.min(weight(own) / weight(mine), weight(other) / weight(theirs));
  const alike = own.map((word) => Math.max(...other.map((match) => jaccard(word.seen, match.seen))));
  const written = 0.5 + 0.5 * Math.min(...alike);
  const heavy = own.filter((word) => weigh(word.seen) >= numbers.DISTINCTIVE);
  const said = (strength, key) =>
    evidence("dominant", round4(strength), key, { word: seenOf(heavy.length ? heavy : own) });
  if (other.length === theirs.length) return said(0.9 * written, "reason.dominant.whole");
  if (rest.every((word) => weigh(word.seen) < numbers.DISTINCTIVE)) {
    return said((0.8 + 0.1 * share) * written, "reason.dominant");
  }
  if (own.length === mine.length) return said(numbers.INSIDE * written, "reason.dominant.inside");
  return said((0.45 + 0.35 * share) * written, "reason.dominant.part");
}

/** The only distinctive word of each name, when the two sound nearly the same. */
function nearlyHeard(mine, theirs, weigh, { DISTINCTIVE, SHORTEST_ALIKE, HEARD_ALIKE }) {
  const heavy = (words) => words.filter((word) => weigh(word.seen) >= DISTINCTIVE);
  const [own, other] = [heavy(mine), heavy(theirs)];
  if (own.length !== 1 || other.length !== 1 || mine.length + theirs.length === 2) return null;
  const [a, b] = [own[0].heard, other[0].heard];
  const alike = similarity(a, b);
  if (Math.min(lengthOf(a), lengthOf(b)) < SHORTEST_ALIKE || alike < HEARD_ALIKE) return null;
  const strength = 0.62 + (0.17 * (alike - HEARD_ALIKE)) / (1 - HEARD_ALIKE);
  return evidence("dominant", round4(strength), "reason.dominant.heard", { word: own[0].seen, a, b });
}

/** A name, or its distinctive word, at the start or end of one longer word of the other. */
function fused(mine, theirs, weigh, { DISTINCTIVE, SHORTEST_FUSED }) {
  let best = null;
  for (const [parts, longerWords] of [[theirs, mine], [mine, theirs]]) {
    for (const part of parts) {
      const weight = weigh(part.seen);
      if (weight < DISTINCTIVE || lengthOf(part.seen) < SHORTEST_FUSED) continue;
      for (const longer of longerWords) {
        if (!standsIn(part.seen, longer.seen) || weigh(longer.seen) < DISTINCTIVE) continue;
        const main = weight / sum(parts.map((word) => weigh(word.seen)));
        const size = lengthOf(part.seen) / lengthOf(longer.seen);
        const strength = (0.4 + 0.25 * size) * (0.6 + 0.4 * main);
        if (!best || strength > best.strength) best = { strength, word: part.seen, longer: longer.seen };
      }
    }
  }
  if (!best) return null;
  const { strength, word, longer } = best;
  return evidence("dominant", round4(strength), "reason.dominant.fused", { word, longer });
}

const standsIn = (part, longer) =>
  lengthOf(part) < lengthOf(longer) && (longer.startsWith(part) || longer.endsWith(part));

/** Trigram Jaccard where each trigram counts as much as its word distinguishes. */
function faded(mine, theirs, weigh) {
  const table = (words, form) => {
    const parts = words.map((word) => [weigh(word.seen), word[form]]);
    parts.sort((one, other) => one[0] - other[0] || byCode(one[1], other[1]));
    const weights = new Map();
    for (const [weight, word] of parts) for (const part of trigrams(word)) weights.set(part, weight);
    return weights;
  };
  const alike = (form) => {
    const [left, right] = [table(mine, form), table(theirs, form)];
    let common = 0;
    for (const [part, weight] of left) if (right.has(part)) common += Math.min(weight, right.get(part));
    const total = sum([...left.values()]) + sum([...right.values()]) - common;
    return total ? common / total : 0;
  };
  const seen = alike("seen");
  if ([...mine, ...theirs].every((word) => word.seen === word.heard)) return seen;
  return Math.max(seen, alike("heard"));
}
