// Confusion matrix of the test part: a row per true class, a column per class it was taken for.
import { benchFor } from "./bench.js";
import { html, labelWriter, oncePerFrame, setAttribute, setText, svg, watchSize } from "./chart-dom.js";
import { adoptStyle } from "./chart-style.js";
import { cellColors, cellSentence, cellStrength, confusionFigures, confusionLabel, momentOf } from "./confusion-figures.js";
import { formatCount, formatPercent } from "./format.js";
import { cssColors } from "./theme.js";

const HEAD = 12;
const GAP = 1;

/** Sizes of the text in pixels. */
const LEAST_FONT = 7.5;
const GREATEST_FONT = 11.5;

/** Digits are about this share of the font's size wide. */
const DIGIT = 0.6;

/**
 * Where the cells of a matrix lie.
 * @param {number} width pixels
 * @param {number} height pixels
 * @param {number} classes classes
 * @param {number} digits digits of the greatest count
 * @param {number} letters letters of the longest name of a class
 * @returns {{left: number, top: number, wide: number, high: number, font: number, counts: boolean}} wide, high: distance of
 * cells; counts: whether they can be read
 */
export function matrixLayout(width, height, classes, digits, letters) {
  const high = Math.max(2, Math.min(26, (height - HEAD) / classes));
  const left = Math.min(width / 3, Math.ceil(letters * Math.min(GREATEST_FONT, high) * DIGIT) + 8);
  const wide = Math.max(2, Math.min(3.2 * high, (width - left) / classes));
  const font = Math.max(LEAST_FONT, Math.min(GREATEST_FONT, high, (wide - 2) / (digits * DIGIT)));
  return { left, top: HEAD, wide, high, font, counts: high >= font && wide >= digits * font * DIGIT + 1.9 };
}

/**
 * Creates the matrix.
 * @param {HTMLElement} element empty element; all within belongs to the matrix
 * @param {{bench?: string}} [options] bench: which bench
 * @returns {{set(name: string, value: unknown): void, resize(): void, dispose(): void}} the handle
 */
export function create(element, options = {}) {
  adoptStyle();
  const bench = benchFor(options.bench ?? "lab");
  element.classList.add("pl-chart");
  const row = html("div", { class: "pl-confusion" }, element);
  const room = html("div", { class: "pl-room" }, row);
  const root = svg("svg", { role: "img" }, room);
  const words = html("div", { class: "pl-confusion-words" }, row);
  const accuracy = html("strong", {}, words);
  const when = html("span", {}, words);
  const worst = html("span", {}, words);
  html("span", { text: "row: true class, column: taken for" }, words);
  const writeLabel = labelWriter(root);
  const state = { store: null, width: 0, height: 0 };

  const ask = oncePerFrame(() => {
    const confusion = state.store?.confusion ?? null;
    const names = state.store?.topology?.outputs ?? [];
    writeLabel(confusionLabel(confusion, names));
    setText(when, momentOf(confusion));
    if (!confusion) {
      root.replaceChildren();
      for (const node of [accuracy, worst]) setText(node, "");
      return;
    }
    const figures = confusionFigures(confusion);
    setText(accuracy, `${formatPercent(figures.accuracy, 2)} right`);
    setText(worst, figures.worst ? `most often ${names[figures.worst.truth]} is taken for ${names[figures.worst.taken]}: ${formatCount(figures.worst.count)}×` : "no mistake");
    setAttribute(element, "data-epoch", confusion.epoch);
    setAttribute(element, "data-accuracy", figures.accuracy);
    setAttribute(element, "data-windows", figures.total);
    if (state.width > 40 && state.height > 40) draw(confusion, figures, names);
  });

  function draw(confusion, { ofClass }, names) {
    const colors = cssColors(element);
    const { classes, counts } = confusion;
    const digits = String(Math.max(...counts)).length;
    const place = matrixLayout(state.width, state.height, classes, digits, Math.max(...names.map(name => name.length)));
    setAttribute(root, "width", state.width);
    setAttribute(root, "height", state.height);
    const cells = svg("g");
    const text = (x, y, anchor, content, more = {}) => {
      const node = svg("text", { x: x.toFixed(1), y: (y + place.font * 0.36).toFixed(1), "text-anchor": anchor, ...more }, cells);
      node.style.fontSize = `${place.font}px`;
      node.textContent = content;
    };
    const widest = Math.max(1, Math.floor(place.wide / (place.font * DIGIT)));
    for (let truth = 0; truth < classes; truth++) {
      const y = place.top + truth * place.high;
      if (place.high >= place.font) text(place.left - 5, y + place.high / 2, "end", names[truth]);
      if (place.wide >= place.font) text(place.left + (truth + 0.5) * place.wide, HEAD / 2, "middle", shortened(names[truth], widest));
      for (let taken = 0; taken < classes; taken++) {
        const count = counts[truth * classes + taken];
        const { fill, text: ink } = cellColors(cellStrength(count, ofClass[truth]), truth === taken, colors);
        const x = place.left + taken * place.wide;
        const cell = svg("rect", { x: x.toFixed(1), y: y.toFixed(1), width: (place.wide - GAP).toFixed(1), height: (place.high - GAP).toFixed(1), fill, class: "pl-confusion-cell" }, cells);
        svg("title", {}, cell).textContent = cellSentence(confusion, ofClass, names, truth, taken);
        if (place.counts && count > 0) text(x + (place.wide - GAP) / 2, y + (place.high - GAP) / 2, "middle", formatCount(count).replace(",", ""), { class: "pl-confusion-count", color: ink });
      }
    }
    root.replaceChildren(cells);
    setAttribute(element, "data-counts", place.counts);
  }

  const stopWatching = watchSize(room, (width, height) => {
    [state.width, state.height] = [width, height];
    ask();
  });
  const unsubscribe = bench.subscribe({
    element,
    configure(store) { state.store = store; ask(); },
    frame(store, frame) {
      state.store = store;
      if (frame.confusion) ask();
    },
    theme: ask,
  });
  return {
    set() { ask(); },
    resize() { ask(); },
    dispose() {
      unsubscribe();
      stopWatching();
      ask.cancel();
      writeLabel.stop();
      element.replaceChildren();
    },
  };
}

const shortened = (name, letters) => (name.length <= letters ? name : letters < 3 ? name.slice(0, letters) : `${name.slice(0, letters - 1)}…`);
