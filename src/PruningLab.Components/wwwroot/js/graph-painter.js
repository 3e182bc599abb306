// Draws the network graph on 2D contexts: living edges, pruned edges, units and names. Knows no DOM.
import { DARKEST, LEVELS, levelShare, redShare, scatter } from "./graph-model.js";
import { ellipsis, slotY } from "./graph-layout.js";
import { css, mix, parseColor } from "./theme.js";

const DASH = [5, 4];
const SOLID = [];

/** Places of all units on the screen, and the colours: what the drawing functions need besides the model. */
export class GraphView {
  /** @param {object} model GraphModel @param {object} layout of layoutGraph @param {object} orders slots by group id */
  constructor(model, layout, orders, view) {
    this.model = model;
    this.layout = layout;
    this.orders = orders;
    this.zoom = view.k;
    this.xs = {};
    this.ys = {};
    for (const block of layout.blocks) {
      this.xs[block.id] = block.x * view.k + view.x;
      const slots = orders[block.group];
      this.ys[block.id] = Float32Array.from({ length: block.count }, (_, unit) =>
        slotY(block, slots ? slots[unit] : unit) * view.k + view.y);
    }
  }

  /** Calls line(x1, y1, x2, y2) for an edge. */
  ends(edge, line) {
    const part = this.model.partOf(edge);
    const cell = edge - part.base;
    const unit = cell / part.columns | 0;
    return line(this.xs[part.from], this.ys[part.from][cell % part.columns], this.xs[part.to], this.ys[part.to][unit]);
  }

  /** @returns {number} radius of a block's dots on the screen. */
  radius(block) {
    return Math.min(block.radius * this.zoom, Math.max(block.radius, 9));
  }

  /** Unit at a slot of a block. */
  unitOf(block, slot) {
    const slots = this.orders[block.group];
    return slots ? slots.indexOf(slot) : slot;
  }
}

/** Opacity and width by level; the more edges share the space, the fainter the weak ones. */
export function livingStyles(count, ink) {
  const least = Math.min(0.45, Math.max(0.03, (0.45 * ink) / Math.max(1, count)));
  return Array.from({ length: LEVELS }, (_, k) => {
    const share = levelShare(k);
    return { alpha: least + (DARKEST - least) * share, width: Math.max(1, 2.3 * share) }; // one pixel is fast
  });
}

/**
 * Draws living edges list[from … to), which is sorted from weak to strong.
 * @param {CanvasRenderingContext2D} ctx @param {GraphView} view @param {Uint32Array|number[]} list
 * @param {{ink: string, neg: string, pos: string}} colors @param {boolean} sign colours by sign
 * @param {(edge: number) => number} [levelOf] style of an edge, if not the model's level
 */
export function paintLiving(ctx, view, list, from, to, styles, colors, sign, levelOf = null) {
  const { strength, level } = view.model;
  let former = -1;
  let tone = "";
  ctx.setLineDash(SOLID);
  const line = (x1, y1, x2, y2) => {
    ctx.beginPath();
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    ctx.stroke();
  };
  for (let n = from; n < to; n++) {
    const edge = list[n];
    const own = levelOf ? levelOf(edge) : level[edge];
    if (own !== former) {
      former = own;
      ctx.globalAlpha = styles[former].alpha;
      ctx.lineWidth = styles[former].width;
    }
    const wanted = sign ? (strength[edge] < 0 ? colors.neg : colors.pos) : colors.ink;
    if (wanted !== tone) ctx.strokeStyle = tone = wanted;
    view.ends(edge, line);
  }
}

/**
 * Draws pruned edges list[from … to), red and dashed; `fresh(edge)` marks those to be emphasised, `redInk` sets another
 * opacity than the model's for wholly pruned ones.
 */
export function paintRed(ctx, view, list, from, to, colors, fresh, redInk = null) {
  const { model } = view;
  ctx.strokeStyle = colors.pruned;
  ctx.setLineDash(DASH);
  const line = (x1, y1, x2, y2) => {
    ctx.beginPath();
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    ctx.stroke();
  };
  for (let n = from; n < to; n++) {
    const edge = list[n];
    const part = model.partOf(edge);
    const share = model.dead[edge] / model.weightsPerEdge(part);
    const young = fresh(edge);
    ctx.globalAlpha = young ? 0.35 + 0.6 * (share >= 1) : (redInk ?? part.redInk) * redShare(share);
    ctx.lineWidth = young && share >= 1 ? 1.7 : share >= 1 ? 1.2 : 1;
    ctx.lineDashOffset = scatter(edge) * 9; // dashes in step would form bands
    view.ends(edge, line);
  }
  ctx.setLineDash(SOLID);
  ctx.globalAlpha = 1;
}

/** Draws one edge plainly, for the pointer's or the keyboard's choice. */
export function paintChosen(ctx, view, edge, alive, dead, colors, width = 2.2) {
  view.ends(edge, (x1, y1, x2, y2) => {
    const stroke = (color, dash, w) => {
      ctx.strokeStyle = color;
      ctx.lineWidth = w;
      ctx.setLineDash(dash);
      ctx.beginPath();
      ctx.moveTo(x1, y1);
      ctx.lineTo(x2, y2);
      ctx.stroke();
    };
    ctx.globalAlpha = 1;
    stroke(colors.panel, SOLID, width + 3);
    if (alive) stroke(colors.ink, SOLID, width);
    if (dead) stroke(colors.pruned, alive ? [3, 7] : DASH, width);
    ctx.setLineDash(SOLID);
  });
}

/**
 * Draws units, names and titles.
 * @param {{dropped: Uint8Array|null, droppedGroup: string, marked: {block: string, unit: number}|null, pinned: boolean,
 *   partners: Map<string, Set<number>>|null}} state dropped belongs to the (t) block of droppedGroup.
 */
export function paintUnits(ctx, view, colors, state) {
  const ink = parseColor(colors.ink);
  const quiet = css(mix(parseColor(colors.panel), ink, 0.35));
  for (const block of view.layout.blocks) {
    const x = view.xs[block.id];
    const ys = view.ys[block.id];
    const radius = view.radius(block);
    const dropped = block.group === state.droppedGroup && block.phase !== "t − 1" ? state.dropped : null;
    const partners = state.partners?.get(block.id);
    ctx.lineWidth = radius < 2.5 ? 0.9 : 1.3;
    for (let unit = 0; unit < block.count; unit++) {
      const y = ys[unit];
      if (y < -12 || y > view.layout.height + 12) continue;
      const isMarked = state.marked?.block === block.id && state.marked.unit === unit;
      ctx.fillStyle = radius < 2 ? colors.ink : colors.panel;
      ctx.strokeStyle = state.partners && !isMarked && !partners?.has(unit) ? quiet : colors.ink;
      ctx.beginPath();
      ctx.arc(x, y, radius, 0, 2 * Math.PI);
      ctx.fill();
      ctx.stroke();
      if (isMarked) ring(ctx, x, y, radius + 3.2, colors.accent, state.pinned);
    }
    ctx.lineWidth = 1.1;
    dropped?.forEach((out, unit) => { if (out) crossed(ctx, x, ys[unit], Math.max(radius, 3.4), colors); });
    ctx.lineWidth = 1;
    paintNames(ctx, view, block, x, ys, radius, colors);
  }
  paintTitles(ctx, view, colors);
}

function ring(ctx, x, y, radius, color, solid) {
  ctx.strokeStyle = color;
  ctx.lineWidth = solid ? 2.4 : 1.6;
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.stroke();
  ctx.lineWidth = 1.3;
}

/** A unit that dropout left out: grey, hollow, crossed. */
function crossed(ctx, x, y, radius, colors) {
  ctx.fillStyle = colors.panel;
  ctx.strokeStyle = colors.muted;
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fill();
  ctx.stroke();
  const d = radius * 0.68;
  ctx.beginPath();
  ctx.moveTo(x - d, y - d);
  ctx.lineTo(x + d, y + d);
  ctx.moveTo(x + d, y - d);
  ctx.lineTo(x - d, y + d);
  ctx.stroke();
}

function haloText(ctx, text, x, y, colors, color) {
  ctx.lineJoin = "round";
  ctx.strokeStyle = colors.panel;
  ctx.lineWidth = 3;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = color;
  ctx.fillText(text, x, y);
}

function paintNames(ctx, view, block, x, ys, radius, colors) {
  const spacing = block.spacing * view.zoom;
  const named = block.labels !== "";
  if (!named && spacing < 13) return; // numbers appear when there is room for them
  const every = block.count > 1 ? Math.max(1, Math.ceil(13 / spacing)) : 1;
  ctx.font = `${named ? 12 : 10}px ${colors.font}`;
  ctx.textBaseline = "middle";
  const right = block.labels === "right" || (!named && block.phase === "t");
  ctx.textAlign = right ? "left" : "right";
  const measure = (text) => ctx.measureText(text).width;
  for (let unit = 0; unit < block.count; unit += every) {
    if (ys[unit] < -12 || ys[unit] > view.layout.height + 12) continue;
    const text = named ? ellipsis(block.names[unit] ?? `${unit}`, block.labelWidth, measure) : `${unit}`;
    haloText(ctx, text, x + (right ? 1 : -1) * (radius + 5), ys[unit] + 0.5, colors, named ? colors.ink : colors.muted);
  }
}

/** Titles stay at their place at the bottom while the picture is moved; those within a column move with it. */
function paintTitles(ctx, view, colors) {
  ctx.font = `600 12px ${colors.font}`;
  ctx.textBaseline = "alphabetic";
  for (const block of view.layout.blocks) {
    const inner = block.titleAlign === "right";
    const x = view.xs[block.id];
    const y = inner ? view.ys[block.id].reduce((a, b) => Math.max(a, b), -1e9) + view.radius(block) + 15 : block.titleY;
    ctx.textAlign = inner ? "right" : "center";
    haloText(ctx, block.title, x + block.titleX - block.x, y, colors, colors.ink);
  }
}
