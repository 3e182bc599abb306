// Scales of the charts: positions, round limits that do not jitter, round ticks. Pure: no DOM.

/**
 * Linear scale.
 * @param {number} from value at the start
 * @param {number} to value at the end
 * @param {number} start pixel of `from`
 * @param {number} end pixel of `to`
 * @returns {{(value: number): number, invert(pixel: number): number}} value → pixel, with its inverse
 */
export function linearScale(from, to, start, end) {
  const span = to - from || 1;
  const scale = value => start + (value - from) / span * (end - start);
  scale.invert = pixel => from + (pixel - start) / ((end - start) || 1) * span;
  return scale;
}

const STEPS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];

/**
 * Smallest round number not below a value: 1, 1.5, 2, 3, 4, 5, 6 or 8 times a power of ten.
 * @param {number} value value
 * @returns {number} round number; 1 if the value is not positive and finite
 */
export function niceCeiling(value) {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = STEPS.find(candidate => candidate * power >= value * (1 - 1e-9));
  return Number(((step ?? 10) * power).toPrecision(12));
}

/**
 * Upper limit of an axis that grows at once but shrinks only when most of the axis is empty.
 * @param {number} current limit now; 0 or NaN when there is none
 * @param {number} value greatest value to show
 * @param {number} [keep] share of the axis below which it shrinks, 0.4 if not given
 * @returns {number} the limit, a round number
 */
export function stickyCeiling(current, value, keep = 0.4) {
  if (!(value > 0) || !Number.isFinite(value)) return current > 0 ? current : 1;
  if (current > 0 && value <= current && value >= keep * current) return current;
  return niceCeiling(value);
}

/**
 * Lower and upper limit of a logarithmic axis: 1, 2 or 5 times a power of ten.
 * @param {number} least smallest positive value
 * @param {number} greatest greatest value
 * @returns {[number, number]} limits
 */
export function niceDecades(least, greatest) {
  const round = (value, up) => {
    const power = 10 ** Math.floor(Math.log10(value));
    const candidates = [1, 2, 5, 10].map(step => Number((step * power).toPrecision(12)));
    return up ? candidates.find(candidate => candidate >= value * (1 - 1e-9)) : candidates.findLast(candidate => candidate <= value * (1 + 1e-9));
  };
  if (!(least > 0) || !(greatest > 0)) return [0.001, 1];
  const [low, high] = [round(least, false), round(greatest, true)];
  return low < high ? [low, high] : [low / 2, high * 2];
}

/**
 * Round ticks from 0 or a start to an end.
 * @param {number} from first value of the axis
 * @param {number} to last value of the axis
 * @param {number} count about how many ticks
 * @param {boolean} [whole] only whole numbers
 * @returns {number[]} ticks within the axis, rising
 */
export function niceTicks(from, to, count, whole = false) {
  if (!(to > from)) return [from];
  const raw = (to - from) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  let step = [1, 2, 2.5, 5, 10].find(candidate => candidate * power >= raw * (1 - 1e-9)) * power;
  if (whole) step = Math.max(1, step === 2.5 ? 5 : Math.round(step));
  const ticks = [];
  for (let index = Math.ceil(from / step - 1e-9); index * step <= to + step * 1e-9; index++) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}

/**
 * Lower and upper limit of an axis that need not begin at 0, in round numbers; keeps the present limits while the values
 * fill enough of them.
 * @param {[number, number]|null} current limits now
 * @param {number} least smallest value to show
 * @param {number} greatest greatest value to show
 * @returns {[number, number]} limits
 */
export function stickyRange(current, least, greatest) {
  if (!Number.isFinite(least) || !Number.isFinite(greatest)) return current ?? [0, 1];
  const span = greatest - least;
  if (current && current[0] <= least && current[1] >= greatest && span >= 0.6 * (current[1] - current[0])) return current;
  const step = niceCeiling(span / 8 || Math.abs(least) / 8 || 1);
  const round = (value, up) => Number(((up ? Math.ceil(value / step) : Math.floor(value / step)) * step).toPrecision(12));
  const [low, high] = [round(least, false), round(greatest, true)];
  return low < high ? [low, high] : [low - step, high + step];
}
