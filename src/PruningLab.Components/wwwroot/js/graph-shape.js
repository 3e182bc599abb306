// How the units of one block stand: one column, several narrow lanes where a column would be too dense, or the pixels of an
// image. Units of one section (an attention head) stand together, with a small gap to the next. Pure.

/** Closest that units may stand in one lane, in pixels, before another lane is opened. */
const CLOSE = 2.9;
/** Widest that lanes stand apart, in pixels. */
const LANE = 6;
/** From so many units on a square number of unnamed-looking inputs is an image. */
const IMAGE = 196;

/**
 * Whether a group is drawn as an image: the network's first group, of a square number of units, too many to name.
 * @param {number} count units @param {boolean} first whether nothing feeds the group
 * @returns {boolean}
 */
export const isImage = (count, first) => first && count >= IMAGE && Number.isInteger(Math.sqrt(count));

/**
 * @typedef {object} Shape
 * @property {Float32Array} xs @property {Float32Array} ys place of each slot's centre, from the first one's
 * @property {number} width @property {number} height from centre to centre @property {number} lanes
 * @property {number} spacing between rows @property {number} laneStep between lanes @property {number} radius of a dot
 * @property {{first: number, end: number, top: number, bottom: number}[]} sections slots and rows of each, empty for one
 */

/**
 * Shapes one block.
 * @param {{count: number, sections?: number, image?: boolean, named?: boolean}} block
 * @param {number} width most pixels from the first lane to the last @param {number} height most pixels from row to row
 * @returns {Shape}
 */
export function shapeOf({ count, sections = 1, image = false, named = false }, width, height) {
  if (image) return grid(count, Math.min(width, height));
  const parts = sections > 1 && count % sections === 0 ? sections : 1;
  const each = count / parts;
  const gap = parts > 1 ? Math.min(9, Math.max(3, 0.02 * height)) : 0;
  const rows = (lanes) => Math.ceil(each / lanes);
  const spacingOf = (lanes) => {
    const ways = rows(lanes) * parts - 1;
    return ways > 0 ? Math.max(0.4, (height - gap * (parts - 1)) / ways) : 0;
  };
  let lanes = 1;
  while (lanes < each && spacingOf(lanes) < CLOSE && lanes * CLOSE <= width) lanes++;
  const spacing = Math.min(named ? 90 : 60, spacingOf(lanes));
  const laneStep = lanes > 1 ? Math.min(LANE, spacing || LANE, width / (lanes - 1)) : 0;
  const xs = new Float32Array(count);
  const ys = new Float32Array(count);
  for (let slot = 0; slot < count; slot++) {
    const part = Math.floor(slot / each);
    const inside = slot % each;
    xs[slot] = (inside % lanes) * laneStep;
    ys[slot] = (part * rows(lanes) + Math.floor(inside / lanes)) * spacing + part * gap;
  }
  const list = parts === 1 ? [] : Array.from({ length: parts }, (_, part) => ({
    first: part * each, end: (part + 1) * each, top: ys[part * each], bottom: ys[(part + 1) * each - 1],
  }));
  const apart = Math.min(count > 1 ? spacing || LANE : 60, lanes > 1 ? laneStep : Infinity);
  return {
    xs, ys, width: (lanes - 1) * laneStep, height: ys.length ? ys[count - 1] : 0, lanes, spacing, laneStep, sections: list,
    radius: radiusFor(lanes > 1 ? 0.85 * apart : apart, named && lanes === 1),
  };
}

function grid(count, side) {
  const lanes = Math.sqrt(count);
  const step = Math.min(12, side / (lanes - 1));
  return {
    xs: Float32Array.from({ length: count }, (_, slot) => (slot % lanes) * step),
    ys: Float32Array.from({ length: count }, (_, slot) => Math.floor(slot / lanes) * step),
    width: (lanes - 1) * step, height: (lanes - 1) * step, lanes, spacing: step, laneStep: step, sections: [],
    radius: radiusFor(0.8 * step, false),
  };
}

/** @param {number} spacing pixels between units. @param {boolean} named @returns {number} radius of a unit's dot. */
export function radiusFor(spacing, named) {
  return Math.min(named ? 6.5 : 5.5, Math.max(0.8, spacing * 0.4));
}
