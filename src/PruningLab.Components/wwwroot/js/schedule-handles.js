// Handles of the schedule: dragged, moved by keyboard or typed. Each is a slider to a screen reader.
import { html, setAttribute, setText, svg } from "./chart-dom.js";
import { formatFixed } from "./format.js";
import { handlePlace, labelSpot, separateHandles, snapValue, valueAfterKey, valueAtPointer, valueText } from "./schedule-geometry.js";

/** Milliseconds between two previews while a handle moves. */
const PREVIEW_EVERY = 66;

/** Milliseconds for which a committed value is shown while no new plan has come. */
const PATIENCE = 3000;

const RADIUS = 6;

/**
 * Creates the layer of handles.
 * @param {SVGElement} layer where the handles are drawn
 * @param {HTMLElement} room the element around the SVG, for the number field
 * @param {{preview(id: string, value: number): void, commit(id: string, value: number): void, changed(): void}} hooks
 * what is told: a value in motion (at most 15 a second), a value that counts, a reason to draw again
 * @returns {{update(plan: object, area: object): void, busy(): boolean, dispose(): void}} the layer; busy: a pointer drags
 */
export function createHandles(layer, room, hooks) {
  const knobs = new Map();
  let plan = null;
  let area = null;
  let drag = null; // { id, pointer, start, value, offset }
  let keys = null; // { id, start, value }: moved by keyboard, not yet committed
  let field = null;
  const pending = new Map(); // id → { value, timer }: committed, plan not yet here
  let lastPreview = 0;
  let previewTimer = 0;

  const handleOf = id => plan.handles.find(handle => handle.id === id);
  const valueOf = handle => (drag?.id === handle.id ? drag.value : keys?.id === handle.id ? keys.value
    : pending.get(handle.id)?.value ?? handle.value);

  function preview(id, value) {
    clearTimeout(previewTimer);
    const rest = PREVIEW_EVERY - (performance.now() - lastPreview);
    const send = () => {
      lastPreview = performance.now();
      hooks.preview(id, value);
    };
    if (rest <= 0) send();
    else previewTimer = setTimeout(send, rest);
  }

  function commit(id, value) {
    clearTimeout(previewTimer);
    clearTimeout(pending.get(id)?.timer);
    const timer = setTimeout(() => { pending.delete(id); redraw(); }, PATIENCE);
    pending.set(id, { value, timer });
    hooks.commit(id, value);
    redraw();
  }

  function cancel() {
    const { id, start } = drag ?? keys;
    const moved = (drag ?? keys).value !== start;
    if (drag) knobs.get(id)?.group.releasePointerCapture?.(drag.pointer);
    drag = null;
    keys = null;
    clearTimeout(previewTimer);
    if (moved) hooks.preview(id, start);
    redraw();
  }

  function point(event) {
    const box = room.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  function pointerDown(id, event) {
    if (event.button !== 0 || drag) return;
    flushKeys();
    const [x, y] = point(event);
    const handle = handleOf(id);
    const place = handlePlace(handle, valueOf(handle), area, plan.xMin);
    drag = { id, pointer: event.pointerId, start: valueOf(handle), value: valueOf(handle), offset: [place.x - x, place.y - y] };
    const { group } = knobs.get(id);
    group.setPointerCapture(event.pointerId);
    group.focus({ preventScroll: true });
    event.preventDefault();
    redraw();
  }

  function pointerMove(id, event) {
    if (drag?.id !== id || drag.pointer !== event.pointerId) return;
    const [x, y] = point(event);
    const value = valueAtPointer(handleOf(id), x + drag.offset[0], y + drag.offset[1], area, plan.xMin);
    if (value === drag.value) return;
    drag.value = value;
    preview(id, value);
    redraw();
  }

  function pointerEnd(id, event) {
    if (drag?.id !== id || drag.pointer !== event.pointerId) return;
    if (event.type !== "pointerup") return void cancel();
    const { value, start } = drag;
    drag = null;
    if (value !== start) commit(id, value);
    else redraw();
  }

  function flushKeys() {
    if (!keys) return;
    const { id, value, start } = keys;
    keys = null;
    if (value !== start) commit(id, value);
    else redraw();
  }

  function keyDown(id, event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && (drag || keys)) {
      event.preventDefault();
      event.stopPropagation();
      cancel();
      return;
    }
    if (drag) return;
    const handle = handleOf(id);
    if (event.key === "Enter") {
      event.preventDefault();
      event.stopPropagation();
      flushKeys();
      openField(id);
      return;
    }
    const value = valueAfterKey(handle, valueOf(handle), event.key);
    if (value === null) return;
    event.preventDefault();
    event.stopPropagation(); // the page's own keys (→ = one batch) stay out of it
    if (!keys) keys = { id, start: valueOf(handle), value };
    if (keys.value === value) return;
    keys.value = value;
    preview(id, value);
    redraw();
  }

  function openField(id) {
    closeField();
    const handle = handleOf(id);
    const { place } = knobs.get(id);
    field = html("input", {
      type: "number", class: "pl-number", min: handle.min, max: handle.max, step: handle.step,
      "aria-label": `${handle.label} (${handle.symbol}), from ${handle.min} to ${handle.max}`,
    }, room);
    field.value = String(valueOf(handle));
    field.style.left = `${Math.max(0, Math.min(place.x - 38, room.clientWidth - 80))}px`;
    field.style.top = `${Math.max(0, Math.min(place.y - 11, room.clientHeight - 24))}px`;
    const accept = () => {
      const typed = field.valueAsNumber;
      const valid = Number.isFinite(typed) && typed >= handle.min && typed <= handle.max;
      setAttribute(field, "aria-invalid", String(!valid));
      field.title = valid ? "" : `Type a number from ${handle.min} to ${handle.max}.`;
      if (!valid) return false;
      const value = snapValue(handle, typed);
      closeField();
      if (value !== valueOf(handleOf(id))) commit(id, value);
      return true;
    };
    field.addEventListener("keydown", event => {
      event.stopPropagation();
      if (event.key === "Enter") {
        event.preventDefault();
        if (accept()) knobs.get(id)?.group.focus();
      } else if (event.key === "Escape") {
        closeField();
        knobs.get(id)?.group.focus();
      }
    });
    field.addEventListener("blur", () => { if (field && !accept()) closeField(); });
    field.focus();
    field.select();
  }

  function closeField() {
    const old = field;
    field = null;
    old?.remove();
  }

  function build(handle) {
    const group = svg("g", { class: "pl-handle", role: "slider", tabindex: 0, "data-handle": handle.id, "data-axis": handle.axis,
      "aria-orientation": handle.axis === "x" ? "horizontal" : "vertical" }, layer);
    const title = svg("title", {}, group);
    const leader = svg("line", { class: "pl-leader" }, group);
    const ring = svg("circle", { class: "pl-ring", r: RADIUS + 4 }, group);
    const knob = handle.axis === "x" ? svg("path", { class: "pl-knob", d: "M0 -5L6 1V7H-6V1Z", "stroke-linejoin": "round" }, group)
      : svg("circle", { class: "pl-knob", r: RADIUS }, group);
    const symbol = svg("text", { class: "pl-symbol" }, group);
    svg("circle", { class: "pl-hit", r: 12 }, group);
    const { id } = handle;
    group.addEventListener("pointerdown", event => pointerDown(id, event));
    group.addEventListener("pointermove", event => pointerMove(id, event));
    for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) group.addEventListener(type, event => pointerEnd(id, event));
    group.addEventListener("keydown", event => keyDown(id, event));
    group.addEventListener("keyup", flushKeys);
    group.addEventListener("blur", flushKeys);
    group.addEventListener("dblclick", () => openField(id));
    return { group, title, leader, knob, ring, symbol, place: { x: 0, y: 0 } };
  }

  function redraw() {
    draw();
    hooks.changed();
  }

  function draw() {
    if (!plan || !area) return;
    const places = plan.handles.map(handle => ({ id: handle.id, axis: handle.axis, ...handlePlace(handle, valueOf(handle), area, plan.xMin) }));
    // While one is dragged nothing steps aside: a handle must not flee from the pointer.
    const upright = places.filter(place => place.axis === "y");
    const apart = drag ? null : separateHandles(upright, 2 * RADIUS + 3, area.left, area.right);
    for (const place of places) {
      const handle = handleOf(place.id);
      const value = valueOf(handle);
      const item = knobs.get(place.id);
      if (apart?.has(place.id)) item.shift = apart.get(place.id) - place.x;
      const shift = place.axis === "y" ? item.shift ?? 0 : 0;
      item.place = { x: place.x + shift, y: place.y };
      setAttribute(item.group, "transform", `translate(${item.place.x.toFixed(1)} ${place.y.toFixed(1)})`);
      setAttribute(item.leader, "x1", -shift);
      item.group.toggleAttribute("data-active", drag?.id === place.id || keys?.id === place.id);
      label(item, handle, value, place.axis, item.place, places);
    }
  }

  function label(item, handle, value, axis, place, places) {
    const moving = drag?.id === handle.id || keys?.id === handle.id;
    const text = valueText(handle, value);
    setText(item.symbol, axis === "x" ? (moving ? text : handle.symbol) : moving ? `${handle.symbol} ${formatFixed(value, 2)}` : handle.symbol);
    const spot = labelSpot(axis, place, area, places.filter(other => other.axis === "y"));
    setAttribute(item.symbol, "text-anchor", spot.anchor);
    setAttribute(item.symbol, "x", spot.x.toFixed(1));
    setAttribute(item.symbol, "y", spot.y.toFixed(1));
    setText(item.title, `${handle.label} (${handle.symbol}): ${text}. Drag, use the arrow keys, or press Enter to type.`);
    setAttribute(item.group, "aria-label", `${handle.label} (${handle.symbol})`);
    setAttribute(item.group, "aria-valuemin", handle.min);
    setAttribute(item.group, "aria-valuemax", handle.max);
    setAttribute(item.group, "aria-valuenow", value);
    setAttribute(item.group, "aria-valuetext", text);
    setAttribute(item.group, "data-value", value);
  }

  return {
    update(newPlan, newArea) {
      const planChanged = newPlan !== plan;
      plan = newPlan;
      area = newArea;
      if (planChanged) {
        for (const [id, { timer }] of pending) {
          clearTimeout(timer);
          pending.delete(id);
        }
        const ids = new Set(plan.handles.map(handle => handle.id));
        if (drag && !ids.has(drag.id)) drag = null;
        if (keys && !ids.has(keys.id)) keys = null;
        for (const [id, item] of knobs) if (!ids.has(id)) { item.group.remove(); knobs.delete(id); }
        for (const handle of plan.handles) if (!knobs.has(handle.id)) knobs.set(handle.id, build(handle));
      }
      draw();
    },
    busy: () => drag !== null,
    dispose() {
      clearTimeout(previewTimer);
      for (const { timer } of pending.values()) clearTimeout(timer);
      closeField();
    },
  };
}
