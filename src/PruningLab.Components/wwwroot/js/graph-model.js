// The edges of the network graph. An edge joins two units and bundles the weights of all gates, or shows one gate.
// Pure: used by the painter in the worker and by the tests.

/** Steps of opacity of living edges, weakest first. */
export const LEVELS = 24;

/**
 * An edge that lost all its weights is plainly red; one that lost some of its gates has only a tint, so that what still
 * lives keeps its colour and the lost edges stand out.
 * @param {number} share of an edge's weights that are pruned @returns {number} share of the full red opacity.
 */
export const redShare = (share) => (share >= 1 ? 1 : 0.03 + 0.22 * share ** 1.5);

/** Opacity of the darkest edge, and the share of the mean opacity that even the weakest edge gets. */
export const DARKEST = 0.92;
const VEIL = 0.45;

const BINS = 2048;

/** A fixed scatter of edge numbers in [0, 1), so that a choice among equals favours no unit. */
export const scatter = (edge) => (Math.imul(edge + 1, 0x9e3779b1) >>> 0) / 4294967296;

/**
 * Edges of one network: edge = part.base + unit · columns + column.
 * `dead` counts an edge's pruned weights, `strength` is its strongest living weight (signed), `last` the batch + 1 of its
 * latest death; `gate` is -1 for all gates together or the number of the gate shown.
 */
export class GraphModel {
  /** @param {object} topology as in docs/wire-format.md. */
  constructor(topology) {
    this.topology = topology;
    this.gate = -1;
    this.total = 0;
    this.parts = topology.parameters.map((parameter) => {
      const gates = parameter.gates.length || 1;
      const units = parameter.rows / gates;
      const part = {
        parameter, gates, units, columns: parameter.columns, base: this.total,
        stride: units * parameter.columns, // from a gate's weight to the next gate's
        redInk: 0.5, from: parameter.from === parameter.to ? `${parameter.from}-1` : parameter.from, to: parameter.to,
      };
      this.total += part.stride;
      return part;
    });
    this.dead = new Uint8Array(this.total);
    this.strength = new Float32Array(this.total);
    this.last = new Uint32Array(this.total);
    this.level = new Uint8Array(this.total);
  }

  /** @param {object} part @returns {[number, number]} first gate shown and the gate after the last. */
  gatesShown(part) {
    return this.gate < 0 || part.gates === 1 ? [0, part.gates] : [this.gate, this.gate + 1];
  }

  /** @param {object} part @returns {number} weights that one edge of the part stands for. */
  weightsPerEdge(part) {
    const [first, end] = this.gatesShown(part);
    return end - first;
  }

  /** @param {number} edge @returns {object} the part it belongs to. */
  partOf(edge) {
    let k = this.parts.length - 1;
    while (this.parts[k].base > edge) k--;
    return this.parts[k];
  }

  /** @param {number} edge @returns {{part: object, unit: number, column: number, flat: number[]}} flat weights shown. */
  describe(edge) {
    const part = this.partOf(edge);
    const cell = edge - part.base;
    const [first, end] = this.gatesShown(part);
    const flat = [];
    for (let g = first; g < end; g++) flat.push(part.parameter.offset + g * part.stride + cell);
    return { part, unit: Math.floor(cell / part.columns), column: cell % part.columns, flat };
  }

  /** @param {number} flat weight. @returns {number} its edge; -1 if its gate is not shown. */
  edgeOf(flat) {
    for (let k = this.parts.length - 1; k >= 0; k--) {
      const part = this.parts[k];
      const inside = flat - part.parameter.offset;
      if (inside < 0 || inside >= part.gates * part.stride) continue;
      const gate = Math.floor(inside / part.stride);
      const [first, end] = this.gatesShown(part);
      return gate >= first && gate < end ? part.base + (inside % part.stride) : -1;
    }
    return -1;
  }

  /** Reads strength and mask of all edges from the store. @param {object} store a RunStore. */
  refresh(store) {
    const { weights, dead } = store;
    for (const part of this.parts) {
      const [first, end] = this.gatesShown(part);
      for (let cell = 0; cell < part.stride; cell++) {
        let count = 0;
        let last = 0;
        let strongest = 0;
        for (let g = first; g < end; g++) {
          const flat = part.parameter.offset + g * part.stride + cell;
          if (dead[flat]) {
            count++;
            if (dead[flat] > last) last = dead[flat];
          } else if (Math.abs(weights[flat]) > Math.abs(strongest)) {
            strongest = weights[flat];
          }
        }
        const edge = part.base + cell;
        this.dead[edge] = count;
        this.last[edge] = last;
        this.strength[edge] = strongest;
      }
    }
  }

  /** Reads one edge's mask from the store. @param {object} store @param {number} edge */
  refreshMask(store, edge) {
    let count = 0;
    let last = 0;
    for (const flat of this.describe(edge).flat) {
      if (store.dead[flat]) count++;
      last = Math.max(last, store.dead[flat]);
    }
    this.dead[edge] = count;
    this.last[edge] = last;
  }

  /**
   * Chooses what to draw: the strongest living and the latest pruned edges of each matrix; small matrices come whole.
   * Opacity follows the rank of |w| within its matrix, so steeply that the picture holds a given amount of ink.
   * @param {"all"|"alive"|"pruned"} filter @param {number} limit most edges, Infinity for all.
   * @param {number} [ink] how many fully dark lines the space between two columns bears.
   * @returns {{living: Uint32Array, red: Uint32Array, drawn: number, flooded: boolean}} living: edges to draw dark, weakest
   * first; red: edges to draw red; drawn: edges in at least one of them; flooded: too many red ones to see through. Sets `level` of the living ones and each part's `redInk`, the
   * opacity of a wholly pruned edge.
   */
  select(filter, limit, ink = 100) {
    const quotas = quotasOf(this.parts, limit);
    const flags = new Uint8Array(this.total);
    const starts = new Uint32Array(LEVELS + 1);
    let reds = 0;
    let drawn = 0;
    let flooded = false;
    this.parts.forEach((part, k) => {
      let redLoad = 0;
      const chosen = this.#choose(part, filter, quotas[k]);
      const beside = this.parts.reduce((sum, other) => sum + (other.to === part.to ? Math.sqrt(other.stride) : 0), 0);
      const count = chosen.livingLimit;
      const share = (ink * Math.sqrt(part.stride)) / beside;
      const steep = steepness(count, share);
      const size = this.weightsPerEdge(part);
      let below = 0;
      const tops = Uint8Array.from(chosen.histogram, (entries, bin) => {
        const rank = bin < chosen.strong.bin ? 0 : (below + entries / 2) / Math.max(1, count);
        if (bin >= chosen.strong.bin) below += bin === chosen.strong.bin ? entries * chosen.strong.share : entries;
        return Math.min(LEVELS - 1, LEVELS * Math.min(1, rank) ** (steep / 2) | 0);
      });
      for (let edge = part.base; edge < part.base + part.stride; edge++) {
        const flag = chosen.flag(edge);
        if (!flag) continue;
        flags[edge] = flag;
        drawn++;
        if (flag & 1) {
          this.level[edge] = tops[chosen.bin(edge)];
          starts[this.level[edge] + 1]++;
        }
        if (flag & 2) {
          reds++;
          redLoad += redShare(this.dead[edge] / size);
        }
      }
      const wanted = (0.9 * share) / Math.max(1, redLoad);
      part.redInk = Math.min(0.85, Math.max(0.025, wanted));
      flooded ||= wanted < 0.025;
    });
    for (let k = 0; k < LEVELS; k++) starts[k + 1] += starts[k];
    const living = new Uint32Array(starts[LEVELS]);
    const red = new Uint32Array(reds);
    reds = 0;
    for (let edge = 0; edge < this.total; edge++) {
      if (flags[edge] & 1) living[starts[this.level[edge]]++] = edge;
      if (flags[edge] & 2) red[reds++] = edge;
    }
    return { living, red, drawn, flooded };
  }

  /** Decides for one part: flag(edge) is 1 to draw it dark, 2 red, 3 both. */
  #choose(part, filter, limit) {
    const { dead, strength, last } = this;
    const size = this.weightsPerEdge(part);
    const end = part.base + part.stride;
    let living = 0;
    let red = 0;
    let greatest = 0;
    let latest = 0;
    for (let edge = part.base; edge < end; edge++) {
      if (dead[edge] < size) {
        living++;
        greatest = Math.max(greatest, Math.abs(strength[edge]));
      }
      if (dead[edge]) {
        red++;
        latest = Math.max(latest, last[edge]);
      }
    }
    if (filter === "alive") red = 0;
    if (filter === "pruned") living = 0;
    const all = limit >= part.stride;
    const redLimit = all ? red : Math.min(red, Math.max(limit - living, Math.round(limit * 0.4)));
    const livingLimit = all ? living : Math.min(living, limit - redLimit);
    const scale = greatest > 0 ? (BINS - 1) / greatest : 0;
    const bin = (edge) => Math.abs(strength[edge]) * scale | 0;
    const histogram = new Uint32Array(BINS);
    if (living) for (let edge = part.base; edge < end; edge++) if (dead[edge] < size) histogram[bin(edge)]++;
    const strong = cut(histogram, livingLimit, living);
    let recent = { bin: 0, share: 1 };
    if (red > redLimit) {
      const byBatch = new Uint32Array(latest + 1);
      for (let edge = part.base; edge < end; edge++) if (dead[edge]) byBatch[last[edge]]++;
      recent = cut(byBatch, redLimit, red);
    }
    const above = (value, edge, { bin: least, share }) => value > least || (value === least && scatter(edge) < share);
    return {
      livingLimit, histogram, strong, bin,
      flag(edge) {
        const dark = living > 0 && dead[edge] < size;
        const pruned = red > 0 && dead[edge] > 0;
        return (dark && above(bin(edge), edge, strong)) || (pruned && above(last[edge], edge, recent)) ? dark | (pruned << 1) : 0;
      },
    };
  }

  /**
   * The weights of one unit, alive and pruned.
   * @param {string} block block id of the layout. @param {number} unit
   * @returns {{in: {alive: number, pruned: number}, out: {alive: number, pruned: number}, edges: number[]}}
   */
  degree(block, unit) {
    const result = { in: { alive: 0, pruned: 0 }, out: { alive: 0, pruned: 0 }, edges: [] };
    const add = (side, part, edge) => {
      result.edges.push(edge);
      side.pruned += this.dead[edge];
      side.alive += this.weightsPerEdge(part) - this.dead[edge];
    };
    for (const part of this.parts) {
      if (part.to === block) {
        for (let c = 0; c < part.columns; c++) add(result.in, part, part.base + unit * part.columns + c);
      }
      if (part.from === block) {
        for (let u = 0; u < part.units; u++) add(result.out, part, part.base + u * part.columns + unit);
      }
    }
    return result;
  }

  /**
   * Slots of a group's units by their output weight, greatest first, so that units of one effect stand together.
   * @param {object} store a RunStore. @param {string} group @returns {Uint32Array|null} slot of each unit; null if it
   * feeds nothing but itself.
   */
  orderByOutput(store, group) {
    const part = this.parts.find((p) => p.from === group && p.to !== group);
    if (!part) return null;
    const effect = Float32Array.from({ length: part.columns }, (_, column) => {
      let strongest = 0;
      for (let row = 0; row < part.parameter.rows; row++) {
        const w = store.weights[part.parameter.offset + row * part.columns + column];
        if (Math.abs(w) > Math.abs(strongest)) strongest = w;
      }
      return strongest;
    });
    const units = Array.from(effect.keys()).sort((a, b) => effect[b] - effect[a] || a - b);
    const slots = new Uint32Array(part.columns);
    units.forEach((unit, slot) => { slots[unit] = slot; });
    return slots;
  }
}

/** The bin from which the highest `limit` of `total` entries begin, and the share of that bin that belongs to them. */
function cut(histogram, limit, total) {
  if (limit >= total) return { bin: 0, share: 1 };
  let left = limit;
  for (let bin = histogram.length - 1; bin >= 0; bin--) {
    if (histogram[bin] >= left) return { bin, share: histogram[bin] ? left / histogram[bin] : 0 };
    left -= histogram[bin];
  }
  return { bin: 0, share: 1 };
}

/** Splits a limit: small parts come whole, the others share what is left. */
function quotasOf(parts, limit) {
  const quotas = new Array(parts.length);
  let left = limit;
  [...parts.keys()].sort((a, b) => parts[a].stride - parts[b].stride).forEach((k, n) => {
    quotas[k] = Math.min(parts[k].stride, Math.round(left / (parts.length - n)));
    left -= quotas[k];
  });
  return quotas;
}

/** @returns {number} the power of the rank by which `count` edges together have the given ink. */
export function steepness(count, ink) {
  const mean = Math.min(0.7, ink / Math.max(1, count));
  return Math.max(0.7, DARKEST / (mean * (1 - VEIL)) - 1);
}

/** @param {number} level @returns {number} the share of DARKEST, of 0 to 1, that a level stands for. */
export const levelShare = (level) => ((level + 0.5) / LEVELS) ** 2;
