/* A copy button beside a read-only field. Without this script the field is selected by hand.

   <button type="button" data-copy="ID of the field" data-done="Copied" hidden>: shown by the script;
   copies the field's value, else selects it so that the person can. <c-copy> writes it. */
(() => {
  "use strict";
  document.querySelectorAll("[data-copy]").forEach((button) => {
    const field = document.getElementById(button.dataset.copy);
    if (!field) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        if (!document.execCommand("copy")) return;
      }
      const label = button.querySelector("span");
      label.textContent = button.dataset.done;
      label.setAttribute("role", "status");
    });
  });
})();
