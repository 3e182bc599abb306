// Titles under the columns of the network graph: in as few rows as they need to stay apart. Pure.
import { ellipsis } from "./text-fit.js";

/** Height of a row of titles, in pixels. */
export const TITLE_ROW = 15;
/** Rows that titles may take, and those they take before they are cut. */
const ROWS = 3;
const MOST_ROWS = 5;
const APART = 7;
/** A title may stand so far beside the middle of its column. */
const SHIFT = 16;
/** Titles are bold: wider than their names' font measures. */
const BOLD = 1.12;

/**
 * Places titles under their columns.
 * @param {{title: string, x: number}[]} blocks from left to right
 * @param {number} width of the picture @param {(text: string) => number} measure width of a text in the names' font
 * @returns {{rows: number, places: {x: number, row: number, text: string}[]}} rows needed; x: centre
 */
export function placeTitles(blocks, width, measure) {
  const whole = placeRows(blocks, width, measure, ROWS);
  if (!whole.cut) return whole;
  const short = blocks.map((block) => ({ ...block, title: shortTitle(block.title) }));
  const inFew = placeRows(short, width, measure, ROWS);
  return inFew.cut ? placeRows(short, width, measure, MOST_ROWS) : inFew;
}

/** @param {string} title "18 inputs, one of 10 patches" @returns {string} what tells most: "one of 10 patches". */
export const shortTitle = (title) => title.split(", ").at(-1).replace(/^\d+ (?=\D)/, "");

function placeRows(blocks, width, measure, most) {
  const wide = (text) => BOLD * measure(text);
  const inside = (x, text) => {
    const half = wide(text) / 2 + 4;
    return Math.min(Math.max(x, half), Math.max(half, width - half));
  };
  for (let rows = 1; ; rows++) {
    const places = blocks.map(({ title, x }, k) => ({ x: inside(x, title), row: k % rows, text: title }));
    if (spread(places, rows, wide, width)) return { rows, places, cut: false };
    if (rows >= most) return { rows, places: cutToFit(places, rows, wide), cut: true };
  }
}

/** Half of what two titles of one row lack to stand apart; 0 or less: they do. */
const lack = (a, b, wide) => ((wide(a.text) + wide(b.text)) / 2 + APART - (b.x - a.x)) / 2;

/** Moves titles of one row aside, a little, until they stand apart. @returns {boolean} whether they do. */
function spread(places, rows, wide, width) {
  const homes = places.map(({ x }) => x);
  const move = (k, by) => {
    const half = wide(places[k].text) / 2 + 4;
    const x = Math.min(homes[k] + SHIFT, Math.max(homes[k] - SHIFT, places[k].x + by));
    places[k].x = Math.min(Math.max(x, half), Math.max(half, width - half));
  };
  for (let turn = 0; turn < 8; turn++) {
    let apart = true;
    for (let k = rows; k < places.length; k++) {
      const missing = lack(places[k - rows], places[k], wide);
      if (missing <= 0.01) continue;
      apart = false;
      move(k - rows, -missing);
      move(k, missing);
    }
    if (apart) return true;
  }
  return false;
}

/** Cuts the longer of two titles that still meet. */
function cutToFit(places, rows, wide) {
  for (let k = rows; k < places.length; k++) {
    const pair = [places[k - rows], places[k]].sort((a, b) => wide(b.text) - wide(a.text));
    for (const one of pair) {
      const missing = 2 * lack(places[k - rows], places[k], wide);
      if (missing > 0.01) one.text = ellipsis(one.text, Math.max(10, wide(one.text) - 2 * missing), wide);
    }
  }
  return places;
}
