/* Pictures at the desk: the label drawn anew and small, the signature as strokes on a canvas.
   No picture of an identity card is taken here at all. */

const SIDES = [1000, 800, 600, 420];
const LARGEST = 150_000;

const toBlob = (canvas, type, quality) => new Promise((done) => canvas.toBlob(done, type, quality));

export async function toBase64(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let line = "";
  for (let i = 0; i < bytes.length; i += 0x8000) line += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(line);
}

/* A JPEG of at most 150 KB as base64; throws for what is no picture. Drawing it anew also drops
   the place and time a phone writes into its photographs. */
export async function shrinkLabel(file) {
  const bitmap = await createImageBitmap(file);
  let blob;
  for (const side of SIDES) {
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    blob = await toBlob(canvas, "image/jpeg", 0.82);
    if (blob.size <= LARGEST) break;
  }
  return toBase64(blob);
}

/* A drawing board. `taken()` answers the PNG as base64, "" while nothing was drawn. */
export function board(canvas, changed) {
  let strokes = 0;
  let drawing = false;
  let pen;
  const clear = () => {
    const box = canvas.getBoundingClientRect();
    canvas.width = Math.max(300, box.width) * 2;
    canvas.height = Math.max(110, box.height) * 2;
    pen = canvas.getContext("2d");
    pen.scale(2, 2);
    pen.lineWidth = 2.5;
    pen.lineCap = pen.lineJoin = "round";
    strokes = 0;
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (!pen) clear();
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(event.offsetX, event.offsetY);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    pen.lineTo(event.offsetX, event.offsetY);
    pen.stroke();
    strokes += 1;
  });
  canvas.addEventListener("pointerup", () => { drawing = false; changed(strokes > 0); });
  return {
    clear() { clear(); changed(false); },
    async taken() { return strokes ? toBase64(await toBlob(canvas, "image/png")) : ""; },
  };
}
