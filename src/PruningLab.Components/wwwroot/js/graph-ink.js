// How many lines the space between two columns bears. Pure.

/**
 * Ink of the picture: lines that may be wholly dark. Lines between close columns are steep and cover more of what lies between
 * them, so they get less of it.
 * @param {import("./graph-model.js").GraphModel} model @param {{find: (id: string) => object, height: number}} layout
 * @param {number} share fully dark lines per pixel of height
 * @returns {{ofPart: (part: object) => number, all: number}} of one part's space; all: of all spaces together, where that of a
 * layer and its output counts as one
 */
export function inkOf(model, layout, share) {
  const ink = share * layout.height;
  const room = (part) => {
    const [from, to] = [layout.find(part.from), layout.find(part.to)];
    if (!from || !to) return 1;
    const gap = Math.max(1, Math.abs(to.x - from.x));
    return Math.min(1, ((1.3 * gap) / Math.hypot(gap, layout.height / 3)) ** 1.5);
  };
  const { parts } = model;
  const spaces = new Set(parts.map((part) => part.to)).size / 2;
  const mean = parts.reduce((sum, part) => sum + room(part), 0) / Math.max(1, parts.length);
  return { ofPart: (part) => ink * room(part), all: ink * mean * Math.max(1, spaces) };
}
