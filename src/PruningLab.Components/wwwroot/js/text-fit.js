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
 * A name cut in its middle, so that the layer's number at its beginning and the weight's name at its end stay: whole parts
 * between dots first ("blocks.0.….out_proj.weight"), then letters.
 * @param {string} text @param {number} room in pixels @param {(text: string) => number} measure @returns {string}
 */
export function middleEllipsis(text, room, measure) {
  if (measure(text) <= room) return text;
  const parts = text.split(".");
  for (let from = 3; from < parts.length - 1; from++) {
    const cut = `${parts[0]}.${parts[1]}…${parts.slice(from).join(".")}`;
    if (measure(cut) <= room) return cut;
  }
  for (let kept = text.length - 2; kept > 4; kept--) {
    const end = Math.ceil(kept * 0.6);
    const cut = `${text.slice(0, kept - end)}…${text.slice(text.length - end)}`;
    if (measure(cut) <= room) return cut;
  }
  return `${text.slice(0, 2)}…`;
}
