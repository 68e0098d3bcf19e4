/* Keeps a draft while somebody types. Without this script the form is saved by its button.

   <form data-autosave="/…/simpan" …> and, anywhere inside, <c-autosaved />.

   After 1.2 s without a change the form is sent with POST, multipart, without its files, and with
   "autosave=1". The answer is JSON: 200 {"saved_at": "10.42 WIB"}; anything else counts as not saved.
   When there is no line, fields without data-secret are kept in localStorage under the address and
   sent at the next sign of a line; the copy is removed as soon as the server has it. Fields with
   data-secret (unfiled names, NIK, phone) and passwords are never kept on the device. */
(() => {
  "use strict";
  const WAIT = 1200;

  function start(form) {
    const url = form.dataset.autosave;
    const key = "draft:" + url;
    const status = form.querySelector("[data-autosave-status]");
    const line = status && status.querySelector("[data-autosave-text]");
    let timer = 0;

    const say = (text) => { if (line) line.textContent = text; };
    const boxes = () => [...form.elements].filter((box) =>
      box.name && !["file", "password", "hidden", "submit", "button"].includes(box.type) &&
      !("secret" in box.dataset));

    function keep() {
      const rows = boxes().filter((b) => !["checkbox", "radio"].includes(b.type) || b.checked)
        .map((b) => [b.name, b.value]);
      try { localStorage.setItem(key, JSON.stringify(rows)); } catch { /* a full or closed store */ }
      if (status) say(status.dataset.offline);
    }

    function restore() {
      let rows;
      try { rows = JSON.parse(localStorage.getItem(key) || "null"); } catch { rows = null; }
      if (!rows) return false;
      for (const box of boxes()) {
        if (["checkbox", "radio"].includes(box.type)) {
          box.checked = rows.some(([name, value]) => name === box.name && value === box.value);
        } else if (box.value === box.defaultValue || box.tagName === "SELECT") {
          const row = rows.find(([name]) => name === box.name);
          if (row) box.value = row[1];
        }
      }
      return true;
    }

    async function send() {
      const data = new FormData(form);
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      data.set("autosave", "1");
      let answer;
      try {
        answer = await fetch(url, { method: "POST", body: data, credentials: "same-origin" });
      } catch {
        keep();
        return;
      }
      try { localStorage.removeItem(key); } catch { /* closed store */ }
      const saved = answer.ok ? await answer.json().catch(() => ({})) : {};
      if (!status) return;
      say(saved.saved_at ? status.dataset.saved.replace("{time}", saved.saved_at) : status.dataset.refused);
    }

    const later = () => { clearTimeout(timer); timer = setTimeout(send, WAIT); };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", () => clearTimeout(timer));
    addEventListener("online", send);
    if (restore()) later();
  }

  document.querySelectorAll("form[data-autosave]").forEach(start);
})();
