// What the pointer and the keyboard have chosen in the graph: a unit hovered, pinned or walked to, or an edge hovered.
import { unitAt } from "./graph-layout.js";
import { describeEdge, describeUnit, edgeAt } from "./graph-probe.js";
import { neighbour } from "./graph-walk.js";

const keyOf = (unit) => (unit ? `${unit.block}:${unit.unit}` : "");

/** The choice within a scene. A unit is `{block, unit}`: block id of the layout and index within its group. */
export class GraphChoice {
  /** @param {import("./graph-scene.js").GraphScene} scene */
  constructor(scene) {
    this.scene = scene;
    this.clear();
  }

  /** Forgets everything. */
  clear() {
    this.hovered = null;
    this.walked = null;
    this.pinned = null;
    this.edge = -1;
  }

  /** The unit in focus, or null. */
  get unit() {
    return this.pinned ?? this.hovered ?? this.walked;
  }

  /** @param {{x: number, y: number}|null} at the pointer, in CSS pixels; null: it has left. */
  point(at) {
    const { scene } = this;
    if (!scene.picture) return;
    const { view, picture, layout } = scene;
    const was = `${keyOf(this.hovered)}/${this.edge}`;
    const hit = at && unitAt(layout, (at.x - view.x) / view.k, (at.y - view.y) / view.k, 5, view.k);
    this.hovered = hit ? { block: hit.block.id, unit: picture.unitOf(hit.block, hit.slot) } : null;
    const scope = this.pinned ?? this.walked;
    this.edge = at && !hit ? edgeAt(scene, at.x, at.y, scope ? scene.model.degree(scope.block, scope.unit).edges : null) : -1;
    if (`${keyOf(this.hovered)}/${this.edge}` === was) return;
    scene.paintTop();
    this.tell(at);
  }

  /** @param {"pointer"|"walk"|null} which unit to pin; the pinned one again, or null, lets go. */
  pin(which) {
    const target = which === null ? null : which === "walk" ? this.walked : this.hovered;
    this.pinned = keyOf(target) === keyOf(this.pinned) ? null : target;
    if (which === null || (!target && which === "pointer")) this.walked = null;
    this.scene.paintTop();
    this.tell();
    const block = this.pinned && this.scene.layout.find(this.pinned.block);
    if (block) this.scene.post({ type: "pinned", group: block.group, index: this.pinned.unit });
  }

  /** @param {"up"|"down"|"left"|"right"|null} direction of the next unit; null ends the walk. */
  step(direction) {
    if (!this.scene.picture) return;
    if (direction) {
      this.walked = neighbour(this.scene.picture, this.unit, direction);
      this.pinned = null;
      this.hovered = null;
    } else {
      this.walked = null;
    }
    this.scene.paintTop();
    this.tell();
  }

  /** Tells the page what is chosen, with the numbers of now. @param {object} [at] the pointer */
  tell(at) {
    const { unit, edge, scene } = this;
    const nothing = !unit && edge < 0;
    if (nothing && this.toldNothing) return;
    this.toldNothing = nothing;
    scene.post({
      type: "probe", at: at ?? null, pinned: this.pinned !== null, hovering: this.hovered !== null,
      unit: unit ? describeUnit(scene, unit) : null, edge: edge >= 0 ? describeEdge(scene, edge) : null,
    });
  }
}
