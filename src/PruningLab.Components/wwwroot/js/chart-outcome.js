// What the network makes of the test part: predictions against truth, or for classes the confusion matrix.
import { benchFor } from "./bench.js";
import { create as createConfusion } from "./chart-confusion.js";
import { create as createPrediction } from "./chart-prediction.js";
import { setAttribute } from "./chart-dom.js";

/**
 * Creates the picture; it changes its kind when a run with another task begins.
 * @param {HTMLElement} element empty element; all within belongs to the picture
 * @param {{bench?: string, plotly?: string}} [options] as the chart of predictions takes them
 * @returns {{set(name: string, value: unknown): void, resize(): void, dispose(): void}} the handle of the picture shown
 */
export function create(element, options = {}) {
  const bench = benchFor(options.bench ?? "lab");
  let shown = null;
  let handle = null;

  function show(task) {
    if (task === shown) return;
    handle?.dispose();
    for (const name of ["data-epoch", "data-windows", "data-accuracy", "data-spread", "data-engine", "data-output"]) element.removeAttribute(name);
    setAttribute(element, "data-task", task);
    shown = task;
    handle = task === "classification" ? createConfusion(element, options) : createPrediction(element, options);
    if (task === "classification") setAttribute(element, "data-engine", "svg");
  }

  const unsubscribe = bench.subscribe({ element, configure: store => show(store.topology.task ?? "regression") });
  if (!handle) show("regression");
  return {
    set(name, value) { handle.set(name, value); },
    resize() { handle.resize(); },
    dispose() {
      unsubscribe();
      handle.dispose();
    },
  };
}
