// Where things lie in the schedule, and what a handle may do. Pure: no DOM.
import { formatCount, formatFixed, formatNoun, formatNumber, formatPercent } from "./format.js";
import { linearScale, niceTicks } from "./chart-scale.js";

/** Space around the plot in CSS pixels; the charts of loss use the same left and right, so that the epochs line up. */
export const MARGIN = { left: 46, right: 14, top: 20, bottom: 30 };

/** How far a warm-up before the first epoch is drawn to the left of the plot, at most. */
const BEFORE_PLOT = 14;

/** How far under the axis a handle on axis x stands, so that it never covers one on axis y. */
const UNDER_AXIS = 6;

/**
 * Position of a batch on the axis of epochs: <c>x = 1 + (b − 1)/B</c>; 1 before the first batch.
 * @param {number} batch batches done, or the number of a batch from 1
 * @param {number} batchesPerEpoch B
 * @returns {number} epoch as counted
 */
export function epochOfBatch(batch, batchesPerEpoch) {
  return batch < 1 || !(batchesPerEpoch > 0) ? 1 : 1 + (batch - 1) / batchesPerEpoch;
}

/**
 * Scales of the plot.
 * @param {number} width width of the whole picture
 * @param {number} height height of the whole picture
 * @param {{xMin: number, xMax: number, yMax: number}} plan the plan
 * @returns {{x: Function, y: Function, left: number, right: number, top: number, bottom: number}} scales and edges in pixels
 */
export function plotArea(width, height, plan) {
  const left = MARGIN.left;
  const right = Math.max(left + 10, width - MARGIN.right);
  const top = MARGIN.top;
  const bottom = Math.max(top + 10, height - MARGIN.bottom);
  return {
    left, right, top, bottom,
    x: linearScale(plan.xMin, plan.xMax, left, right),
    y: linearScale(0, plan.yMax, bottom, top),
  };
}

/**
 * Value of a handle: within its limits, on its steps.
 * @param {{min: number, max: number, step: number}} handle the handle
 * @param {number} value wanted value
 * @returns {number} the nearest allowed value; NaN stays NaN
 */
export function snapValue(handle, value) {
  const steps = Math.round(value / handle.step);
  const snapped = Number((steps * handle.step).toPrecision(12));
  return Math.min(handle.max, Math.max(handle.min, snapped));
}

/**
 * Value after a key, or null when the key does nothing.
 * @param {{min: number, max: number, step: number}} handle the handle
 * @param {number} value value now
 * @param {string} key `KeyboardEvent.key`
 * @returns {number|null} the new value
 */
export function valueAfterKey(handle, value, key) {
  switch (key) {
    case "ArrowUp": case "ArrowRight": return snapValue(handle, value + handle.step);
    case "ArrowDown": case "ArrowLeft": return snapValue(handle, value - handle.step);
    case "PageUp": return snapValue(handle, value + 10 * handle.step);
    case "PageDown": return snapValue(handle, value - 10 * handle.step);
    case "Home": return handle.min;
    case "End": return handle.max;
    default: return null;
  }
}

/**
 * Place of a handle with a value. A handle on axis x whose value lies before the first epoch stands a little to the
 * left of the plot; one on axis y never leaves the picture at the top, however far it is dragged.
 * @param {object} handle the handle of the plan
 * @param {number} value its value, which may differ from the plan's while it is dragged
 * @param {ReturnType<typeof plotArea>} area the plot
 * @param {number} xMin first epoch of the axis
 * @returns {{x: number, y: number}} pixels
 */
export function handlePlace(handle, value, area, xMin) {
  if (handle.axis === "x") {
    const position = value + (handle.valueToX ?? 0);
    const x = position < xMin ? Math.max(area.x(position), area.left - BEFORE_PLOT) : Math.min(area.x(position), area.right);
    return { x, y: area.bottom + UNDER_AXIS };
  }
  return { x: Math.min(area.right, Math.max(area.left, area.x(handle.x))), y: Math.max(area.top - 12, area.y(value)) };
}

/**
 * Value of a handle for a place of the pointer.
 * @param {object} handle the handle of the plan
 * @param {number} pixelX pointer, horizontally
 * @param {number} pixelY pointer, vertically
 * @param {ReturnType<typeof plotArea>} area the plot
 * @param {number} xMin first epoch of the axis
 * @returns {number} snapped value
 */
export function valueAtPointer(handle, pixelX, pixelY, area, xMin) {
  if (handle.axis === "x") {
    const shift = handle.valueToX ?? 0;
    if (handle.min + shift < xMin && pixelX < area.left - BEFORE_PLOT / 2) return handle.min;
    const value = snapValue(handle, area.x.invert(Math.max(pixelX, area.left)) - shift);
    return value;
  }
  return snapValue(handle, area.y.invert(pixelY));
}

/**
 * Moves handles on axis y apart sideways when their circles would cover each other, so that each can be taken. The
 * left one of a pair goes left, the right one right, but never out of the picture.
 * @param {{id: string, x: number, y: number}[]} places places of the handles that move up and down
 * @param {number} distance least distance of two centres, in pixels
 * @param {number} left least x
 * @param {number} right greatest x
 * @returns {Map<string, number>} x of each handle by id
 */
export function separateHandles(places, distance, left, right) {
  const sorted = [...places].sort((a, b) => a.x - b.x);
  const result = new Map(sorted.map(place => [place.id, place.x]));
  for (let index = 1; index < sorted.length; index++) {
    const [a, b] = [sorted[index - 1], sorted[index]];
    const gap = result.get(b.id) - result.get(a.id);
    if (Math.hypot(gap, b.y - a.y) >= distance) continue;
    let moveLeft = (distance - gap) / 2;
    let moveRight = moveLeft;
    const overRight = Math.max(0, result.get(b.id) + moveRight - right);
    moveRight -= overRight;
    moveLeft += overRight;
    const overLeft = Math.max(0, left - (result.get(a.id) - moveLeft));
    moveLeft -= overLeft;
    moveRight += overLeft;
    result.set(a.id, result.get(a.id) - moveLeft);
    result.set(b.id, result.get(b.id) + moveRight);
  }
  return result;
}

/**
 * Where the name of a handle stands, relative to the handle. The plan rises to the right, so a name right of its handle
 * stands below the line and one left of it above; the name of a handle under the axis gives way to handles beside it.
 * @param {"x"|"y"} axis axis of the handle
 * @param {{x: number, y: number}} place place of the handle
 * @param {ReturnType<typeof plotArea>} area the plot
 * @param {{x: number, y: number}[]} upright places of the handles on axis y
 * @returns {{anchor: "start"|"end", x: number, y: number}} anchor and offset of the text
 */
export function labelSpot(axis, place, area, upright) {
  const ground = area.bottom - 5;
  if (axis === "x") {
    if (place.x > area.right - 70) return { anchor: "end", x: -10, y: ground - place.y };
    const beside = upright.filter(other => other.y > area.bottom - 20 && Math.abs(other.x - place.x) < 60).map(other => other.x);
    return { anchor: "start", x: Math.max(place.x, area.left, ...beside) + 10 - place.x, y: ground - place.y };
  }
  if (place.x > area.right - 60) {
    const taken = upright.some(other => other.x > place.x && Math.hypot(other.x - place.x, other.y - place.y) < 44);
    return { anchor: "end", x: -10, y: taken || place.y < 18 ? 16 : -7 };
  }
  return place.y + 16 < ground - 12 ? { anchor: "start", x: 9, y: 16 } : { anchor: "start", x: 9, y: Math.min(-7, ground - 14 - place.y) };
}

/**
 * Value of a handle in words, for a screen reader and the bubble beside it.
 * @param {object} handle the handle of the plan
 * @param {number} value its value
 * @returns {string} text such as "0.70 = 70 %" or "2 epochs"
 */
export function valueText(handle, value) {
  if (handle.axis === "x") return Number.isInteger(value) ? formatNoun(value, "epoch") : `${formatNumber(value)} epochs`;
  const whole = Number.isInteger(Math.round(value * 1e4) / 100);
  return `${formatFixed(value, whole ? 2 : 3)} = ${formatPercent(value, whole ? 0 : 1)}`;
}

/**
 * Sentence that says why nothing is pruned although training runs: the target lies below what is already pruned.
 * @param {object|null} preview the preview of the next update
 * @param {object|null} status the status
 * @returns {string} the sentence; empty when nothing waits
 */
export function waitingNote(preview, status) {
  if (!preview || !status || preview.reason !== 1 || !(status.prunable > 0)) return "";
  const achieved = status.pruned / status.prunable;
  if (!(achieved - preview.target > 1.5 / status.prunable)) return "";
  return `pruning waits: ${formatPercent(achieved, 0)} already pruned`;
}

/**
 * Whether two lines of a plan are the same.
 * @param {number[][]} first points
 * @param {number[][]} second points
 * @returns {boolean} true when every coordinate is equal
 */
export function samePoints(first, second) {
  return first.length === second.length && first.every((point, index) => point[0] === second[index][0] && point[1] === second[index][1]);
}

/**
 * Part of a line between two places of the axis, with its ends interpolated.
 * @param {number[][]} points points with rising x
 * @param {number} from first x
 * @param {number} to last x
 * @returns {number[][]} points of the part; empty when it does not reach in
 */
export function clipLine(points, from, to) {
  const part = [];
  const at = (a, b, x) => [x, a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0])];
  for (let index = 0; index < points.length; index++) {
    const point = points[index];
    const before = points[index - 1];
    if (before && before[0] < from && point[0] > from) part.push(at(before, point, from));
    if (before && before[0] < to && point[0] > to) part.push(at(before, point, to));
    if (point[0] >= from && point[0] <= to) part.push(point);
  }
  return part;
}

/**
 * Ticks of the axis of epochs; the first one says what is counted.
 * @param {number} xMin first epoch of the axis
 * @param {number} xMax end of the axis
 * @param {number} width pixels
 * @returns {{value: number, text: string}[]} ticks
 */
export function epochTicks(xMin, xMax, width) {
  const values = niceTicks(xMin, xMax, Math.max(2, Math.floor(width / 48)), true);
  if (values[0] !== xMin) {
    // "epoch 1" is about 40 pixels wide: what stands too near makes way for it.
    while (values.length > 0 && (values[0] - xMin) / (xMax - xMin) * width < 34) values.shift();
    values.unshift(xMin);
  }
  return values.map((value, index) => ({ value, text: index === 0 ? `epoch ${formatCount(value)}` : formatCount(value) }));
}
