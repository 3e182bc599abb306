// What a confusion matrix says: counts, shares, the worst confusion, sentences, colours. Pure: no DOM.
import { formatCount, formatNoun, formatPercent } from "./format.js";
import { css, mix, parseColor } from "./theme.js";

const BLACK = [0, 0, 0];
const WHITE = [255, 255, 255];

/**
 * Figures of a confusion matrix.
 * @param {{classes: number, counts: ArrayLike<number>}} confusion section 13 of a frame: true class by true class
 * @returns {{total: number, right: number, accuracy: number, ofClass: number[], worst: {truth: number, taken: number, count: number}|null}}
 * ofClass: windows of each true class; worst: the most frequent mistake, the first of equals; accuracy NaN without windows
 */
export function confusionFigures({ classes, counts }) {
  const ofClass = Array(classes).fill(0);
  let right = 0;
  let worst = null;
  for (let truth = 0; truth < classes; truth++) {
    for (let taken = 0; taken < classes; taken++) {
      const count = counts[truth * classes + taken];
      ofClass[truth] += count;
      if (truth === taken) right += count;
      else if (count > (worst?.count ?? 0)) worst = { truth, taken, count };
    }
  }
  const total = ofClass.reduce((sum, count) => sum + count, 0);
  return { total, right, accuracy: total > 0 ? right / total : NaN, ofClass, worst };
}

/**
 * How much of its colour a cell shows: the root of its share of the row, so that one mistake in a hundred is seen.
 * @param {number} count count of the cell
 * @param {number} ofClass windows of the row's class
 * @returns {number} 0 to 1
 */
export function cellStrength(count, ofClass) {
  return ofClass > 0 ? Math.sqrt(count / ofClass) : 0;
}

/**
 * Colours of a cell: right ones towards the accent, mistakes towards the colour of the test part.
 * @param {number} strength 0 to 1
 * @param {boolean} isRight whether the cell lies on the diagonal
 * @param {object} colors colours of the theme
 * @returns {{fill: string, text: string}} the text is black or white, whichever stands out more: one of them always
 * has a contrast of 4.5
 */
export function cellColors(strength, isRight, colors) {
  const ground = parseColor(colors.panel);
  const fill = mix(ground, parseColor(isRight ? colors.accent : colors.test), (isRight ? 0.85 : 0.9) * strength);
  return { fill: css(fill), text: css(contrast(fill, BLACK) >= contrast(fill, WHITE) ? BLACK : WHITE) };
}

/**
 * What a cell says in a sentence.
 * @param {object} confusion section 13 of a frame
 * @param {number[]} ofClass windows of each true class
 * @param {string[]} names names of the classes
 * @param {number} truth row
 * @param {number} taken column
 * @returns {string} such as "43 of 982 windows of class 4 were taken for 9 (4.4 %)."
 */
export function cellSentence({ classes, counts }, ofClass, names, truth, taken) {
  const count = counts[truth * classes + taken];
  const of = `${formatCount(count)} of ${formatNoun(ofClass[truth], "window")} of class ${names[truth]}`;
  const verb = count === 1 ? "was" : "were";
  const share = formatPercent(ofClass[truth] > 0 ? count / ofClass[truth] : NaN);
  return truth === taken ? `${of} ${verb} recognised (${share}).` : `${of} ${verb} taken for ${names[taken]} (${share}).`;
}

/**
 * When the matrix was counted.
 * @param {{epoch: number}|null} confusion section 13 of a frame
 * @returns {string} such as "after epoch 3"
 */
export function momentOf(confusion) {
  return !confusion ? "no prediction yet" : confusion.epoch === 0 ? "before training" : `after epoch ${formatCount(confusion.epoch)}`;
}

/**
 * Summary for a screen reader.
 * @param {object|null} confusion section 13 of a frame
 * @param {string[]} names names of the classes
 * @returns {string} accuracy and the worst confusion
 */
export function confusionLabel(confusion, names) {
  if (!confusion) return "Confusion matrix of the test part: no prediction yet.";
  const { total, accuracy, worst } = confusionFigures(confusion);
  const mistake = worst ? `; most often class ${names[worst.truth]} is taken for ${names[worst.taken]}, ${formatNoun(worst.count, "time")}` : "; no mistake";
  return `Confusion matrix of ${formatNoun(total, "window")} of the test part, ${momentOf(confusion)}: ${formatPercent(accuracy, 2)} right${mistake}.`;
}

/** Contrast of two colours as WCAG counts it, 1 to 21. */
function contrast(a, b) {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color) {
  const [r, g, b] = color.map(value => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
