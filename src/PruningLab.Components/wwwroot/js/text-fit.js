// Texts cut to the room they have. Pure.

/** @param {string} text @param {number} room in pixels @param {(text: string) => number} measure @returns {string} with … at its end if cut. */
export function ellipsis(text, room, measure) {
  if (measure(text) <= room) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${text.slice(0, middle)}…`) <= room) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low)}…`;
}

/**
 * A parameter's name cut so that the layer's number and the weight's own name stay: first what stands before the number
 * ("…0.self_attn.out_proj.weight"), then whole parts after it ("…0…out_proj.weight"), then letters in the middle.
 * @param {string} text @param {number} room in pixels @param {(text: string) => number} measure @returns {string}
 */
export function middleEllipsis(text, room, measure) {
  if (measure(text) <= room) return text;
  const parts = text.split(".");
  const number = parts.findIndex((part) => /^\d+$/.test(part));
  const last = parts.length - (parts.at(-1) === "weight" ? 2 : 1); // "weight" alone would say nothing
  for (let from = number + 1; number >= 0 && from <= last; from++) {
    const cut = `${number > 0 ? "…" : ""}${parts[number]}${from > number + 1 ? "…" : "."}${parts.slice(from).join(".")}`;
    if (measure(cut) <= room) return cut;
  }
  for (let kept = text.length - 2; kept > 4; kept--) {
    const end = Math.ceil(kept * 0.6);
    const cut = `${text.slice(0, kept - end)}…${text.slice(text.length - end)}`;
    if (measure(cut) <= room) return cut;
  }
  return `${text.slice(0, 2)}…`;
}
