// How large the maps are and where they stand in the strip. Depends on the network and the panel alone, so nothing moves while
// a run goes on. Pure.
import { mapSize } from "./heatmap-cells.js";

/** Pixels between maps of one matrix and between matrices. */
export const MAP_GAP = 6;
export const MATRIX_GAP = 18;
/** Least width of a map. */
const LEAST = 54;
/** Widest that a name, or a name with its numbers, makes a matrix. */
const NAME = 172;
const LABEL = 380;
/** Where there is room, maps grow so much wider than their weights ask for, but no cell wider than CELL; where it lacks a little,
 * they shrink before the strip scrolls. */
const GROWTH = 5;
const SHRINK = 0.62;
const CELL = 30;
/** Height of the strip's scroll bar. */
export const SCROLL_BAR = 9;

/**
 * Sizes of all maps.
 * @param {{maps: number, rows: number, columns: number, name: number, label: number}[]} matrices maps: how many; rows and columns
 * of each; name: width of the matrix's name, or of its numbers under it, in pixels; label: of both on one line
 * @param {number} width of the strip @param {number} height for the maps, in CSS pixels @param {number} ratio device pixels per
 * CSS pixel
 * @returns {{scrolls: boolean, matrices: {x: number, width: number, size: ReturnType<typeof mapSize>}[]}} x: left edge in the strip
 */
export function placeMaps(matrices, width, height, ratio) {
  const natural = matrices.map((m) => mapSize(m.rows, m.columns, height, ratio, LEAST));
  const scaled = (factor) => line(matrices, natural.map((size, k) => {
    const alone = matrices[k].maps === 1 ? Math.min(NAME, matrices[k].name) : 0; // one map under a long name takes its room
    return resized(size, matrices[k].columns, Math.max(Math.min(LEAST, size.width), alone, factor * size.width), ratio);
  }), (m) => Math.min(NAME, m.name));
  const total = (placed) => (placed.length ? placed.at(-1).x + placed.at(-1).width : 0);
  let best = scaled(SHRINK);
  if (total(best) > width) {
    const low = Math.max(10, height - SCROLL_BAR);
    const room = (m) => (m.maps > 1 ? Math.min(LABEL, m.label) : Math.min(NAME, m.name));
    return { scrolls: true, matrices: line(matrices, matrices.map((m) => {
      const size = mapSize(m.rows, m.columns, low, ratio, LEAST);
      return resized(size, m.columns, Math.max(size.width, (room(m) - (m.maps - 1) * MAP_GAP) / m.maps), ratio);
    }), room) };
  }
  let [low, high] = [SHRINK, GROWTH];
  for (let turn = 0; turn < 14; turn++) {
    const factor = (low + high) / 2;
    const tried = scaled(factor);
    if (total(tried) <= width) {
      best = tried;
      low = factor;
    } else {
      high = factor;
    }
  }
  return { scrolls: false, matrices: best };
}

function line(matrices, sizes, room) {
  let x = 0;
  return matrices.map((matrix, k) => {
    const width = Math.max(matrix.maps * sizes[k].width + (matrix.maps - 1) * MAP_GAP, room(matrix));
    const placed = { x, width, size: sizes[k] };
    x += width + MATRIX_GAP;
    return placed;
  });
}

/** A size of another width; whole device pixels for each cell where that loses little. */
function resized(size, columns, wanted, ratio) {
  const limited = Math.min(wanted, Math.max(size.width, CELL * columns));
  const cell = (limited * ratio) / columns;
  const whole = Math.floor(cell);
  const width = whole >= 1 && whole / cell > 0.85 ? (whole * columns) / ratio : limited;
  return { ...size, width, cellColumns: Math.min(columns, Math.max(1, Math.round(width * ratio))) };
}

/**
 * The part of a matrix that belongs to one section (attention head): rows when the section's units receive, columns when they
 * send. Each gate has its own rows.
 * @param {object} parameter of the topology @param {object[]} groups of the topology @param {number} gate
 * @param {number} section -1: all of them
 * @returns {{row: number, rows: number, column: number, columns: number}} first row and column within the matrix
 */
export function mapRange(parameter, groups, gate, section) {
  const rows = parameter.rows / (parameter.gates.length || 1);
  const range = { row: gate * rows, rows, column: 0, columns: parameter.columns };
  if (section < 0) return range;
  const sectionsOf = (id) => groups.find((group) => group.id === id)?.sections ?? 1;
  const [to, from] = [sectionsOf(parameter.to), sectionsOf(parameter.from)];
  if (to > 1 && section < to) {
    range.rows = rows / to;
    range.row += section * range.rows;
  } else if (from > 1 && section < from) {
    range.columns = parameter.columns / from;
    range.column = section * range.columns;
  }
  return range;
}
