// A stage for tests of the graph's scene: canvases that count strokes, a clock turned by hand, frames of random weights.
import { GraphScene } from "../../src/PruningLab.Components/wwwroot/js/graph-scene.js";
import { cssColors } from "../../src/PruningLab.Components/wwwroot/js/theme.js";
import * as e from "./encode.mjs";
import { lstmTopology, random } from "./networks.mjs";

/** A canvas that counts strokes by colour; drawImage takes over the other canvas's counts. */
class CountingCanvas {
  constructor() {
    this.width = 0;
    this.height = 0;
    this.strokes = {};
    const canvas = this;
    this.context = {
      globalAlpha: 1, lineWidth: 1, strokeStyle: "", fillStyle: "", dash: [],
      setTransform() {}, beginPath() {}, moveTo() {}, lineTo() {}, arc() {}, fill() {}, fillText() {}, strokeText() {}, strokeRect() {},
      measureText: (text) => ({ width: 7 * text.length }),
      setLineDash(dash) { this.dash = dash; },
      clearRect() { canvas.strokes = {}; },
      stroke() {
        const key = `${this.strokeStyle}${this.dash.length ? " dashed" : ""}`;
        canvas.strokes[key] = (canvas.strokes[key] ?? 0) + 1;
      },
      drawImage(other) { canvas.strokes = { ...other.strokes }; },
    };
  }

  getContext() { return this.context; }
}

/** A scene whose clock and timers are turned by hand. */
export function stage(topology) {
  const canvases = { living: new CountingCanvas(), pruned: new CountingCanvas(), top: new CountingCanvas() };
  const messages = [];
  let clock = 0;
  let timers = [];
  const scene = new GraphScene(canvases, (m) => messages.push(m), {
    makeCanvas: () => new CountingCanvas(), now: () => clock,
    defer: (work, ms) => { timers.push({ work, at: clock + ms }); return {}; },
  });
  scene.resize(690, 400, 1);
  scene.recolor(cssColors());
  scene.configure(topology);
  const wait = (ms) => {
    const end = clock + ms;
    for (;;) {
      const next = timers.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      timers = timers.filter((t) => t !== next);
      clock = Math.max(clock, next.at);
      next.work();
    }
    clock = end;
  };
  return { scene, canvases, wait, painted: () => messages.filter((m) => m.type === "painted").at(-1), messages };
}

/** Colours of strokes, as CountingCanvas names them. */
export const RED = `${cssColors().pruned} dashed`;
export const INK = cssColors().ink;

/** The network of most tests: 12 LSTM units of 3 inputs. */
export const HIDDEN = 12;
export const topology = lstmTopology(HIDDEN, 3);

/** Makes frames of a network: (flat weights that die, batch, more sections) → bytes. */
export function frames(network = topology) {
  const next = random(5);
  let sequence = 0;
  let events = 0;
  const { parameters, prunable } = network;
  return (deaths, batch, more = []) => {
    const list = deaths.map((flat) => [flat, batch]);
    const sections = [e.status({ batch, prunable })];
    for (const p of parameters) {
      sections.push(e.weights(p.index, 0, 1, Array.from({ length: p.rows * p.columns }, () => 100 + Math.floor(next() * 30000))));
    }
    if (list.length) sections.push(e.maskEvents(events, events + list.length, list));
    events += list.length;
    sequence++;
    return e.encodeFrame(sequence, 1, [...sections, ...more]);
  };
}
