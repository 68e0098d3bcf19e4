/* Answers as sentences, from the texts an extract carries: serupa's explain.py and choice.py. */

const MONTHS = {
  id: "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split(" "),
  en: "January February March April May June July August September October November December".split(" "),
};
const BOTH = { id: "dan", en: "and" };

export class Teller {
  constructor(texts, language = "id") {
    this.texts = texts;
    this.language = language;
  }

  /** The sentence of a key such as ``reason.sound.same``. */
  sentence(key, params = {}) {
    const [group] = key.split(".", 1);
    const text = this.texts[group][key.slice(group.length + 1)][this.language];
    return text.replace(/\{(\w+)\}/g, (_, name) => this.#shown(name, params[name]));
  }

  #shown(name, value) {
    if (name === "date") return this.#date(value);
    if (["class", "classA", "classB"].includes(name)) return this.#classes(value);
    if (typeof value !== "number") return value;
    return String(value).replace(/\B(?=(\d{3})+$)/g, this.language === "id" ? "." : ",");
  }

  #date(text) {
    if (!text) return this.sentence("searched.undated");
    const [year, month, day] = text.split("-");
    const name = MONTHS[this.language][Number(month) - 1];
    return name && day ? `${Number(day)} ${name} ${year}` : text;
  }

  #classes(text) {
    const numbers = text.split(", ");
    if (numbers.length === 1) return this.sentence("class.one", { numbers: text });
    const rest = numbers.slice(0, -1).join(", ");
    return this.sentence("class.many", { numbers: `${rest} ${BOTH[this.language]} ${numbers[numbers.length - 1]}` });
  }

  reason({ key, params }) {
    return { code: key, text: this.sentence(key, params) };
  }

  ground(one) {
    // ``change.front`` is what would help a name that says nothing of its own.
    const cure = one.cure ? this.sentence(one.cure, one.params) : "";
    return { ...one, text: this.sentence(one.key, one.params), cureText: cure };
  }
}

/** How strong the strongest reason against a name is. */
function strongest({ findings }) {
  const about = findings.flatMap((one) => one.evidence).filter((item) => item.signal !== "goods");
  return Math.max(0, ...about.map((item) => item.strength));
}

/** Reports in the order to prefer: ``{order, recommended, key, params}``; ``recommended`` is a place or null. */
export function rank(reports) {
  const preference = reports.map((report, at) => [
    Number(report.band >= 3),
    report.grounds.length,
    report.band,
    strongest(report),
    at,
  ]);
  const order = [...reports.keys()].sort((one, other) => {
    const apart = preference[one].findIndex((value, at) => value !== preference[other][at]);
    return apart < 0 ? 0 : preference[one][apart] - preference[other][apart];
  });
  const best = reports[order[0]];
  if (best.band >= 3) {
    const key = { 1: "pick.none.one", 5: "pick.none" }[reports.length] ?? "pick.none.some";
    return { order, recommended: null, key, params: {} };
  }
  const alone = reports.length === 1 ? ".one" : "";
  const params = { name: best.name };
  if (best.grounds.length || !best.name.trim()) {
    return { order, recommended: null, key: `pick.review${alone}`, params };
  }
  return { order, recommended: order[0], key: `pick.advice${alone}`, params };
}
