/* What is looked for: a name with all its readings, cut into trigrams and sounds. */
import { bytesOf, crc32, distinct, joined, wordsOf } from "./signs.js";

const VOWELS = "aeiou";
const LETTERS = bytesOf("abcdefghijklmnoprstuwy");

/** 32 bits of a sound without its blanks. */
export const soundHash = (heard) => crc32(bytesOf(joined(heard)));

/** The different trigrams of a reading as numbers, ascending. */
function keysOf(reading) {
  const found = new Set();
  for (const word of wordsOf(reading)) {
    const text = bytesOf(`  ${word} `);
    for (let at = 0; at < text.length - 2; at++) {
      found.add((text[at] << 16) | (text[at + 1] << 8) | text[at + 2]);
    }
  }
  return [...found].sort((one, other) => one - other);
}

/** The name as it is looked for: see ``Asked`` in serupa. ``place``: of each of ``keys``. */
export function asked(name, reader, numbers) {
  const columns = reader.columns(name);
  const most = numbers.asked;
  const seen = new Map(columns.seen.map((reading) => [reading, keysOf(reading)]));
  const heard = new Map(columns.heard.map((reading) => [reading, keysOf(reading)]));
  const every = distinct([...seen.values(), ...heard.values()].flat());
  const keys = every.sort((one, other) => one - other).slice(0, most.MOST_TRIGRAMS);
  const place = new Map(keys.map((key, at) => [key, at]));
  const places = (some) => some.map((key) => place.get(key)).filter((at) => at !== undefined);
  const readings = (all) => [...all.values()].map((some) => ({ at: places(some), size: some.length }));
  const which = (some) => {
    const held = new Uint8Array(keys.length);
    for (const at of places(some ?? [])) held[at] = 1;
    return held;
  };
  const sounds = [...heard.keys()];
  const met = sounds.length ? joined(sounds[0]) : "";
  const first = sounds.length ? wordsOf(sounds[0]).slice(0, most.MOST_WORDS) : [];
  return {
    columns,
    keys,
    place,
    plain: which(seen.get(columns.written)),
    native: which(heard.get(columns.native)),
    foreign: which(heard.get(columns.foreign || columns.native)),
    seen: readings(seen),
    heard: readings(heard),
    sounds: distinct(parts(sounds, first, most).map(soundHash)),
    changed: [...neighbours(met, numbers.heard), ...vowelled(met, numbers.heard)],
    words: distinct(first).map((word) => [
      soundHash(word),
      word.length >= most.SHORTEST_NEIGHBOURED ? neighbours(word, numbers.heard) : [],
    ]),
    whole: distinct(sounds.map(soundHash)),
  };
}

/** What an older mark may be that stands whole in the name. */
function parts(sounds, firstWords, most) {
  const found = [];
  for (const reading of sounds) {
    const words = wordsOf(reading).slice(0, most.MOST_WORDS);
    for (let first = 0; first < words.length; first++) {
      for (let last = first; last < words.length; last++) {
        found.push(words.slice(first, last + 1).join(""));
      }
    }
  }
  for (const word of firstWords) {
    const signs = Array.from(word);
    for (let size = most.SHORTEST_END; size < Math.min(signs.length, 30); size++) {
      found.push(signs.slice(0, size).join(""), signs.slice(-size).join(""));
    }
  }
  return found;
}

/** Hashes of every sound with up to two vowels changed or left out. */
function vowelled(sound, { FEWEST_VOWELLED, MOST_SOUNDS }) {
  if (!/^[a-z]*$/.test(sound) || sound.length < FEWEST_VOWELLED || sound.length > MOST_SOUNDS) return [];
  const found = new Set();
  const change = (word, left, from) => {
    found.add(crc32(bytesOf(word.join(""))));
    for (let at = from; left && at < word.length; at++) {
      if (!VOWELS.includes(word[at])) continue;
      for (const vowel of ["", ...VOWELS]) {
        change([...word.slice(0, at), vowel, ...word.slice(at + 1)], left - 1, at + 1);
      }
    }
  };
  change([...sound], 2, 0);
  return [...found];
}

/** Hashes of every sound one letter away: another letter, one more, one less, two exchanged. */
function neighbours(sound, { FEWEST_SOUNDS, MOST_SOUNDS }) {
  if (!/^[a-z]*$/.test(sound) || sound.length < FEWEST_SOUNDS || sound.length > MOST_SOUNDS) return [];
  const raw = bytesOf(sound);
  const found = new Set();
  const longer = new Uint8Array(raw.length + 1);
  for (let at = 0; at <= raw.length; at++) {
    longer.set(raw.subarray(0, at));
    longer.set(raw.subarray(at), at + 1);
    for (const letter of LETTERS) {
      longer[at] = letter;
      found.add(crc32(longer));
    }
    if (at === raw.length) break;
    const same = raw.slice();
    for (const letter of LETTERS) {
      same[at] = letter;
      found.add(crc32(same));
    }
    found.add(crc32(Uint8Array.from([...raw.subarray(0, at), ...raw.subarray(at + 1)])));
    if (at + 1 < raw.length) {
      const turned = raw.slice();
      [turned[at], turned[at + 1]] = [raw[at + 1], raw[at]];
      found.add(crc32(turned));
    }
  }
  return [...found];
}
