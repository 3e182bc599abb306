// Numbers as text, the same way everywhere on the lab page: significant digits, a true minus sign, a narrow space
// before the unit, a dash for what is not known. Pure: no DOM.

/** What stands for a value that is not known yet. */
export const UNKNOWN = "–";

/** Narrow space that never breaks, between a number and its unit. */
export const UNIT_SPACE = "\u202f";

const MINUS = "\u2212";

const signed = text => text.replace("-", MINUS);

/**
 * Number with a fixed count of decimals, thousands grouped.
 * @param {number} value value; NaN, infinite, null or undefined give a dash
 * @param {number} decimals digits after the point, 0 to 20
 * @returns {string} text such as "1,234.50"
 */
export function formatFixed(value, decimals) {
  if (!Number.isFinite(value)) return UNKNOWN;
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/**
 * Whole number, thousands grouped.
 * @param {number} value value; rounded to the nearest whole number
 * @returns {string} text such as "17,984"
 */
export function formatCount(value) {
  return formatFixed(value, 0);
}

/**
 * Number with a count of significant digits that keeps trailing zeros, so that its width does not jump.
 * @param {number} value value
 * @param {number} [digits] significant digits, 3 if not given
 * @returns {string} text such as "41.2", "0.0905", "1,234" or "8.41e−5"
 */
export function formatNumber(value, digits = 3) {
  if (!Number.isFinite(value)) return UNKNOWN;
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(digits));
  const magnitude = Math.floor(Math.log10(Math.abs(rounded)));
  if (magnitude < -4 || magnitude > 8) return signed(value.toExponential(digits - 1).replace("e+", "e"));
  return formatFixed(value, Math.max(0, digits - 1 - magnitude));
}

/**
 * Share as a percentage.
 * @param {number} share share, 1 = 100 %
 * @param {number} [decimals] digits after the point, 1 if not given
 * @returns {string} text such as "39.1 %"
 */
export function formatPercent(share, decimals = 1) {
  return Number.isFinite(share) ? `${formatFixed(100 * share, decimals)}${UNIT_SPACE}%` : UNKNOWN;
}

/**
 * Loss with a fixed count of decimals while that shows anything.
 * @param {number} value standardised loss
 * @returns {string} text such as "0.0841" or "8.41e−5"
 */
export function formatLoss(value) {
  if (!Number.isFinite(value)) return UNKNOWN;
  if (value !== 0 && Math.abs(value) < 0.00095) return signed(value.toExponential(2));
  return formatFixed(value, value < 100 ? 4 : 1);
}

/**
 * Value with its unit.
 * @param {string} text formatted value
 * @param {string} [unit] unit; none is written for a dash or an empty unit
 * @returns {string} text such as "41.2 points"
 */
export function withUnit(text, unit) {
  return unit && text !== UNKNOWN ? `${text}${UNIT_SPACE}${unit}` : text;
}

/**
 * "Done of all", padded with figure spaces so that the width stays.
 * @param {number} done how many are done
 * @param {number} all how many there are
 * @returns {string} text such as "7 / 20"
 */
export function formatOf(done, all) {
  if (!Number.isFinite(done) || !Number.isFinite(all)) return UNKNOWN;
  const whole = formatCount(all);
  return `${formatCount(done).padStart(whole.length, "\u2007")} / ${whole}`;
}

/**
 * Time of one batch.
 * @param {number} milliseconds milliseconds
 * @returns {string} text such as "0.86 ms"
 */
export function formatMilliseconds(milliseconds) {
  if (!Number.isFinite(milliseconds)) return UNKNOWN;
  return withUnit(formatFixed(milliseconds, milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0), "ms");
}

/**
 * Rate per second.
 * @param {number} rate events per second
 * @returns {string} text such as "812 /s"
 */
export function formatRate(rate) {
  if (!Number.isFinite(rate)) return UNKNOWN;
  return withUnit(formatFixed(rate, rate > 0 && rate < 10 ? 1 : 0), "/s");
}

/**
 * Count with its noun.
 * @param {number} count count
 * @param {string} one noun for one
 * @param {string} [many] noun for any other count, `one` + "s" if not given
 * @returns {string} text such as "1 weight" or "34 weights"
 */
export function formatNoun(count, one, many = `${one}s`) {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
