// Small helpers of the SVG charts: elements, text that is written only when it changed, size, one drawing per frame.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Creates an SVG element.
 * @param {string} tag tag name
 * @param {Record<string, string|number>} [attributes] attributes
 * @param {Element} [parent] where it is appended
 * @returns {SVGElement} the element
 */
export function svg(tag, attributes = {}, parent) {
  return build(document.createElementNS(SVG, tag), attributes, parent);
}

/**
 * Creates an HTML element.
 * @param {string} tag tag name
 * @param {Record<string, string|number>} [attributes] attributes; `text` becomes its text
 * @param {Element} [parent] where it is appended
 * @returns {HTMLElement} the element
 */
export function html(tag, attributes = {}, parent) {
  return build(document.createElement(tag), attributes, parent);
}

function build(node, attributes, parent) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") node.textContent = String(value);
    else node.setAttribute(name, String(value));
  }
  parent?.append(node);
  return node;
}

/** Sets an attribute only when it differs. @param {Element} node @param {string} name @param {string|number} value */
export function setAttribute(node, name, value) {
  const text = String(value);
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
}

/** Sets the text only when it differs. @param {Element} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Shows or hides an element. @param {Element} node @param {boolean} shown */
export function setShown(node, shown) {
  if (shown) node.removeAttribute("display");
  else setAttribute(node, "display", "none");
}

/**
 * Calls back when the size of an element changed, and once at first.
 * @param {Element} element element
 * @param {(width: number, height: number) => void} changed receives CSS pixels
 * @returns {() => void} stops watching
 */
export function watchSize(element, changed) {
  let width = -1;
  let height = -1;
  const measure = () => {
    const box = element.getBoundingClientRect();
    if (Math.round(box.width) === width && Math.round(box.height) === height) return;
    width = Math.round(box.width);
    height = Math.round(box.height);
    changed(width, height);
  };
  const observer = new ResizeObserver(measure);
  observer.observe(element);
  return () => observer.disconnect();
}

/**
 * A function that may be called at any time and runs at most once per animation frame.
 * @param {() => void} work work
 * @returns {{(): void, cancel(): void}} asks for the work; `cancel` withdraws it
 */
export function oncePerFrame(work) {
  let asked = 0;
  const ask = () => {
    asked ||= requestAnimationFrame(() => { asked = 0; work(); });
  };
  ask.cancel = () => {
    cancelAnimationFrame(asked);
    asked = 0;
  };
  return ask;
}

/**
 * Lets an ask through at once when none was lately, and otherwise once after a rest: frames may come faster than a person
 * can read.
 * @param {{(): void}} ask what is paced
 * @param {number} [every] least milliseconds between two, 100 if not given
 * @returns {{(): void, cancel(): void}} the paced ask; `cancel` drops what waits
 */
export function paced(ask, every = 100) {
  let last = -Infinity;
  let timer = 0;
  const run = () => {
    timer = 0;
    last = performance.now();
    ask();
  };
  const slowly = () => {
    if (timer) return;
    const rest = every - (performance.now() - last);
    if (rest <= 0) run();
    else timer = setTimeout(run, rest);
  };
  slowly.cancel = () => clearTimeout(timer);
  return slowly;
}

/**
 * Sets an aria-label at most once a second; the last text is always written in the end.
 * @param {Element} node element
 * @returns {{(text: string): void, stop(): void}} writes the label; `stop` drops what waits
 */
export function labelWriter(node) {
  let last = -Infinity;
  let timer = 0;
  let waiting = "";
  const write = text => {
    waiting = text;
    const rest = 1000 - (performance.now() - last);
    if (timer) return;
    if (rest <= 0 || !node.hasAttribute("aria-label")) {
      last = performance.now();
      setAttribute(node, "aria-label", waiting);
    } else {
      timer = setTimeout(() => { timer = 0; last = performance.now(); setAttribute(node, "aria-label", waiting); }, rest);
    }
  };
  write.stop = () => clearTimeout(timer);
  return write;
}
