// The uppermost layer of the graph: units, names, and the edges of the unit in focus, whether drawn below or not.
import { LEVELS, steepness } from "./graph-model.js";
import { livingStyles, paintChosen, paintLiving, paintRed, paintUnits } from "./graph-painter.js";

/** Paints the uppermost layer anew. @param {import("./graph-scene.js").GraphScene} scene */
export function paintTop(scene) {
  const { contexts: { top: ctx }, canvases: { top: canvas }, picture, model, choice, colors } = scene;
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.globalAlpha = 1;
  ctx.clearRect(0, 0, canvas.width, canvas.height);
  ctx.setTransform(scene.size.ratio, 0, 0, scene.size.ratio, 0, 0);
  const { unit, edge } = choice;
  const partners = unit ? new Map() : null;
  if (unit) paintFocus(scene, ctx, unit, partners);
  if (edge >= 0) {
    const alive = model.weightsPerEdge(model.partOf(edge)) > model.dead[edge];
    paintChosen(ctx, picture, edge, alive, model.dead[edge] > 0, colors);
  }
  ctx.globalAlpha = 1;
  paintUnits(ctx, picture, colors, {
    dropped: scene.store.droppedUnits, droppedGroup: model.topology.groups.at(-2)?.id, marked: unit,
    pinned: choice.pinned !== null, partners,
  });
}

function paintFocus(scene, ctx, { block, unit }, partners) {
  const { model, picture, settings, colors } = scene;
  const { edges } = model.degree(block, unit);
  const alive = (edge) => model.weightsPerEdge(model.partOf(edge)) > model.dead[edge];
  const living = settings.filter === "pruned" ? [] : edges.filter(alive);
  const red = settings.filter === "alive" ? [] : edges.filter((edge) => model.dead[edge]);
  living.sort((a, b) => Math.abs(model.strength[a]) - Math.abs(model.strength[b]));
  const ink = 0.25 * scene.size.height * scene.view.k;
  const power = steepness(living.length, ink) / 2;
  const level = new Map(living.map((edge, n) => [edge, LEVELS * ((n + 0.5) / living.length) ** power | 0]));
  paintLiving(ctx, picture, living, 0, living.length, livingStyles(living.length, ink), colors, settings.sign, (edge) => level.get(edge));
  paintRed(ctx, picture, red, 0, red.length, colors, () => false, Math.min(0.85, (1.5 * ink) / Math.max(1, red.length)));
  const join = (id, n) => {
    if (!partners.has(id)) partners.set(id, new Set());
    partners.get(id).add(n);
  };
  for (const edge of edges) {
    const { part, unit: to, column } = model.describe(edge);
    join(part.from, column);
    join(part.to, to);
  }
}
