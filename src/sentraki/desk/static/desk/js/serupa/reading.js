/* How a name is read: folded as it looks, and as it may sound to an Indonesian ear.

   The rules of serupa's normalise.py and aloud.py, for one name at a time. */
import { W, distinct, joined, lengthOf, signsOf, wordsOf } from "./signs.js";

const PLAIN = [["'", ""], ["`", ""], ["$", "s"], ["@", "a"], ["_", " "], ["\r", " "], ["\t", " "]];
const BARE = [
  ["ø", "o"], ["æ", "ae"], ["œ", "oe"], ["ł", "l"], ["đ", "d"], ["ð", "d"], ["þ", "th"],
  ["ı", "i"], ["’", ""], ["‘", ""], ["´", ""], ["ʼ", ""], ["\u200b", ""], ["\u00ad", ""],
  ["\u200c", ""], ["\u200d", ""], ["\ufeff", ""],
];
const VOWEL_SIGNS =
  "\\u0591-\\u05c7\\u0610-\\u06ed\\u0900-\\u109f\\u1700-\\u17ff\\u1a00-\\u1cff\\ua800-\\uabff\\u3099\\u309a";
const ACCENTS = /[\u0300-\u036f]+/g;
const DOTTED = new RegExp(`(?<=(?<![${W}])[${W}])\\.(?=[${W}](?![${W}]))`, "gu");
const OTHER = new RegExp(`[^${W}\\n${VOWEL_SIGNS}]+`, "gu");
const ASCII = /^[\x00-\x7f]*$/;
const SPACE = /[\s\x1c-\x1f\x85]+/;

const DIGIT = /[0-9]/;
const DOUBLED = new RegExp(`(?<![${W}])([a-z]{3,})2(?![${W}])`, "gu");
const LEET = ["0o", "1i", "3e", "4a", "5s", "7t"].map(([sign, letter]) => [
  new RegExp(`(?<=[a-z])${sign}(?=[a-z])`, "g"),
  letter,
]);
const NUMBER = /(?<![0-9])(?:10|[1-9])(?![0-9])/g;
const ALOUD_ID = "_ satu dua tiga empat lima enam tujuh delapan sembilan sepuluh".split(" ");
const ALOUD_EN = "_ one two three for five six seven eight nine ten".split(" ");

const OWN = new RegExp(`(?<=[a-z][a-z]) ?(?:qu|que|koe|qoe|ku|q)(?![${W}])`, "gu");
const OLD_J = /(?<![dtns])j/g;
const OLD_SIGN = /oe|[dtns]j/;
const OLD = [
  ["oe", "u"], ["dj", "j"], ["tj", "c"], ["sj", "s"], ["sch", "s"], ["sh", "s"],
  ["ph", "p"], ["v", "p"], ["f", "p"], ["qu", "ku"], ["q", "k"], ["ck", "k"], ["oo", "u"],
  ["ou", "u"], ["ee", "i"], ["cc", "c"],
];
const C_HARD = /c(?![aeiouyh])/g;
const C_SOFT = /c(?=[eiy])/g;
const BEFORE = [
  [/sy(?=[aeiou])/g, "s"],
  [new RegExp(`(?<![${W}])x(?![aeiouy])`, "gu"), "eks"],
  [new RegExp(`(?<![${W}])x`, "gu"), "s"],
];
const SINGLE = [/([a-z])\1+/g, "$1"];
const ENDS = [
  [/(?:ai|ay|ei|ey)(?![aeiou])/g, "e"],
  [/(?:au|aw|ow)(?![aeiou])/g, "o"],
  [/ie(?![aou])/g, "i"],
  [/(?<=[ou])y(?![aeiou])/g, "i"],
  [/iy(?=[aou])/g, "i"],
  [/uw(?=[aeio])/g, "u"],
  [/(?<=[dgkst])w(?=[aei])/g, "u"],
  [/(?<=[bcdfghjklmnpqrstvwxz])y(?![aeiou])/g, "i"],
  [/ng(?=[kg])/g, "n"],
  [/n(?=[pb])/g, "m"],
  [new RegExp(`h(?:(?<=[a-z]h)(?![${W}])|(?<=[bdgrt]h)|(?<=ah)(?=a)|(?<=ih)(?=i)|(?<=uh)(?=u))`, "gu"), ""],
  SINGLE,
  [new RegExp(`(?<![${W}])([bcdgjkpst])e(?=[rl][aiueo])`, "gu"), "$1"],
  [new RegExp(`(?<=[a-z])d(?![${W}])`, "gu"), "t"],
  [new RegExp(`(?<=[a-z])b(?![${W}])`, "gu"), "p"],
  [new RegExp(`(?<=[a-mo-z])g(?![${W}])`, "gu"), "k"],
  SINGLE,
];
const MET = / ([a-z])(?<=\1 \1)/g;
const NUMERALS = { ii: "2", iii: "3", iv: "4", vi: "6", vii: "7", viii: "8", ix: "9" };
const ROMAN = ` (?:${Object.keys(NUMERALS).join("|")})(?= |$)`;
const WITHOUT_VOWEL = "\ue000";
const MANY = { ea: "o", aia: "au" };
const MOST_READ = 4096;

const replaceAll = (text, pairs) => pairs.reduce((now, [old, fresh]) => now.replaceAll(old, fresh), text);
const tidy = (text) => text.replace(/ {2,}/g, " ").replace(/^ +| +$/g, "");
const either = (words) => words.join("|");

export const split = (text) => text.split(SPACE).filter(Boolean);

export class Reader {
  /** ``rules``: of an extract. */
  constructor(rules) {
    this.folds = new Map(Object.entries(rules.signs.folds));
    this.most = rules.numbers.normalise.MAX_LENGTH;
    const { legal, shop, brand } = rules.fillers;
    this.legalFirst = new RegExp(`^(?:${either(legal)}) (?=\\S)`);
    this.legalLast = new RegExp(` (?<=\\S )(?:${either(legal)})$`);
    const filler = [either(legal), either(shop), either(brand), "dan|and|the|n|by"].join("|");
    this.filler = new RegExp(`(?:^|(?<= ))(?:${filler})(?= |$)`, "g");
    this.hasFiller = new RegExp(this.filler.source);
    this.letterNames = rules.letters;
    const names = either(Object.keys(rules.letters).sort((a, b) => b.length - a.length));
    const lettered = `^(?:${names})(?: (?:${names}))+$`;
    this.lettered = new RegExp(lettered);
    this.roman = new RegExp(ROMAN, "g");
    this.digitWords = rules.played ?? {}; // extracts made before 29 November 2026 have none
    const played = either(Object.keys(this.digitWords)) || "(?!)";
    this.played = new RegExp(`(?:^|(?<= ))(?:${played})(?= |$)`, "g");
    this.abroad = rules.abroad;
    this.foreignSpelled = new RegExp(rules.foreign, "g");
    this.twoWays = new RegExp(`[czx0-9]|kh|nj|${rules.foreign}|${ROMAN}|${lettered}`);
    this.#script(rules.scripts);
    this.read = new Map();
    this.split = new Map();
  }

  #script(rows) {
    this.signs = new Map();
    this.vowels = new Map();
    this.medials = [];
    for (const [sign, latin, kind] of rows) {
      if (kind === "sign" || kind === "kill") this.vowels.set(sign, latin);
      else if (kind === "letter") this.signs.set(sign, latin + WITHOUT_VOWEL);
      else if (kind === "medial") {
        this.signs.set(sign, sign + latin);
        this.medials.push(sign + latin);
      } else this.signs.set(sign, latin);
    }
    const medial = either(this.medials);
    this.medial = new RegExp(medial, "gu");
    const vowels = [...this.vowels.keys()].join("");
    this.waiting = new RegExp(`${WITHOUT_VOWEL}((?:${medial})*)([${vowels}]*)`, "gu");
  }

  /** Small letters of any alphabet, as ``str.casefold`` has them. */
  casefold(text) {
    if (ASCII.test(text)) return text.toLowerCase();
    return signsOf(text).map((sign) => this.folds.get(sign) ?? sign.toLowerCase()).join("");
  }

  /** Without line breaks, cut to the length that is compared. */
  oneLine(name) {
    return signsOf(name).slice(0, this.most).join("").replaceAll("\n", " ");
  }

  /** Lower case, no accents of Latin letters, no punctuation, single blanks. */
  visual(text) {
    text = this.casefold(text);
    if (!ASCII.test(text)) {
      text = this.casefold(text.normalize("NFKD"));
      text = replaceAll(text.replace(ACCENTS, ""), BARE);
    }
    text = replaceAll(text, PLAIN).replace(DOTTED, "").replace(OTHER, " ");
    return tidy(text);
  }

  withoutLegalForm(text) {
    return text.replace(this.legalFirst, "").replace(this.legalLast, "");
  }

  columns(name) {
    let found = this.read.get(name);
    if (!found) {
      if (this.read.size > MOST_READ) this.read.clear();
      found = this.#columns(this.oneLine(name));
      this.read.set(name, found);
    }
    return found;
  }

  #columns(line) {
    const folded = this.visual(line) || split(this.casefold(line)).join("");
    const written = this.withoutLegalForm(folded);
    const bare = this.hasFiller.test(written) ? tidy(written.replace(this.filler, "")) : "";
    const native = this.native(written);
    const foreign = this.twoWays.test(written) ? this.foreign(written) : "";
    const met = joined(native.replace(MET, ""));
    const bareNative = bare && this.native(bare);
    const whole = joined(written);
    return {
      written,
      joined: whole,
      native,
      foreign,
      met,
      seen: distinct([written, whole, bare].filter(Boolean)),
      heard: distinct([native, foreign, met, bareNative].filter(Boolean)),
    };
  }

  native(text) {
    text = this.#numerals(this.latin(text));
    text = digitsAloud(text, ALOUD_ID).replace(OWN, "ku");
    text = text.replace(OLD_J, (_, at, whole) => {
      const word = whole.slice(whole.lastIndexOf(" ", at) + 1).split(" ", 1)[0];
      return OLD_SIGN.test(word) ? "y" : "j";
    });
    text = text.replaceAll("kh", "k").replaceAll("ch", "c").replaceAll("z", "s");
    return spokenEnds(modern(text).replace(C_HARD, "k"));
  }

  foreign(text) {
    text = this.#numerals(this.latin(text));
    if (this.lettered.test(text)) text = text.split(" ").map((one) => this.letterNames[one]).join("");
    text = text.replace(this.played, (found) => this.digitWords[found]);
    text = digitsAloud(text, ALOUD_EN).replace(this.foreignSpelled, (found) => this.abroad[found]);
    text = text.replace(OWN, "ku");
    text = replaceAll(text, [["nj", "ny"], ["kh", "h"], ["ch", "k"], ["z", "j"], ["tj", "\x00"]]);
    text = text.replace(C_SOFT, "s").replaceAll("c", "k").replaceAll("\x00", "c");
    return spokenEnds(modern(text));
  }

  #numerals(text) {
    return text.replace(this.roman, (found) => ` ${NUMERALS[found.slice(1)]}`);
  }

  latin(text) {
    if (ASCII.test(text)) return text;
    text = signsOf(text).map((sign) => this.signs.get(sign) ?? sign).join("");
    text = text.replace(this.waiting, (_, medials, vowels) => {
      const between = (medials.match(this.medial) ?? []).map((part) => part.slice(1)).join("");
      const given = vowels ? signsOf(vowels).map((sign) => this.vowels.get(sign)).join("") : "a";
      return between + (MANY[given] ?? given);
    });
    text = replaceAll(text, [...this.vowels]);
    return replaceAll(text, this.medials.map((medial) => [medial, medial.slice(1)]));
  }

  /** The folded letters and digits of a name. */
  letters(name) {
    const found = [];
    for (const sign of signsOf(this.oneLine(name))) found.push(...signsOf(joined(this.visual(sign))));
    return found;
  }

  /** The words of a name without its legal form, each ``{seen, heard}``. */
  words(name) {
    let found = this.split.get(name);
    if (!found) {
      if (this.split.size > MOST_READ) this.split.clear();
      found = this.#words(name);
      this.split.set(name, found);
    }
    return found;
  }

  #words(name) {
    const many = this.letters(name).length;
    let kept = many ? this.columns(name).written : "";
    if (lengthOf(joined(kept)) !== many) {
      kept = this.withoutLegalForm(this.visual(this.oneLine(name)));
    }
    return wordsOf(kept).map((seen) => ({ seen, heard: this.native(seen) }));
  }
}

function digitsAloud(text, numbers) {
  if (!DIGIT.test(text)) return text;
  text = text.replace(DOUBLED, "$1 $1");
  for (const [sign, letter] of LEET) text = text.replace(sign, letter);
  return tidy(text.replace(NUMBER, (found) => ` ${numbers[found]} `));
}

const inTurn = (text, pairs) => pairs.reduce((now, [found, fresh]) => now.replace(found, fresh), text);

const modern = (text) => replaceAll(inTurn(text, BEFORE), OLD).replaceAll("x", "ks");

const spokenEnds = (text) => inTurn(text, ENDS);
