// Thin wrapper of Plotly: loads it late, draws at most four times a second, never while a pointer is down.

/** Least milliseconds between two drawings. */
const DRAW_EVERY = 250;

/** A drawing may take this share of the main thread; slower machines draw less often. */
const SHARE = 0.03;

/** … but never less often than this, in milliseconds: a curve must not lag behind its run. */
const DRAW_AT_LEAST_EVERY = 1200;

const SOURCE = "lib/plotly/plotly-cartesian.min.js";

let loading = null;
let pointerDown = false;

/**
 * Loads Plotly by a script tag, once for the page.
 * @param {string} [source] address, relative to the page's base
 * @returns {Promise<object>} Plotly; refused when it cannot be loaded
 */
export function loadPlotly(source = SOURCE) {
  loading ??= new Promise((resolve, reject) => {
    if (globalThis.Plotly) return void resolve(globalThis.Plotly);
    const script = document.createElement("script");
    script.src = new URL(source, document.baseURI).href;
    script.async = true;
    script.onload = () => (globalThis.Plotly ? resolve(globalThis.Plotly) : reject(new Error("The script did not define Plotly.")));
    script.onerror = () => reject(new Error(`${script.src} could not be loaded.`));
    document.head.append(script);
    for (const [type, down] of [["pointerdown", true], ["pointerup", false], ["pointercancel", false], ["blur", false]]) {
      window.addEventListener(type, () => { pointerDown = down; }, { capture: true, passive: true });
    }
  });
  return loading;
}

/** Waits until the page has painted and has nothing better to do. @returns {Promise<void>} */
function quietMoment() {
  return new Promise(resolve => requestAnimationFrame(() => setTimeout(() => {
    if (globalThis.requestIdleCallback) requestIdleCallback(() => resolve(), { timeout: 1500 });
    else resolve();
  }, 50)));
}

/** One Plotly chart within an element. */
export class PlotlyChart {
  #host;
  #build;
  #changed;
  #plotly = null;
  #started = false;
  #disposed = false;
  #dirty = false;
  #timer = 0;
  #next = 0;
  #listening = false;

  /**
   * @param {HTMLElement} host element that Plotly owns
   * @param {() => {traces: object[], layout: object}|null} build describes the chart as it should be now; null: nothing yet
   * @param {{failed(error: Error): void, drawn?(cost: number): void, source?: string}} hooks failed: Plotly cannot be
   * loaded or refused to draw; drawn: milliseconds that a drawing took
   */
  constructor(host, build, hooks) {
    this.#host = host;
    this.#build = build;
    this.#changed = hooks;
  }

  /** Limits of the horizontal axis as they are shown, zoom included. @returns {[number, number]|null} */
  get visible() {
    const range = this.#host.layout?.xaxis?.range;
    return range ? [this.#coordinate(range[0]), this.#coordinate(range[1])] : null;
  }

  #coordinate(value) {
    return typeof value === "number" ? value : Date.parse(value.includes("T") || value.includes(" ") ? `${value.replace(" ", "T")}Z` : value);
  }

  /** Asks for a drawing; the first call loads Plotly. @param {boolean} [soon] without waiting for the next turn */
  ask(soon = false) {
    this.#dirty = true;
    if (!this.#started) {
      this.#started = true;
      quietMoment().then(() => loadPlotly(this.#changed.source)).then(plotly => {
        this.#plotly = plotly;
        this.#schedule(true);
      }).catch(error => { if (!this.#disposed) this.#changed.failed(error); });
    } else if (this.#plotly) {
      this.#schedule(soon);
    }
  }

  #schedule(soon) {
    if (soon) {
      clearTimeout(this.#timer);
      this.#timer = 0;
    }
    if (this.#timer || this.#disposed) return;
    const wait = soon ? 0 : Math.max(0, this.#next - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      this.#draw();
    }, wait);
  }

  async #draw() {
    if (this.#disposed || !this.#dirty) return;
    if (pointerDown || document.hidden) {
      this.#next = performance.now() + DRAW_EVERY;
      return this.#schedule(false);
    }
    const began = performance.now();
    try {
      const chart = this.#build();
      if (!chart) return;
      this.#dirty = false;
      const drawing = this.#plotly.react(this.#host, chart.traces, chart.layout, CONFIG);
      const cost = performance.now() - began;
      this.#next = performance.now() + Math.min(DRAW_AT_LEAST_EVERY, Math.max(DRAW_EVERY, cost / SHARE));
      this.#changed.drawn?.(cost);
      await drawing;
    } catch (error) {
      this.#changed.failed(error);
      return;
    }
    if (!this.#listening && this.#host.on) {
      this.#listening = true;
      this.#host.on("plotly_relayout", () => this.ask());
    }
  }

  /** Saves the chart as it is shown, as an SVG file. @param {string} filename without extension @returns {Promise<void>} */
  async save(filename) {
    if (!this.#plotly || !this.#host.layout) return;
    const { width, height } = this.#host.layout;
    await this.#plotly.downloadImage(this.#host, { format: "svg", filename, width, height });
  }

  /** Lets go of the chart. */
  dispose() {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#plotly?.purge(this.#host);
  }
}

const CONFIG = Object.freeze({
  displaylogo: false,
  displayModeBar: false,
  doubleClick: "reset",
  responsive: false,
  showTips: false,
});

/**
 * Layout that all charts share.
 * @param {object} colors colours of the theme
 * @param {number} width pixels
 * @param {number} height pixels
 * @param {{left: number, right: number}} margin space left and right of the plot
 * @param {string} revision changes when a person's zoom is no longer wanted
 * @returns {object} layout
 */
export function baseLayout(colors, width, height, margin, revision) {
  const axis = {
    gridcolor: colors.grid, linecolor: colors.line, zeroline: false, tickcolor: colors.line, ticklen: 3, ticks: "outside",
    tickfont: { size: 11, color: colors.muted }, fixedrange: false, automargin: false,
  };
  return {
    width, height, autosize: false, uirevision: revision, showlegend: false, hovermode: "closest", dragmode: "zoom", hoverdistance: 24,
    margin: { l: margin.left, r: margin.right, t: 8, b: 20, pad: 0 },
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: colors.font, size: 11, color: colors.muted }, separators: ".,",
    hoverlabel: { bgcolor: colors.panel, bordercolor: colors.line, font: { family: colors.font, size: 12, color: colors.ink } },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: colors.muted, activecolor: colors.accent },
    xaxis: { ...axis, showgrid: false, showline: true },
    yaxis: { ...axis, showline: false, ticks: "" },
  };
}
