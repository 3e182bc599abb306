// What the measurement of the speed says: verdict, rows of the table, the curve's axis. Pure: no DOM.
import { UNKNOWN, formatCount, formatFixed, formatMilliseconds, formatNoun, formatPercent, withUnit } from "./format.js";

/** Ratios of times between these are called equal: a busy machine does not tell them apart. */
const EVEN = [0.95, 1.05];

/**
 * How many times faster, as a person says it.
 * @param {number} ratio at least 1
 * @returns {string} such as "2.4×" or "12×"
 */
export function formatTimes(ratio) {
  return `${formatFixed(ratio, ratio < 9.95 ? 1 : 0)}×`;
}

/**
 * A large count in few letters.
 * @param {number} value count
 * @returns {string} such as "17,984", "540 k" or "1.2 M"
 */
export function formatAmount(value) {
  if (!Number.isFinite(value)) return UNKNOWN;
  if (value < 1e5) return formatCount(value);
  const [step, unit] = value < 1e6 ? [1e3, "k"] : value < 1e9 ? [1e6, "M"] : [1e9, "G"];
  return withUnit(formatFixed(value / step, value / step < 99.95 ? 1 : 0), unit);
}

/**
 * Bytes in few letters.
 * @param {number} value bytes
 * @returns {string} such as "72.0 kB" or "1.2 MB"
 */
export function formatBytes(value) {
  if (!Number.isFinite(value)) return UNKNOWN;
  const [step, unit] = value < 1e6 ? [1e3, "kB"] : value < 1e9 ? [1e6, "MB"] : [1e9, "GB"];
  return withUnit(formatFixed(value / step, value / step < 99.95 ? 1 : 0), unit);
}

/**
 * The verdict in one sentence. The curve is measured on request only and may be older than the two times: where they disagree
 * with its break-even, the sentence says so instead of claiming both.
 * @param {object|null} report the last measurement (docs/wire-format.md, Speed)
 * @param {string} probing off, onRequest or regularly
 * @returns {string} sentence; says so where sparse loses
 */
export function verdict(report, probing) {
  if (!report) return probing === "off" ? "Measuring is switched off." : "Not measured yet in this run.";
  if (report.sentence) return report.sentence;
  const ratio = report.dense / report.sparse;
  const from = Number.isFinite(report.breakEven);
  const pays = !from ? (report.curve.length > 0 ? `sparse does not pay up to ${formatPercent(report.curve.at(-1).sparsity, 0)}` : "")
    : report.breakEven === 0 ? "sparse pays at any sparsity" : `sparse pays from ≈ ${formatPercent(report.breakEven, 0)} on`;
  const sparseWins = ratio > EVEN[1];
  const isEven = !sparseWins && ratio >= EVEN[0];
  const words = sparseWins ? `Sparse is ${formatTimes(ratio)} faster here` : isEven ? "Sparse and dense are equally fast here" : `Dense is ${formatTimes(1 / ratio)} faster here`;
  if (from && !isEven && report.breakEven > 0 && sparseWins !== report.sparsity >= report.breakEven) {
    return `${words}, though the curve breaks even at ≈ ${formatPercent(report.breakEven, 0)}: measure again.`;
  }
  if (sparseWins) return `${words}${from && report.breakEven > 0 ? `; it pays from ≈ ${formatPercent(report.breakEven, 0)} on` : ""}.`;
  return `${words}${pays ? `; ${pays}` : ""}.`;
}

/**
 * How it was measured, in one sentence.
 * @param {object|null} report the last measurement
 * @returns {string} sentence; empty when nothing was timed
 */
export function circumstances(report) {
  if (!report || report.sentence) return "";
  const windows = report.windows < report.batchSize ? `${report.windows} of the batch's ${formatNoun(report.batchSize, "window")}` : formatNoun(report.windows, "window");
  return `After ${report.batch === 0 ? "no batch" : `batch ${formatCount(report.batch)}`}: a step (forward, backward, optimiser) of ${windows}, best of several, on copies of weights and masks. Training waited ${formatMilliseconds(report.paused)}.`;
}

/**
 * Rows of the table.
 * @param {object|null} report the last measurement
 * @returns {{name: string, label: string, help: string, dense: string, sparse: string, share: number}[]} share: sparse of
 * dense, NaN when not known
 */
export function speedRows(report) {
  const row = (name, label, help, dense, sparse, format) => ({ name, label, help, dense: format(dense ?? NaN), sparse: format(sparse ?? NaN), share: sparse / dense });
  return [
    row("step", "step", "One training step with dense and with sparse kernels", report?.dense, report?.sparse, formatMilliseconds),
    row("parameters", "parameters", "All parameters, and those that are not pruned", report?.parameters, report?.parametersLeft, formatAmount),
    row("work", "multiply-adds", "Multiply-adds of one prediction: without pruning, and what the masks leave", report?.multiplyAdds, report?.multiplyAddsLeft, formatAmount),
    row("memory", "memory", "All parameters as they are, and the compact form that keeps active weights alone", report?.bytes, report?.compactBytes, formatBytes),
  ];
}

/**
 * What the chart says, for a screen reader.
 * @param {object|null} report the last measurement
 * @param {string} probing off, onRequest or regularly
 * @returns {string} text
 */
export function speedLabel(report, probing) {
  if (!report || report.sentence) return `Speed of dense and sparse kernels: ${verdict(report, probing)}`;
  return `Speed of dense and sparse kernels at ${formatPercent(report.sparsity)} pruned: a step takes ${formatMilliseconds(report.dense)} dense and ${formatMilliseconds(report.sparse)} sparse. ${verdict(report, probing)}`;
}
