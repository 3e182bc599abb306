// The speed panel: what pruning saves. Dense against sparse kernels timed on the very weights, the sparsity from which on
// sparse pays, and what is left of parameters, multiply-adds and memory.
import { benchFor } from "./bench.js";
import { html, labelWriter, oncePerFrame, paced, setAttribute, setShown, setText, svg, watchSize } from "./chart-dom.js";
import { linearScale, niceTicks, stickyCeiling } from "./chart-scale.js";
import { adoptStyle } from "./chart-style.js";
import { formatMilliseconds, formatNumber, formatPercent, withUnit } from "./format.js";
import { circumstances, speedLabel, speedRows, verdict } from "./speed-words.js";

const MARGIN = { left: 47, right: 42, top: 6, bottom: 15 };

/** From these heights on the table stands under the chart, and the circumstances are spelled out. */
const TALL = 170;
const TALLEST = 280;

/**
 * Creates the panel.
 * @param {HTMLElement} element empty element; all within belongs to the panel
 * @param {{bench?: string, dotnet?: object}} options bench: which bench; dotnet: receives `Measure()` when the panel is seen
 * for the first time in a run
 * @returns {{set(name: string, value: unknown): void, resize(): void, dispose(): void}} the handle
 */
export function create(element, options = {}) {
  adoptStyle();
  const bench = benchFor(options.bench ?? "lab");
  element.classList.add("pl-chart");
  const sentence = html("p", { class: "pl-speed-verdict", role: "status" }, element);
  const row = html("div", { class: "pl-speed" }, element);
  const room = html("div", { class: "pl-room" }, row);
  const root = svg("svg", { role: "img" }, room);
  const axes = svg("g", {}, root);
  const even = svg("line", { class: "pl-speed-even", display: "none" }, root);
  const lines = ["dense", "sparse"].map(kind => ({
    kind,
    path: svg("path", { class: `pl-speed-${kind}` }, root),
    dot: svg("circle", { class: `pl-speed-dot pl-speed-dot-${kind}`, r: 3.5, display: "none" }, root),
    text: svg("text", { class: `pl-speed-name pl-speed-name-${kind}` }, root),
  }));
  const evenText = svg("text", { class: "pl-note", "text-anchor": "middle" }, root);
  const cells = table(row);
  const how = html("p", { class: "pl-speed-how", hidden: "" }, element);
  const writeLabel = labelWriter(root);
  const state = { status: null, report: null, probing: "onRequest", generation: 0, asked: 0, limit: 0, width: 0, height: 0 };

  /** Measures once when the panel is seen for the first time in a run. */
  function measureAtFirst() {
    const seen = state.width > 40 && state.height > 20;
    if (!seen || state.generation === state.asked || state.report || state.probing === "off" || !state.status) return;
    state.asked = state.generation;
    // A circuit that is gone says so itself.
    options.dotnet?.invokeMethodAsync("Measure").catch(() => {});
  }

  const ask = oncePerFrame(() => {
    const { report, probing } = state;
    setText(sentence, verdict(report, probing));
    sentence.title = circumstances(report);
    showChart(!report?.sentence);
    setText(how, circumstances(report));
    setText(cells.took, report?.paused ? `probe ${formatMilliseconds(report.paused)}` : "");
    cells.took.title = circumstances(report);
    for (const { name, dense, sparse, share } of speedRows(report)) {
      setText(cells[name].dense, dense);
      setText(cells[name].sparse, sparse);
      setAttribute(cells[name].row, "data-share", Number.isFinite(share) ? share.toFixed(4) : "");
    }
    writeLabel(speedLabel(report, probing));
    setAttribute(element, "data-probing", probing);
    setAttribute(element, "data-measured", report ? report.batch : "");
    setAttribute(element, "data-dense", report?.dense ?? "");
    setAttribute(element, "data-sparse", report?.sparse ?? "");
    setAttribute(element, "data-break-even", report?.breakEven ?? "");
    setAttribute(element, "data-curve", report?.curve.length ?? 0);
    draw();
  });

  /** Where nothing is timed, the sentence that says why stands in the place of the chart. */
  function showChart(shown) {
    if (room.hidden === !shown) return;
    room.hidden = !shown;
    (shown ? element : row).prepend(sentence);
  }

  function draw() {
    const { report, width, height } = state;
    if (width < 80 || height < 40) return;
    setAttribute(root, "width", width);
    setAttribute(root, "height", height);
    const timed = Number.isFinite(report?.dense);
    const curve = timed ? report.curve : [];
    const times = timed ? [report.dense, report.sparse, ...curve.flatMap(point => [point.dense, Math.min(point.sparse, 2.5 * point.dense)])] : [1];
    state.limit = stickyCeiling(state.limit, Math.max(...times));
    const x = linearScale(0, 1, MARGIN.left, width - MARGIN.right);
    const y = linearScale(0, state.limit, height - MARGIN.bottom, MARGIN.top);
    drawAxes(x, y);
    for (const { kind, path, dot, text } of lines) {
      const points = curve.map(point => `${x(point.sparsity).toFixed(1)} ${Math.max(0, y(point[kind])).toFixed(1)}`);
      setAttribute(path, "d", points.length > 1 ? `M${points.join("L")}` : "");
      setShown(dot, timed);
      if (!timed) {
        setText(text, "");
        continue;
      }
      setAttribute(dot, "cx", x(report.sparsity).toFixed(1));
      setAttribute(dot, "cy", y(report[kind]).toFixed(1));
      setText(text, kind);
    }
    if (timed) placeNames(x, y, curve.at(-1) ?? { sparsity: report.sparsity, dense: report.dense, sparse: report.sparse });
    const from = timed && Number.isFinite(report.breakEven) && report.breakEven > 0;
    setShown(even, from);
    setText(evenText, from ? formatPercent(report.breakEven, 0) : "");
    if (from) {
      const at = x(report.breakEven);
      for (const name of ["x1", "x2"]) setAttribute(even, name, at.toFixed(1));
      setAttribute(even, "y1", MARGIN.top + 8);
      setAttribute(even, "y2", y(0));
      setAttribute(evenText, "x", at.toFixed(1));
      setAttribute(evenText, "y", MARGIN.top + 5);
    }
  }

  /** The names of the lines at their ends, never over each other. */
  function placeNames(x, y, last) {
    const left = x(last.sparsity) + 6;
    let [dense, sparse] = [y(last.dense), y(last.sparse)];
    if (Math.abs(dense - sparse) < 11) {
      const middle = (dense + sparse) / 2;
      const sign = dense <= sparse ? -1 : 1;
      [dense, sparse] = [middle + sign * 5.5, middle - sign * 5.5];
    }
    for (const { kind, text } of lines) {
      setAttribute(text, "x", left.toFixed(1));
      setAttribute(text, "y", (Math.max(MARGIN.top + 4, Math.min(y(0), kind === "dense" ? dense : sparse)) + 3.5).toFixed(1));
    }
  }

  function drawAxes(x, y) {
    axes.replaceChildren();
    const ticks = niceTicks(0, state.limit, Math.max(2, Math.floor((y(0) - y(state.limit)) / 24)));
    for (const value of ticks) {
      const level = Math.round(y(value)) + 0.5;
      svg("line", { class: value === 0 ? "pl-axis" : "pl-grid", x1: MARGIN.left, x2: state.width - MARGIN.right, y1: level, y2: level }, axes);
      const text = value === 0 ? "" : value === ticks.at(-1) ? withUnit(formatNumber(value, 2), "ms") : formatNumber(value, 2);
      svg("text", { x: MARGIN.left - 4, y: level + 3.5, "text-anchor": "end" }, axes).textContent = text;
    }
    const below = (at, anchor, text) => { svg("text", { x: at, y: state.height - 3, "text-anchor": anchor }, axes).textContent = text; };
    below(x(0), "middle", formatPercent(0, 0));
    if (x(1) - x(0) > 130) below(x(0.5), "middle", formatPercent(0.5, 0));
    below(Math.min(state.width, x(1) + 38), "end", `${formatPercent(1, 0)} pruned`);
  }

  const showNow = paced(oncePerFrame(() => setText(cells.now, formatMilliseconds(state.status?.msPerBatch ?? NaN))), 250);
  const stopWatchingAll = watchSize(element, (_, height) => {
    setAttribute(element, "data-tall", height >= TALL);
    how.hidden = height < TALLEST;
  });
  const stopWatching = watchSize(room, (width, height) => {
    [state.width, state.height] = [width, height];
    ask();
    measureAtFirst();
  });
  const unsubscribe = bench.subscribe({
    element,
    configure(store) {
      Object.assign(state, { status: null, report: null, generation: store.topology.generation, limit: 0 });
      ask();
    },
    revise() {}, // the last measurement says of which batch it is
    speed(speed) {
      // Gone in mid-run: the run has moved to another device, for which it does not hold.
      if (state.report && !speed.report) state.asked = 0;
      Object.assign(state, { report: speed.report, probing: speed.probing });
      ask();
      measureAtFirst();
    },
    frame(store) {
      state.status = store.status;
      showNow();
      measureAtFirst();
    },
    theme: ask,
  });
  ask();
  return {
    set() { ask(); },
    resize() { ask(); },
    dispose() {
      unsubscribe();
      stopWatchingAll();
      stopWatching();
      ask.cancel();
      showNow.cancel();
      writeLabel.stop();
      element.replaceChildren();
    },
  };
}

function table(parent) {
  const root = html("table", { class: "pl-speed-table" }, parent);
  html("caption", { text: "What is left of the network, and what a step costs" }, root);
  const head = html("tr", {}, html("thead", {}, root));
  const cells = { took: html("td", { class: "pl-speed-took" }, head) };
  for (const text of ["dense", "sparse"]) html("th", { scope: "col", text }, head);
  const body = html("tbody", {}, root);
  for (const { name, label, help } of speedRows(null)) {
    const row = html("tr", { "data-row": name, title: help }, body);
    html("th", { scope: "row", text: label }, row);
    cells[name] = { row, dense: html("td", {}, row), sparse: html("td", {}, row) };
  }
  const now = html("tr", { "data-row": "now", title: "Computing time of a batch of the run, mean of the last second: each matrix takes the kernels that suit its mask" }, body);
  html("th", { scope: "row", text: "now, per batch" }, now);
  cells.now = html("td", { colspan: 2 }, now);
  return cells;
}
