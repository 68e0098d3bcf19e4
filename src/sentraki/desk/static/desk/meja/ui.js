/* Small hands for the page: words of its language, panes, elements. All text goes in as text. */

export const $ = (id) => document.getElementById(id);
const words = new Map();

export function word(name, values = {}) {
  if (!words.size) {
    for (const p of $("words").content.querySelectorAll("[data-w]")) words.set(p.dataset.w, p.textContent);
  }
  return (words.get(name) || name).replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

const language = () => document.documentElement.lang || "id";
export const clock = (ms) => new Date(ms).toLocaleTimeString(language(), { hour: "2-digit", minute: "2-digit" });
export const day = (iso) => new Date(iso).toLocaleDateString(language(), { dateStyle: "long" });
export const decimal = (value) => value.toLocaleString(language(), { maximumFractionDigits: 1 });
export const dayAndClock = (ms) => new Date(ms).toLocaleString(language(), { dateStyle: "medium", timeStyle: "short" });

export function say(name, values) {
  $("said").textContent = name ? word(name, values) : "";
  $("said").classList.toggle("alert", Boolean(name));
}

export function el(tag, { text = "", ...rest } = {}, ...children) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(rest)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

const ALONE = ["prepare", "unlock", "elsewhere"];
const PANES = ["guests", "person", "receipt"];

/* Show one pane and put the focus on its heading, for those who hear the page. */
export function show(name) {
  for (const pane of ALONE) $(pane).hidden = pane !== name;
  $("work").hidden = ALONE.includes(name);
  for (const pane of PANES) $(pane).hidden = pane !== name;
  $(name + "-title").focus({ preventScroll: true });
  scrollTo(0, 0);
}

export function fill(select, rows, first) {
  select.replaceChildren(...(first === undefined ? [] : [el("option", { value: "", text: first })]),
    ...rows.map(([value, text]) => el("option", { value, text })));
}

/* Mark a field wrong with a sentence, or right again with "". */
export function mend(input, sentence) {
  const field = input.closest(".ki-field") || input.parentElement;
  field.querySelectorAll("[data-wrong]").forEach((p) => p.remove());
  field.classList.toggle("is-invalid", Boolean(sentence));
  input.classList.toggle("is-invalid", Boolean(sentence) && input.type !== "checkbox");
  if (!sentence) { input.removeAttribute("aria-invalid"); input.removeAttribute("aria-describedby"); return; }
  const id = input.id + "-wrong";
  field.append(el("p", { class: "invalid-feedback", id, text: sentence, "data-wrong": "" }));
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", id);
}
