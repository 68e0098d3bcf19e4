// Reads a QR code into the box marked data-scan where the browser can; typing works everywhere.
(() => {
  const box = document.querySelector("input[data-scan]");
  const media = navigator.mediaDevices;
  if (!box || !media || !("BarcodeDetector" in window)) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-outline-primary btn-sm";
  button.textContent = document.documentElement.lang === "en" ? "Scan with the camera" : "Pindai dengan kamera";
  box.after(button);
  let stream = null;
  let video = null;
  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    video?.remove();
    stream = video = null;
  };
  const look = async (detector) => {
    if (!video) return;
    const found = await detector.detect(video).catch(() => []);
    if (found.length) {
      box.value = found[0].rawValue;
      stop();
      box.focus();
    } else {
      requestAnimationFrame(() => look(detector));
    }
  };
  button.addEventListener("click", async () => {
    if (stream) return stop();
    try {
      stream = await media.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      return button.remove();
    }
    video = document.createElement("video");
    video.playsInline = true;
    video.width = 280;
    video.srcObject = stream;
    button.after(video);
    await video.play();
    look(new BarcodeDetector({ formats: ["qr_code"] }));
  });
})();
