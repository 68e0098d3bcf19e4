/* Sends each chosen file at once, small and in pieces. Without this script the files go with the form.

   <li data-upload-url="/…/dokumen" data-upload-kind="ktp" [data-upload-chunk="262144"]> around the
   file inputs (<c-doc upload-url="…">). Pictures are redrawn to at most 1600 px JPEG.

   Each piece is one POST, multipart: csrfmiddlewaretoken, upload_id (one per choice), kind, name,
   size, offset and chunk. Answers are JSON:
     {"received": n}            bytes the server has; the next piece starts there
     {"done": true, "html": …}  stored; html (optional) replaces the element
     400/413 {"error": "…"}     refused, with the sentence to show
   data-upload-chunk="0" sends the whole file in one POST. When the line breaks the same piece is sent
   again after 2, 4, 8 … 30 s and when the device is online; the server answers with its own
   "received". */
(() => {
  "use strict";
  if (window.kiFiles) return;
  window.kiFiles = 1;
  const SIDE = 1600;
  const QUALITY = 0.85;
  const LARGE = 1e6;

  async function shrink(file) {
    if (!file.type.startsWith("image/") || !("createImageBitmap" in window)) return file;
    let bitmap;
    try { bitmap = await createImageBitmap(file); } catch { return file; }
    const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" });
  }

  const pause = (ms) => new Promise((go) => {
    const timer = setTimeout(go, ms);
    addEventListener("online", () => { clearTimeout(timer); go(); }, { once: true });
  });

  function post(url, data, onProgress) {
    return new Promise((done, fail) => {
      const call = new XMLHttpRequest();
      call.open("POST", url);
      call.responseType = "json";
      call.upload.addEventListener("progress", (event) => onProgress(event.loaded));
      call.addEventListener("load", () => (call.status >= 500 ? fail() : done(call)));
      call.addEventListener("error", fail);
      call.addEventListener("timeout", fail);
      call.timeout = 60000;
      call.send(data);
    });
  }

  function board(item) {
    const texts = document.querySelector("[data-upload-texts]");
    const words = texts ? texts.dataset : {};
    const bar = document.createElement("progress");
    const note = document.createElement("p");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", (item.querySelector("h3") || item).textContent.trim());
    note.className = "small";
    note.setAttribute("role", "status");
    const place = item.querySelector(".ki-stack-sm") || item;
    place.querySelectorAll("[data-upload-part]").forEach((part) => part.remove());
    for (const part of [bar, note]) { part.dataset.uploadPart = ""; place.append(part); }
    const told = new Set();
    return {
      progress(percent) {
        bar.value = percent;
        for (const mark of [0, 50, 100]) {
          if (percent >= mark && !told.has(mark)) {
            told.add(mark);
            note.textContent = (words.sending || "{n}%").replace("{n}", mark);
          }
        }
      },
      broken(percent) { note.textContent = (words.broken || "{n}%").replace("{n}", Math.round(percent)); },
      refused(text) {
        bar.remove();
        note.textContent = text || words.refused || "";
        note.className = "invalid-feedback";
      },
      done() { note.textContent = words.done || "100%"; },
    };
  }

  async function send(item, input) {
    const secret = (input.form || document).querySelector("[name=csrfmiddlewaretoken]");
    const file = await shrink(input.files[0]);
    const size = Number(item.dataset.uploadChunk || 262144) || file.size;
    const id = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2) + Date.now();
    const shown = board(item);
    let offset = 0;
    let wait = 2000;
    shown.progress(0);
    for (;;) {
      const data = new FormData();
      if (secret) data.set("csrfmiddlewaretoken", secret.value);
      for (const [name, value] of [["upload_id", id], ["kind", item.dataset.uploadKind || input.name],
        ["name", file.name], ["size", file.size], ["offset", offset]]) data.set(name, value);
      data.set("chunk", file.slice(offset, offset + size), file.name);
      let call;
      try {
        call = await post(item.dataset.uploadUrl, data, (sent) =>
          shown.progress(Math.min(99, (100 * (offset + sent)) / file.size)));
      } catch {
        shown.broken((100 * offset) / file.size);
        await pause(wait);
        wait = Math.min(30000, wait * 2);
        continue;
      }
      wait = 2000;
      const answer = call.response || {};
      if (call.status >= 400 || answer.error) {
        shown.refused(answer.error);
        input.value = "";
        return;
      }
      if (answer.done) {
        shown.progress(100);
        shown.done();
        input.value = "";
        if (answer.html) item.outerHTML = answer.html;
        return;
      }
      if (!(answer.received > offset)) { shown.refused(""); return; }
      offset = answer.received;
    }
  }

  async function tell(field, input) {
    const note = field.nextElementSibling;
    const [file] = input.files;
    const names = [...input.files].map((one) => one.name).join(", ");
    note.textContent = file ? note.dataset.picked.replace("{n}", names) : "";
    if (!file) return;
    field.querySelectorAll("input").forEach((one) => { if (one !== input) one.value = ""; });
    if (!("shrink" in input.dataset) || file.size <= LARGE) return;
    const box = new DataTransfer();
    box.items.add(await shrink(file));
    if (input.files[0] === file) input.files = box.files;
  }

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file") return;
    const item = input.closest("[data-upload-url]");
    const field = input.closest("[data-files]");
    if (item && input.files.length) send(item, input);
    else if (!item && field) tell(field, input);
  });
})();
