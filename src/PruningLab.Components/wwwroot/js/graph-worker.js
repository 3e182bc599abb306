// Paints the network graph off the page's thread. The page sends [method, ...values] of GraphScene.
import { GraphScene } from "./graph-scene.js";

const METHODS = new Set(["configure", "restore", "receive", "set", "resize", "recolor", "move", "show", "point", "pin", "walk", "head"]);
let scene = null;

self.onmessage = ({ data: [method, ...values] }) => {
  try {
    if (method === "canvases") scene = new GraphScene(values[0], (message) => self.postMessage(message));
    else if (METHODS.has(method)) scene[method](...values);
    if (method === "receive") self.postMessage({ type: "received" });
  } catch (error) {
    self.postMessage({ type: "fault", text: String(error?.message ?? error), received: method === "receive" });
  }
};
