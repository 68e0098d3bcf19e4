/* A signature drawn with a finger, put into the file input as a PNG. Without this script, or without
   a drawing, a photograph of the signature is used.

   <fieldset data-signature="ID of the file input"> holding [data-signature-board] (hidden) with a
   canvas, [data-signature-clear] and [data-signature-note]; <c-signature> writes all of it.
   The picture: black on transparent, twice the size on screen, set when the finger is lifted. */
(() => {
  "use strict";
  function start(field) {
    const input = document.getElementById(field.dataset.signature);
    const board = field.querySelector("[data-signature-board]");
    const canvas = board && board.querySelector("canvas");
    if (!input || !canvas || !window.DataTransfer) return;
    const note = board.querySelector("[data-signature-note]");
    board.hidden = false;
    const size = () => {
      const box = canvas.getBoundingClientRect();
      canvas.width = box.width * 2;
      canvas.height = box.height * 2;
      const pen = canvas.getContext("2d");
      pen.scale(2, 2);
      pen.lineWidth = 2.5;
      pen.lineCap = pen.lineJoin = "round";
      return pen;
    };
    let pen = size();
    let drawing = false;
    canvas.addEventListener("pointerdown", (event) => {
      drawing = true;
      canvas.setPointerCapture(event.pointerId);
      pen.beginPath();
      pen.moveTo(event.offsetX, event.offsetY);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!drawing) return;
      pen.lineTo(event.offsetX, event.offsetY);
      pen.stroke();
    });
    canvas.addEventListener("pointerup", () => {
      drawing = false;
      canvas.toBlob((blob) => {
        const carrier = new DataTransfer();
        carrier.items.add(new File([blob], input.name + ".png", { type: "image/png" }));
        input.files = carrier.files;
        note.textContent = note.dataset.taken;
      }, "image/png");
    });
    board.querySelector("[data-signature-clear]").addEventListener("click", () => {
      pen = size();
      input.value = "";
      note.textContent = "";
    });
  }
  document.querySelectorAll("[data-signature]").forEach(start);
})();
