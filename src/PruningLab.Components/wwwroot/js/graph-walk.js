// Walking between the units of the graph with the arrow keys. Pure.

/**
 * The unit next to one in a direction: up and down within the block (and on into the block above or below), left and right
 * to the nearest unit of the next column.
 * @param {import("./graph-painter.js").GraphView} picture @param {{block: string, unit: number}|null} from
 * @param {"up"|"down"|"left"|"right"} direction
 * @returns {{block: string, unit: number}}
 */
export function neighbour(picture, from, direction) {
  const { layout } = picture;
  if (!from) return { block: layout.blocks[0].id, unit: picture.unitOf(layout.blocks[0], 0) };
  const block = layout.find(from.block);
  const y = picture.ys[block.id][from.unit];
  const step = direction === "up" || direction === "left" ? -1 : 1;
  const nearest = (blocks, allowed) => {
    let best = from;
    let least = Infinity;
    for (const other of blocks) {
      picture.ys[other.id].forEach((place, unit) => {
        const distance = Math.abs(place - y);
        if (distance < least && allowed(place)) {
          least = distance;
          best = { block: other.id, unit };
        }
      });
    }
    return best;
  };
  if (direction === "up" || direction === "down") {
    return nearest(layout.blocks.filter((b) => b.column === block.column), (place) => (place - y) * step > 1e-3);
  }
  return nearest(layout.blocks.filter((b) => b.column === block.column + step), () => true);
}
