// Where the units of the network graph stand. Pure: used by the painter in the worker and by the tests.
//
// Groups are columns from left to right. A recurrent layer reads its inputs and its own former state side by side, so both
// stand in one column: the inputs above, the layer's units of the step before (t − 1) below them. Every edge then runs from
// its true source to its true target and crosses no column in between. The same rule serves stacks of layers: the (t − 1)
// copy of a group stands under the group that feeds it.
import { isImage, shapeOf } from "./graph-shape.js";
import { TITLE_ROW, placeTitles } from "./graph-titles.js";

const TOP = 12;
const EDGE = 8;
/** Room of a title above its block, and between the blocks of a column. */
const ABOVE = 20;
const BETWEEN = 24;
/** "open, row 2 of 3", a value of a patch or of a window. */
const ROW = /, row (\d+) of \d+$/;

/**
 * @typedef {object} Block a group's units, at one step of time
 * @property {string} id group id, with "-1" after it for the (t − 1) copy
 * @property {string} group @property {"" | "t − 1" | "t"} phase @property {string} title as drawn @property {string} fullTitle
 * @property {number} count @property {string[]} names @property {number} column
 * @property {Float32Array} xs @property {Float32Array} ys centre of each slot
 * @property {number} x centre @property {number} left @property {number} right @property {number} top @property {number} bottom
 * @property {boolean} image @property {number} lanes @property {number} spacing @property {number} laneStep @property {number} radius
 * @property {{first: number, end: number, top: number, bottom: number}[]} sections @property {string} sectionTitle
 * @property {"left"|"right"|""} labels side of the names @property {string[]} texts names as drawn @property {number} labelWidth room for a name
 * @property {number} titleX @property {number} titleY @property {number} titleRow @property {boolean} above title on top of the block
 */

/** The groups' blocks by column, without places. */
function columnsOf({ groups, parameters }) {
  const recurrent = new Set(parameters.filter((p) => p.from === p.to).map((p) => p.to));
  const fed = new Set(parameters.map((p) => p.to));
  const columns = groups.map((group, k) => [{
    id: group.id, group: group.id, phase: recurrent.has(group.id) ? "t" : "", count: group.count, names: group.names ?? [],
    sections: group.sections ?? 1, sectionTitle: group.sectionTitle ?? "", image: isImage(group.count, k === 0 && !fed.has(group.id)),
    title: recurrent.has(group.id) ? `${group.title} (t)` : group.title,
  }]);
  groups.forEach((group, k) => {
    if (!recurrent.has(group.id)) return;
    const former = { ...columns[k][0], id: `${group.id}-1`, phase: "t − 1", title: `${group.title} (t − 1)`, names: [], image: false };
    if (k > 0) columns[k - 1].push(former);
    else columns.unshift([former]);
  });
  return columns;
}

/** Heights of the blocks of a column: each gets what it needs, small ones at least room for their names. */
function shares(blocks, height) {
  if (blocks.length === 1) return [height];
  const wanted = blocks.map((b) => Math.max(b.names.length ? Math.min(b.count * 16 + 14, height * 0.42) : 0, height * 0.12));
  const open = blocks.filter((b) => !b.names.length);
  const fixed = blocks.reduce((sum, b, k) => sum + (b.names.length ? wanted[k] : 0), 0);
  const units = open.reduce((sum, b) => sum + b.count, 0);
  return blocks.map((b, k) => (b.names.length ? (open.length ? wanted[k] : height / blocks.length)
    : Math.max(wanted[k], ((height - fixed) * b.count) / units)));
}

/** Blocks of one column with their shapes, from top to bottom, at x = 0. */
function stack(column, k, width, height, bottomRoom) {
  const heading = column.length > 1;
  const bottom = height - bottomRoom;
  let top = TOP;
  const usable = bottom - TOP - (column.length - 1) * (ABOVE + BETWEEN);
  const heights = shares(column, usable);
  return column.map((block, n) => {
    const above = heading && n < column.length - 1;
    if (above) top += ABOVE;
    const room = above ? heights[n] : bottom - top;
    const named = block.names.length > 0;
    const inset = Math.min(7, room / 4);
    const shape = shapeOf({ ...block, named }, width(block), Math.max(1, room - 2 * inset));
    const y0 = above ? top + inset : top + (room - shape.height) / 2;
    top = above ? y0 + shape.height + inset + BETWEEN - ABOVE / 2 : bottom;
    return { ...block, ...shape, column: k, above, y0 };
  });
}

function sideOf(block, column, last) {
  if (!block.names.length || block.lanes > 1) return "";
  return column === last ? "right" : column === 0 ? "left" : "";
}

/** Names as they are drawn: where one is too long, all go without the words around a row's number. */
const drawnNames = (names, room, measure) => (names.some((name) => measure(name) > room) ? names.map((name) => name.replace(ROW, " $1")) : names);

function arrange(topology, width, height, measure, titleRows) {
  const columns = columnsOf(topology);
  const last = columns.length - 1;
  const room = Math.min(104, width * (last > 8 ? 0.1 : 0.17));
  const pitch = width / (columns.length + 1);
  const allowed = (block) => (block.image ? Math.min(0.3 * width, 1.6 * pitch) : Math.min(90, 0.42 * pitch));
  const stacks = columns.map((column, k) => stack(column, k, allowed, height, EDGE + 9 + TITLE_ROW * titleRows));
  for (const block of stacks.flat()) block.radius = Math.min(block.radius, Math.max(0.8, 0.2 * pitch));
  const textsOf = (block) => drawnNames(block.names, room, measure);
  const nameWidth = (k) => Math.min(room, Math.max(0, ...stacks[k].filter((b) => sideOf(b, k, last)).flatMap((b) => textsOf(b).map(measure))));
  const half = (k) => Math.max(...stacks[k].map((b) => b.width)) / 2;
  const margin = (k) => 12 + half(k) + Math.max(nameWidth(k) + (nameWidth(k) ? 14 : 0), Math.min(room, 14));
  const titleHalf = last > 5 ? 0 : Math.max(...stacks[last].map((b) => measure(b.title))) / 2;
  const left = margin(0);
  const right = width - Math.max(margin(last), 12 + titleHalf);
  // The column before the output gets more room than the way to the output.
  const ways = stacks.slice(1).map((column, k) => (stacks[k].length > 1 || stacks[k + 1].length > 1 ? 1 : 0.5));
  const sum = ways.reduce((a, b) => a + b, 0) || 1;
  const halves = ways.map((_, k) => half(k) + half(k + 1));
  const free = right - left - halves.reduce((a, b) => a + b, 0);
  const blocks = [];
  let x = last === 0 ? width / 2 : left;
  stacks.forEach((column, k) => {
    if (k > 0) x += halves[k - 1] + Math.max(8, (free * ways[k - 1]) / sum);
    for (const { y0, ...block } of column) {
      const x0 = x - block.width / 2;
      blocks.push({
        ...block, x, xs: block.xs.map((dx) => dx + x0), ys: block.ys.map((dy) => dy + y0),
        sections: block.sections.map((s) => ({ ...s, top: s.top + y0, bottom: s.bottom + y0 })),
        left: x0 - block.radius, right: x0 + block.width + block.radius, top: y0 - block.radius, bottom: y0 + block.height + block.radius,
        labels: sideOf(block, k, last), texts: textsOf(block), labelWidth: room, fullTitle: block.title, titleX: x, titleY: y0 - block.radius - 8, titleRow: 0,
      });
    }
  });
  return blocks;
}

/**
 * Places all units.
 * @param {object} topology as in docs/wire-format.md.
 * @param {number} width in CSS pixels. @param {number} height in CSS pixels.
 * @param {(text: string) => number} [measure] width of a name in pixels.
 * @returns {{blocks: Block[], titleRows: number, width: number, height: number, find: (id: string) => Block}}
 */
export function layoutGraph(topology, width, height, measure = (text) => 7 * text.length) {
  let blocks = arrange(topology, width, height, measure, 1);
  let titles = placeTitles(blocks.filter((b) => !b.above), width, measure);
  if (titles.rows > 1) {
    blocks = arrange(topology, width, height, measure, titles.rows);
    titles = placeTitles(blocks.filter((b) => !b.above), width, measure);
  }
  blocks.filter((b) => !b.above).forEach((block, k) => {
    const { x, row, text } = titles.places[k];
    Object.assign(block, { title: text, titleX: x, titleRow: row, titleY: height - EDGE - (titles.rows - 1 - row) * TITLE_ROW });
  });
  for (const block of blocks.filter((b) => b.above)) {
    const half = 0.56 * measure(block.title) + 4;
    block.titleX = Math.min(Math.max(block.x, half), Math.max(half, width - half));
  }
  const byId = new Map(blocks.map((block) => [block.id, block]));
  return { blocks, titleRows: titles.rows, width, height, find: (id) => byId.get(id) };
}

/** @param {Block} block @param {number} slot place within the block. @returns {number} y of the unit there. */
export const slotY = (block, slot) => block.ys[slot];

/** @param {Block} block @param {number} slot place within the block. @returns {number} x of the unit there. */
export const slotX = (block, slot) => block.xs[slot];

/**
 * The unit nearest to a point, or null if none is within reach.
 * @param {{blocks: Block[]}} layout @param {number} x @param {number} y in layout pixels. @param {number} reach
 * @param {number} [zoom] @returns {{block: Block, slot: number}|null}
 */
export function unitAt(layout, x, y, reach, zoom = 1) {
  let best = null;
  let least = Infinity;
  for (const block of layout.blocks) {
    const far = reach / zoom;
    if (x < block.left - far || x > block.right + far || y < block.top - far || y > block.bottom + far) continue;
    for (let slot = 0; slot < block.count; slot++) {
      const distance = Math.hypot(x - block.xs[slot], y - block.ys[slot]);
      if (distance <= far + block.radius && distance < least) {
        least = distance;
        best = { block, slot };
      }
    }
  }
  return best;
}

/**
 * The section (attention head) whose label is at a point, or null.
 * @param {{blocks: Block[]}} layout @param {number} x @param {number} y in layout pixels.
 * @returns {{block: Block, section: number}|null}
 */
export function sectionAt(layout, x, y) {
  for (const block of layout.blocks) {
    if (x > block.left || x < block.left - SECTION_LABEL) continue;
    const section = block.sections.findIndex((s) => y >= s.top - block.radius && y <= s.bottom + block.radius);
    if (section >= 0) return { block, section };
  }
  return null;
}

/** Width of the strip at the left of a block in which its sections' labels stand, in pixels. */
export const SECTION_LABEL = 13;
