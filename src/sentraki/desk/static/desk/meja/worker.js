/* Keeps the page and its files, so that the desk opens without a line. DESK (version and files) is
   put before this text by the server. No facts pass through here: they are kept by the page, under
   the PIN. */

const KEEP = "meja-" + DESK.version;
const SHELL = new URL("./", self.registration.scope).pathname;
const PATIENCE = 2500;

/* "no-cache" asks whether the page's own copy still holds, so nothing is fetched twice over a bad line. */
self.addEventListener("install", (event) => {
  const asked = [SHELL, ...DESK.files].map((address) => new Request(address, { cache: "no-cache" }));
  event.waitUntil(caches.open(KEEP).then((kept) => kept.addAll(asked)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("meja-") && name !== KEEP);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

const kept = async (address) => (await caches.open(KEEP)).match(address);

/* The newest page when the line is quick and it belongs to the files kept here; else the kept one. */
async function shell(request) {
  const fresh = fetch(request).then(async (answer) => {
    if (!answer.ok || answer.redirected || answer.headers.get("X-Desk-Version") !== DESK.version) return null;
    await (await caches.open(KEEP)).put(SHELL, answer.clone());
    return answer;
  }).catch(() => null);
  const late = new Promise((go) => setTimeout(go, PATIENCE, null));
  return (await Promise.race([fresh, late])) || (await kept(SHELL)) || fetch(request);
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && address.pathname === SHELL) event.respondWith(shell(event.request));
  else if (DESK.files.includes(address.pathname)) {
    event.respondWith(kept(address.pathname).then((found) => found || fetch(event.request)));
  }
});
