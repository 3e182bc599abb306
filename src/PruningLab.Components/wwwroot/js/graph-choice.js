// What the pointer and the keyboard have chosen in the graph: a unit or a section (an attention head) hovered, pinned or walked
// to, or an edge hovered.
import { sectionAt, unitAt } from "./graph-layout.js";
import { describeEdge, describeSection, describeUnit, edgeAt, edgesOf } from "./graph-probe.js";
import { neighbour } from "./graph-walk.js";

const keyOf = (chosen) => (chosen ? `${chosen.block}:${chosen.unit ?? `section ${chosen.section}`}` : "");

/** The choice within a scene: `{block, unit}` or `{block, section}`; block: id of the layout, the others count from 0. */
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

  /** The unit or section in focus, or null. */
  get focus() {
    return this.pinned ?? this.hovered ?? this.walked;
  }

  /** @param {{x: number, y: number}|null} at the pointer, in CSS pixels; null: it has left. */
  point(at) {
    const { scene } = this;
    if (!scene.picture) return;
    const was = `${keyOf(this.hovered)}/${this.edge}`;
    this.hovered = at && this.#at(at);
    const scope = this.pinned ?? this.walked;
    this.edge = at && !this.hovered ? edgeAt(scene, at.x, at.y, scope ? edgesOf(scene, scope).edges : null) : -1;
    if (`${keyOf(this.hovered)}/${this.edge}` === was) return;
    scene.paintTop();
    this.tell(at);
  }

  #at({ x, y }) {
    const { view, picture, layout } = this.scene;
    const [left, top] = [(x - view.x) / view.k, (y - view.y) / view.k];
    const hit = unitAt(layout, left, top, 5, view.k);
    if (hit) return { block: hit.block.id, unit: picture.unitOf(hit.block, hit.slot) };
    const head = sectionAt(layout, left, top);
    return head ? { block: head.block.id, section: head.section } : null;
  }

  /** @param {"pointer"|"walk"|null} which unit to pin; the pinned one again, or null, lets go. */
  pin(which) {
    const target = which === null ? null : which === "walk" ? this.walked : this.hovered;
    if (which === null || (!target && which === "pointer")) this.walked = null;
    this.#pin(keyOf(target) === keyOf(this.pinned) ? null : target);
  }

  /** Pins a section. @param {string} block @param {number} section -1 lets go. */
  head(block, section) {
    if (!this.scene.layout?.find(block)?.sections[section]) this.#pin(null);
    else this.#pin({ block, section });
  }

  #pin(target) {
    this.pinned = target;
    this.scene.paintTop();
    this.tell();
    const block = target && this.scene.layout.find(target.block);
    if (block && target.unit >= 0) this.scene.post({ type: "pinned", group: block.group, index: target.unit });
  }

  /** @param {"up"|"down"|"left"|"right"|null} direction of the next unit; null ends the walk. */
  step(direction) {
    if (!this.scene.picture) return;
    if (direction) {
      const { focus } = this;
      const from = focus && focus.unit === undefined ? { block: focus.block, unit: this.scene.layout.find(focus.block).sections[focus.section].first } : focus;
      this.walked = neighbour(this.scene.picture, from, direction);
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
    const { focus, edge, scene } = this;
    const nothing = !focus && edge < 0;
    if (nothing && this.toldNothing) return;
    this.toldNothing = nothing;
    const describe = focus?.unit === undefined ? describeSection : describeUnit;
    scene.post({
      type: "probe", at: at ?? null, pinned: this.pinned !== null, hovering: this.hovered !== null,
      head: this.pinned?.section >= 0 ? `${this.pinned.block}:${this.pinned.section}` : "",
      unit: focus ? describe(scene, focus) : null, edge: edge >= 0 ? describeEdge(scene, edge) : null,
    });
  }
}
