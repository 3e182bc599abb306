// Mouse, touch and keyboard on the network graph: pan, zoom, hover, pin, walk.

const LIMITS = [1, 40];
const ARROWS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };

/** Turns events on the stage into commands; one message per animation frame at most. */
export class GraphPointer {
  /** @param {HTMLElement} stage @param {{move: Function, point: Function, pin: Function, walk: Function}} commands */
  constructor(stage, commands) {
    this.stage = stage;
    this.commands = commands;
    this.view = { k: 1, x: 0, y: 0 };
    this.drag = null;
    this.queued = {};
    stage.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), this.#at(event));
    }, { passive: false });
    stage.addEventListener("pointerdown", (event) => this.#down(event));
    stage.addEventListener("pointermove", (event) => this.#move(event));
    stage.addEventListener("pointerup", (event) => this.#up(event));
    stage.addEventListener("pointercancel", () => { this.drag = null; });
    stage.addEventListener("pointerleave", () => this.#queue("point", null));
    stage.addEventListener("keydown", (event) => this.#key(event));
    stage.addEventListener("blur", () => this.#queue("walk", null));
  }

  #at(event) {
    const box = this.stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #queue(name, value) {
    if (!Object.keys(this.queued).length) {
      requestAnimationFrame(() => {
        const queued = this.queued;
        this.queued = {};
        for (const [command, last] of Object.entries(queued)) this.commands[command](last);
      });
    }
    this.queued[name] = value;
  }

  #down(event) {
    if (event.button !== 0) return;
    this.drag = { ...this.#at(event), from: { ...this.view }, moved: false };
    this.stage.setPointerCapture(event.pointerId);
  }

  #move(event) {
    const at = this.#at(event);
    if (!this.drag) {
      this.#queue("point", at);
      return;
    }
    const dx = at.x - this.drag.x;
    const dy = at.y - this.drag.y;
    if (!this.drag.moved && Math.hypot(dx, dy) < 4) return;
    this.drag.moved = true;
    this.stage.classList.add("is-drag");
    this.#show({ ...this.drag.from, x: this.drag.from.x + dx, y: this.drag.from.y + dy });
  }

  #up(event) {
    const { drag } = this;
    this.drag = null;
    this.stage.classList.remove("is-drag");
    if (!drag || drag.moved) return;
    this.commands.point(this.#at(event));
    this.commands.pin("pointer");
  }

  #show(view) {
    const { clientWidth: width, clientHeight: height } = this.stage;
    // The picture cannot leave the stage.
    this.view = {
      k: view.k,
      x: Math.min(width * 0.5, Math.max(width * (0.5 - view.k), view.x)),
      y: Math.min(height * 0.5, Math.max(height * (0.5 - view.k), view.y)),
    };
    if (this.view.k === 1 && !this.drag) Object.assign(this.view, { x: 0, y: 0 });
    this.#queue("move", this.view);
  }

  /** Zooms about a point, or the middle. @param {number} factor @param {{x: number, y: number}} [at] */
  zoom(factor, at = { x: this.stage.clientWidth / 2, y: this.stage.clientHeight / 2 }) {
    const { k, x, y } = this.view;
    const next = Math.min(LIMITS[1], Math.max(LIMITS[0], k * factor));
    this.#show({ k: next, x: at.x - ((at.x - x) * next) / k, y: at.y - ((at.y - y) * next) / k });
  }

  /** Shows the whole network. */
  reset() {
    this.#show({ k: 1, x: 0, y: 0 });
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    if (ARROWS[key] && !event.shiftKey) this.commands.walk(ARROWS[key]);
    else if (key === "Enter") this.commands.pin("walk");
    else if (key === "Escape") this.commands.pin(null);
    else if (key === "+" || key === "=") this.zoom(1.3);
    else if (key === "-" || key === "−") this.zoom(1 / 1.3);
    else if (key === "0") this.reset();
    else return;
    event.preventDefault();
    event.stopPropagation(); // the page's own keys (→ = one batch) must not act as well
  }
}
