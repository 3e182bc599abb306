// Where the units of the network graph stand. Pure: used by the painter in the worker and by the tests.
//
// A recurrent layer reads its inputs and its own former state side by side, so both stand in one column: the inputs above,
// the layer's units of the step before (t − 1) below them. Every edge then runs from its true source to its true target and
// crosses no column in between. The same rule serves stacks of layers: the (t − 1) copy of a group stands under the group
// that feeds it.

const TITLE = 18;
const TOP = 14;
const BOTTOM = 28;

/**
 * @typedef {object} Block one column of equal units
 * @property {string} id group id, with "-1" after it for the (t − 1) copy
 * @property {string} group @property {"" | "t − 1" | "t"} phase @property {string} title
 * @property {number} count @property {string[]} names @property {number} column
 * @property {number} x @property {number} y0 centre of the first unit @property {number} spacing
 * @property {number} radius @property {"left"|"right"|""} labels side of the names
 * @property {number} labelWidth room for a name @property {number} titleX @property {number} titleY
 * @property {"center"|"right"} titleAlign
 */

/** The groups' blocks by column, without places. */
function columnsOf(topology) {
  const recurrent = new Set(topology.parameters.filter((p) => p.from === p.to).map((p) => p.to));
  const columns = topology.groups.map((group) => [{
    id: group.id, group: group.id, phase: recurrent.has(group.id) ? "t" : "", count: group.count, names: group.names ?? [],
    title: recurrent.has(group.id) ? `${group.title} (t)` : group.title,
  }]);
  topology.groups.forEach((group, k) => {
    if (!recurrent.has(group.id)) return;
    const former = { ...columns[k][0], id: `${group.id}-1`, phase: "t − 1", title: `${group.title} (t − 1)`, names: [] };
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

/**
 * Places all units.
 * @param {object} topology as in docs/wire-format.md.
 * @param {number} width in CSS pixels. @param {number} height in CSS pixels.
 * @param {(text: string) => number} [measure] width of a name in pixels.
 * @returns {{blocks: Block[], width: number, height: number, find: (id: string) => Block}}
 */
export function layoutGraph(topology, width, height, measure = (text) => 7 * text.length) {
  const columns = columnsOf(topology);
  const last = columns.length - 1;
  const room = Math.min(104, width * 0.17);
  const nameWidth = (column) => Math.min(room, Math.max(14, ...column.flatMap((b) => b.names.map(measure))));
  const titleHalf = Math.max(...columns[last].map((b) => measure(b.title))) / 2;
  const left = 12 + Math.max(nameWidth(columns[0]) + 12, Math.min(room, 40));
  const right = width - 12 - Math.max(nameWidth(columns[last]) + 16, titleHalf);
  // The column before the output gets more room than the way to the output.
  const ways = columns.slice(1).map((column, k) => (columns[k].length > 1 || columns[k + 1].length > 1 ? 1 : 0.5));
  const sum = ways.reduce((a, b) => a + b, 0) || 1;
  const blocks = [];
  let x = last === 0 ? width / 2 : left;
  columns.forEach((column, k) => {
    if (k > 0) x += ((right - left) * ways[k - 1]) / sum;
    const usable = height - TOP - BOTTOM - (column.length - 1) * (TITLE + 16);
    let top = TOP;
    shares(column, usable).forEach((share, n) => {
      const block = column[n];
      const inner = column.length > 1 && n < column.length - 1;
      const most = block.names.length ? 90 : 60;
      const spacing = block.count > 1 ? Math.min(most, (share - 14) / (block.count - 1)) : 0;
      const span = spacing * (block.count - 1);
      const y0 = inner ? top + 7 : top + (share - span) / 2;
      const radius = radiusFor(block.count > 1 ? spacing : most, block.names.length > 0);
      const labels = block.names.length ? (k === last ? "right" : k === 0 ? "left" : "") : "";
      blocks.push({
        ...block, column: k, x, y0, spacing, radius, labels, labelWidth: room,
        titleX: inner ? x + radius : x, titleY: inner ? y0 + span + radius + 15 : height - 9,
        titleAlign: inner ? "right" : "center",
      });
      top += (inner ? span + 14 : share) + TITLE + 16;
    });
  });
  stretchLower(blocks, height);
  keepTitlesInside(blocks, width, measure);
  return { blocks, width, height, find: (id) => blocks.find((block) => block.id === id) };
}

/** Room that an upper block left unused goes to the block under it. */
function stretchLower(blocks, height) {
  for (const block of blocks) {
    const above = blocks.find((b) => b.column === block.column && b !== block && b.titleAlign === "right");
    if (!above || block.titleAlign === "right") continue;
    const top = above.titleY + 22;
    const room = height - BOTTOM - top - 7;
    block.spacing = block.count > 1 ? Math.min(60, room / (block.count - 1)) : 0;
    block.y0 = top + (room - block.spacing * (block.count - 1)) / 2;
    block.radius = radiusFor(block.count > 1 ? block.spacing : 40, false);
  }
}

function keepTitlesInside(blocks, width, measure) {
  for (const block of blocks) {
    if (block.titleAlign !== "center") continue;
    const half = 0.56 * measure(block.title) + 6; // titles are bold
    block.titleX = Math.min(Math.max(block.x, half), Math.max(half, width - half));
  }
}

/** @param {number} spacing pixels between units. @param {boolean} named @returns {number} radius of a unit's dot. */
export function radiusFor(spacing, named) {
  return Math.min(named ? 6.5 : 5.5, Math.max(0.8, spacing * 0.4));
}

/** @param {Block} block @param {number} slot place within the block. @returns {number} y of the unit there. */
export const slotY = (block, slot) => block.y0 + slot * block.spacing;

/**
 * The unit nearest to a point, or null if none is within reach.
 * @param {{blocks: Block[]}} layout @param {number} x @param {number} y in layout pixels. @param {number} reach
 * @param {number} [zoom] @returns {{block: Block, slot: number}|null}
 */
export function unitAt(layout, x, y, reach, zoom = 1) {
  let best = null;
  let least = Infinity;
  for (const block of layout.blocks) {
    const slot = block.spacing ? Math.round((y - block.y0) / block.spacing) : 0;
    if (slot < 0 || slot >= block.count) continue;
    const distance = Math.hypot(x - block.x, y - slotY(block, slot));
    if (distance <= reach / zoom + block.radius && distance < least) {
      least = distance;
      best = { block, slot };
    }
  }
  return best;
}

/** @param {string} text @param {number} room @param {(text: string) => number} measure @returns {string} with … if cut. */
export function ellipsis(text, room, measure) {
  if (measure(text) <= room) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${text.slice(0, middle)}…`) <= room) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low)}…`;
}
