/* An extract opened in a worker, for a page that must not wait.

   ``const screener = await Screener.open(buffer)``: the buffer goes over to the worker and is empty afterwards.
   ``info``, and ``screen``, ``report`` and ``choose`` as in serupa.js, as promises. ``close()`` forgets the marks. */
export class Screener {
  static async open(buffer) {
    const screener = new Screener();
    try {
      screener.info = await screener.#ask({ what: "open", buffer }, [buffer]);
    } catch (error) {
      screener.close();
      throw error;
    }
    return screener;
  }

  #worker = new Worker(new URL("./serupa-worker.js", import.meta.url), { type: "module" });
  #waiting = new Map();
  #asked = 0;

  constructor() {
    this.#worker.addEventListener("message", ({ data: { id, value, error } }) => {
      const { resolve, reject } = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) reject(Object.assign(new Error(error.message), { name: error.name }));
      else resolve(value);
    });
    this.#worker.addEventListener("error", () => this.#fail("the worker stopped"));
  }

  screen(name, options) {
    return this.#ask({ what: "screen", name, options });
  }

  report(name, options) {
    return this.#ask({ what: "report", name, options });
  }

  choose(names, options) {
    return this.#ask({ what: "choose", names, options });
  }

  close() {
    this.#worker.terminate();
    this.#fail("closed");
  }

  #ask(message, transfer = []) {
    const id = ++this.#asked;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...message }, transfer);
    });
  }

  #fail(why) {
    for (const { reject } of this.#waiting.values()) reject(new Error(why));
    this.#waiting.clear();
  }
}
