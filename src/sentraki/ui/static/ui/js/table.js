/* The keyboard in an officer's table. Without this script Tab, Space and Enter work as everywhere.

   <div data-table> around a table whose rows hold a link in th and, perhaps, a checkbox. Up and Down
   move between rows, Space selects, Enter opens the link. "/" anywhere goes to the search box #cari.
   [data-bulk] in the same form is shown while something is selected; [data-bulk-count] is its number.
   (Without the script the bar is always there.) */
(() => {
  "use strict";
  const typing = (el) => el.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    const search = document.getElementById("cari");
    if (event.key === "/" && search && !typing(event.target)) {
      event.preventDefault();
      search.focus();
    }
  });

  document.querySelectorAll("[data-table]").forEach((region) => {
    const rows = () => [...region.querySelectorAll("tbody tr")];
    rows().forEach((row) => { row.tabIndex = -1; });
    region.addEventListener("keydown", (event) => {
      if (typing(event.target)) return;
      const all = rows();
      const at = all.indexOf(event.target.closest("tr"));
      const row = all[at];
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const next = all[Math.max(0, at + (event.key === "ArrowDown" ? 1 : -1))];
        if (next) { event.preventDefault(); next.focus(); }
      } else if (event.key === " " && row === event.target) {
        const box = row.querySelector("input[type=checkbox]");
        if (box) { event.preventDefault(); box.click(); }
      } else if (event.key === "Enter" && row === event.target) {
        const link = row.querySelector("th a");
        if (link) link.click();
      }
    });

    const form = region.closest("form") || document;
    const bar = form.querySelector("[data-bulk]");
    const count = () => {
      const boxes = [...region.querySelectorAll("input[type=checkbox]")];
      const picked = boxes.filter((box) => box.checked);
      boxes.forEach((box) => box.closest("tr")?.classList.toggle("is-picked", box.checked));
      if (!bar) return;
      bar.hidden = picked.length === 0;
      bar.querySelector("[data-bulk-count]").textContent = picked.length;
    };
    region.addEventListener("change", count);
    if (form !== document) form.addEventListener("reset", () => setTimeout(count));
    count();
  });
})();
