// Heatmaps: all weight matrices side by side, each gate a map of its own, by weight or by age of death.
import { benchFor } from "./bench.js";
import { legendStops, mapSize, palette, percentile99, steadyLimit } from "./heatmap-cells.js";
import { HeatMap } from "./heatmap-map.js";
import { adoptHeatmapStyle } from "./heatmap-style.js";
import { cssColors } from "./theme.js";

/** Least time between two paintings of the same map, ms. */
const CALM = 200;
/** Below this height, px, a matrix has one line of text instead of two. */
const COMPACT = 150;
/** Time for painting within one animation frame, ms. */
const BUDGET = 3;
/** Above so many weights a matrix is painted once a second. */
const LARGE = 262144;
const MODES = [["weight", "weight"], ["age", "age"]];
const number = new Intl.NumberFormat("en");
const signed = (w) => `${w < 0 ? "−" : ""}${Math.abs(w) < 0.001 && w !== 0 ? Math.abs(w).toExponential(1) : Math.abs(w).toFixed(4)}`;

function make(tag, className, parent, text = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  parent?.append(node);
  return node;
}

class Heatmaps {
  constructor(element, options) {
    adoptHeatmapStyle();
    this.element = element;
    this.mode = "weight";
    this.matrices = [];
    element.replaceChildren();
    element.classList.add("plh");
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", "Heatmaps of the weight matrices");
    const side = make("div", "plh-side", element);
    const row = make("div", "plh-row", side);
    if (options.title) make("span", "plh-title", row, options.title);
    const modes = make("div", "plh-modes", row);
    modes.setAttribute("role", "group");
    modes.setAttribute("aria-label", "What colours mean");
    this.buttons = MODES.map(([value, text]) => {
      const button = make("button", "", modes, text);
      button.type = "button";
      button.title = value === "age" ? "Colour by the batch of death" : "Colour by weight";
      button.addEventListener("click", () => this.set("mode", value));
      return [value, button];
    });
    const legend = make("div", "plh-legend", side);
    this.ramp = make("div", "plh-ramp", legend);
    this.ends = make("div", "plh-ends", legend);
    this.hint = make("div", "", legend);
    this.readout = make("div", "plh-readout", side);
    this.live = make("div", "plh-quiet", side);
    this.live.setAttribute("aria-live", "polite");
    this.strip = make("div", "plh-strip", element);
    this.theme();
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(element);
    this.unsubscribe = benchFor(options.bench ?? "lab").subscribe(this);
  }

  get maps() {
    return this.matrices.flatMap((matrix) => matrix.maps);
  }

  configure(store) {
    const { topology } = store;
    const shape = JSON.stringify(topology.parameters);
    this.store = store;
    if (shape !== this.shape) this.#build(topology);
    this.shape = shape;
    for (const matrix of this.matrices) Object.assign(matrix, { limit: 0, version: -1, paintedAt: -CALM });
    this.element.dataset.generation = topology.generation;
    this.#showLegend();
    this.#mark(true);
  }

  #build(topology) {
    this.strip.replaceChildren();
    const commands = { choose: (...values) => this.#choose(...values), leave: (map, step) => this.#walk(map, step) };
    this.matrices = topology.parameters.map((parameter, place) => {
      const box = make("div", "plh-matrix", this.strip);
      box.dataset.parameter = parameter.name;
      const name = make("div", "plh-name", box, parameter.name);
      const note = make("small", "", name);
      const row = make("div", "plh-maps", box);
      const names = topology.groups.find((group) => group.id === parameter.from)?.names ?? [];
      const matrix = { parameter, place, box, note, names, version: -1, limit: 0, paintedAt: -CALM };
      matrix.maps = Array.from({ length: parameter.gates.length || 1 }, (_, gate) => new HeatMap(matrix, gate, row, commands));
      return matrix;
    });
    if (this.maps.length) this.maps[0].canvas.tabIndex = 0;
    this.sized = null;
    this.resize();
  }

  #walk(map, step) {
    const { maps } = this;
    const next = maps[(maps.indexOf(map) + step + maps.length) % maps.length];
    map.canvas.tabIndex = -1;
    next.canvas.tabIndex = 0;
    next.canvas.focus();
    next.canvas.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  resize() {
    const ratio = globalThis.devicePixelRatio || 1;
    const room = this.element.clientHeight;
    const compact = room < COMPACT;
    const height = room - (compact ? 1 + 15 + 9 : 10 + 16 + 17 + 10); // padding, name, caption, scroll bar
    const key = `${height}/${ratio}`;
    if (height < 10 || this.sized === key || !this.matrices.length) return;
    this.sized = key;
    this.element.classList.toggle("is-compact", compact);
    for (const matrix of this.matrices) {
      const size = mapSize(matrix.maps[0].rows, matrix.maps[0].columns, height, ratio, compact ? 52 : 62);
      for (const map of matrix.maps) map.resize(size, ratio, compact);
    }
    this.#mark(true);
  }

  frame(store, frame) {
    this.store = store;
    if (!frame.weights && !frame.maskEvents) return;
    this.#mark(false);
  }

  #mark(everything) {
    if (everything) for (const map of this.maps) map.dirty = true;
    if (this.asked || !this.store?.status) return;
    this.asked = requestAnimationFrame(() => {
      this.asked = null;
      this.#paint();
    });
  }

  /** Paints what changed, as much as fits the budget; the rest follows in the next animation frames. */
  #paint() {
    const began = performance.now();
    let wait = Infinity;
    for (const matrix of this.matrices) {
      const version = this.store.versions[matrix.place];
      const calm = matrix.parameter.rows * matrix.parameter.columns > LARGE ? 1000 : CALM;
      const rest = matrix.paintedAt + calm - began;
      if (version !== matrix.version && rest > 0) wait = Math.min(wait, rest);
      if (version !== matrix.version && rest <= 0) {
        matrix.version = version;
        matrix.paintedAt = began;
        const { offset, rows, columns } = matrix.parameter;
        matrix.limit = steadyLimit(percentile99(this.store.weights, this.store.dead, offset, rows * columns, matrix.maps[0].perCell), matrix.limit);
        for (const map of matrix.maps) map.dirty = true;
      }
      for (const map of matrix.maps) {
        if (!map.dirty || performance.now() - began > BUDGET) continue;
        map.paint(this.store, { mode: this.mode, limit: matrix.limit || 1, batches: this.#batches() }, this.palette);
        matrix.changed = true;
      }
      if (matrix.changed) this.#note(matrix);
    }
    const { dataset } = this.element;
    const maps = this.maps;
    dataset.redCells = maps.reduce((sum, map) => sum + map.red, 0);
    if (maps.some((map) => map.dirty)) {
      this.#mark(false);
    } else {
      if (wait === Infinity) dataset.sequence = this.store.sequence;
      else this.timer ??= setTimeout(() => { this.timer = null; this.#mark(false); }, wait);
    }
    const spent = performance.now() - began;
    this.spent = { count: (this.spent?.count ?? 0) + 1, ms: (this.spent?.ms ?? 0) + spent, longest: Math.max(this.spent?.longest ?? 0, spent) };
    dataset.paints = this.spent.count;
    dataset.paintMs = this.spent.ms.toFixed(1);
    dataset.longestMs = this.spent.longest.toFixed(1);
    this.teller ??= setTimeout(() => { this.teller = null; this.maps.forEach((map) => map.tell()); }, 1000);
  }

  #note(matrix) {
    matrix.changed = false;
    const { rows, columns } = matrix.parameter;
    const pruned = matrix.maps.reduce((sum, map) => sum + map.pruned, 0);
    matrix.box.dataset.pruned = pruned;
    matrix.box.dataset.redCells = matrix.maps.reduce((sum, map) => sum + map.red, 0);
    const [map] = matrix.maps;
    const parts = [`${((100 * pruned) / (rows * columns)).toFixed(1)} %`];
    if (this.mode === "weight") parts.push(`±${Number(matrix.limit.toPrecision(2))}`);
    if (map.sampled) parts.push(`a cell shows the strongest of about ${Math.round(map.perCell)}`);
    const text = parts.join(" · ");
    if (matrix.note.textContent === text) return;
    matrix.note.textContent = text;
    matrix.box.title = `${matrix.parameter.name} · ${text}`;
    this.#rest();
  }

  #batches() {
    const { topology, status } = this.store;
    return Math.max(topology.epochs * topology.batchesPerEpoch, status?.batch ?? 0, 1);
  }

  #showLegend() {
    for (const [value, button] of this.buttons) button.setAttribute("aria-pressed", String(value === this.mode));
    this.ramp.style.background = `linear-gradient(to right, ${legendStops(this.mode, this.colors).join(", ")})`;
    const age = this.mode === "age";
    const ends = age ? ["batch 0", `batch ${number.format(this.store?.topology ? this.#batches() : 0)}`] : ["−", "0", "+"];
    this.ends.replaceChildren(...ends.map((text) => make("span", "", null, text)));
    this.hint.replaceChildren();
    if (age) {
      this.hint.textContent = "batch of death; living weights are grey";
    } else {
      make("span", "plh-dot", this.hint);
      this.hint.append("pruned · ± 99th percentile of |w|");
      this.hint.title = "The number after ± beside a matrix's name is where the colours end: the 99th percentile of |w| of its living weights, rounded up.";
    }
  }

  /** While no weight is chosen, a low strip tells here where each matrix's colours end. */
  #rest() {
    if (this.chosen) return;
    const known = this.maps[0]?.compact && this.mode === "weight" ? this.matrices.filter((matrix) => matrix.limit > 0) : [];
    const text = known.map(({ maps, limit }) => `${maps[0].short} ±${Number(limit.toPrecision(2))}`).join(" · ");
    if (this.readout.textContent !== text) this.readout.textContent = text;
  }

  #choose(map, cell, spoken) {
    if (!cell) {
      if (this.chosen !== map) return;
      this.chosen = null;
      this.#rest();
      return;
    }
    this.chosen = map;
    const flat = map.flatOf(cell);
    const { store } = this;
    const sender = map.matrix.names[cell.column] ?? cell.column;
    const name = `${map.matrix.parameter.name}[${map.gate}${map.gate ? " " : ""}${cell.row} ← ${sender}]`;
    const state = store.dead[flat] ? `pruned at ${store.moment(store.dead[flat] - 1)}` : `w = ${signed(store.weights[flat])} · alive`;
    this.readout.replaceChildren(make("b", "", null, name), state);
    if (spoken) this.live.textContent = `${name} · ${state}`;
  }

  theme() {
    this.colors = cssColors(this.element);
    this.palette = palette(this.colors);
    this.#showLegend();
    this.#mark(true);
  }

  set(name, value) {
    if (name !== "mode" || !MODES.some(([mode]) => mode === value)) {
      throw new Error(`The heatmaps have the option mode = ${MODES.map(([mode]) => mode).join(" | ")}, not ${name} = ${value}.`);
    }
    this.mode = value;
    for (const matrix of this.matrices) matrix.changed = true;
    this.#showLegend();
    this.#mark(true);
  }

  dispose() {
    this.unsubscribe?.();
    this.observer.disconnect();
    cancelAnimationFrame(this.asked);
    clearTimeout(this.timer);
    clearTimeout(this.teller);
    this.element.replaceChildren();
    this.element.classList.remove("plh");
  }
}

/**
 * Draws the heatmaps in an element.
 *
 * `set("mode", "weight" | "age")`. Data attributes: on the element data-red-cells (cells shown as pruned), data-generation,
 * data-sequence (last frame that is wholly painted), data-paints, data-paint-ms, data-longest-ms; on each matrix's element
 * data-parameter, data-pruned (pruned weights), data-red-cells.
 * @param {HTMLElement} element @param {{bench?: string, title?: string}} [options]
 * @returns {{set: (name: string, value: string) => void, resize: () => void, dispose: () => void}}
 */
export function create(element, options = {}) {
  const heatmaps = new Heatmaps(element, options ?? {});
  return {
    set: (name, value) => heatmaps.set(name, value), resize: () => heatmaps.resize(), dispose: () => heatmaps.dispose(),
  };
}
