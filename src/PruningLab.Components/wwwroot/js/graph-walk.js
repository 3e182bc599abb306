// Walking between the units of the graph with the arrow keys. Pure.

/** How much a step aside counts against a step ahead. */
const ASIDE = 3;

/**
 * The unit next to one in a direction: first within the block (its column, its lanes, its image), then up and down in the block
 * above or below, left and right at the same height of the next column.
 * @param {import("./graph-painter.js").GraphView} picture @param {{block: string, unit: number}|null} from
 * @param {"up"|"down"|"left"|"right"} direction
 * @returns {{block: string, unit: number}}
 */
export function neighbour(picture, from, direction) {
  const { layout } = picture;
  if (!from) return { block: layout.blocks[0].id, unit: picture.unitOf(layout.blocks[0], 0) };
  const block = layout.find(from.block);
  const x = picture.xs[block.id][from.unit];
  const y = picture.ys[block.id][from.unit];
  const step = direction === "up" || direction === "left" ? -1 : 1;
  const nearest = (blocks, distanceTo) => {
    let best = null;
    let least = Infinity;
    for (const other of blocks) {
      const [xs, ys] = [picture.xs[other.id], picture.ys[other.id]];
      for (let unit = 0; unit < other.count; unit++) {
        const distance = distanceTo(xs[unit] - x, ys[unit] - y);
        if (distance < least) {
          least = distance;
          best = { block: other.id, unit };
        }
      }
    }
    return best;
  };
  if (direction === "up" || direction === "down") {
    const ahead = (dx, dy) => (dy * step > 1e-3 ? dy * step + ASIDE * Math.abs(dx) : Infinity);
    return nearest([block], ahead) ?? nearest(layout.blocks.filter((b) => b.column === block.column), ahead) ?? from;
  }
  const row = (block.spacing * picture.zoom) / 2;
  return nearest([block], (dx, dy) => (dx * step > 1e-3 && Math.abs(dy) < row ? dx * step : Infinity))
    ?? nearest(layout.blocks.filter((b) => b.column === block.column + step), (dx, dy) => ASIDE * Math.abs(dy) + Math.abs(dx)) ?? from;
}
