// Fewer points for the same picture. Pure: no DOM.

/**
 * Indices of the least and the greatest value of each bucket, in order; every index when there are few values.
 * NaN is skipped.
 * @param {ArrayLike<number>} values values
 * @param {number} from first index
 * @param {number} to index after the last
 * @param {number} buckets number of buckets; at most two indices each
 * @returns {number[]} rising indices
 */
export function extremeIndices(values, from, to, buckets) {
  const count = to - from;
  const chosen = [];
  if (count <= 2 * buckets) {
    for (let index = from; index < to; index++) chosen.push(index);
    return chosen;
  }
  for (let bucket = 0; bucket < buckets; bucket++) {
    const start = from + Math.floor(bucket * count / buckets);
    const end = from + Math.floor((bucket + 1) * count / buckets);
    let least = -1;
    let greatest = -1;
    for (let index = start; index < end; index++) {
      const value = values[index];
      if (value !== value) continue;
      if (least < 0 || value < values[least]) least = index;
      if (greatest < 0 || value > values[greatest]) greatest = index;
    }
    if (least < 0) continue;
    if (least === greatest) chosen.push(least);
    else chosen.push(Math.min(least, greatest), Math.max(least, greatest));
  }
  return chosen;
}

/**
 * Rising union of index lists.
 * @param {...number[]} lists rising lists
 * @returns {number[]} every index once, rising
 */
export function unionIndices(...lists) {
  return [...new Set(lists.flat())].sort((left, right) => left - right);
}

/**
 * Centred moving mean at chosen places: the mean of the values at most `reach` away. NaN is skipped.
 * @param {ArrayLike<number>} values values
 * @param {number} length how many of the values count
 * @param {number} reach values to each side
 * @param {number} points at most this many places, evenly spread; the last value is always one
 * @returns {{index: number[], mean: number[]}} places and means
 */
export function movingMeans(values, length, reach, points) {
  const index = [];
  const mean = [];
  if (length === 0) return { index, mean };
  const places = Math.min(points, length);
  let low = 0;
  let high = 0;
  let sum = 0;
  let count = 0;
  for (let place = 0; place < places; place++) {
    const centre = places === 1 ? length - 1 : Math.round(place * (length - 1) / (places - 1));
    const start = Math.max(0, centre - reach);
    const end = Math.min(length, centre + reach + 1);
    for (; high < end; high++) if (values[high] === values[high]) { sum += values[high]; count++; }
    for (; low < start; low++) if (values[low] === values[low]) { sum -= values[low]; count--; }
    index.push(centre);
    mean.push(count > 0 ? sum / count : NaN);
  }
  return { index, mean };
}

/**
 * Path of a step line ("M… H… V…"), thinned to at most one step for each half pixel.
 * @param {{x: number, y: number}[]} steps where the line jumps (pixels), rising x, and the height after the jump
 * @param {number} startX pixel where the line begins
 * @param {number} startY height before the first step
 * @param {number} endX pixel where the line ends
 * @returns {string} path data
 */
export function stepPath(steps, startX, startY, endX) {
  const number = value => Math.round(value * 10) / 10;
  let path = `M${number(startX)} ${number(startY)}`;
  let height = startY;
  for (let index = 0; index < steps.length; index++) {
    const next = steps[index + 1];
    if (next && next.x - steps[index].x < 0.5 && Math.round(next.x * 2) === Math.round(steps[index].x * 2)) continue;
    if (steps[index].y === height) continue;
    height = steps[index].y;
    path += `H${number(steps[index].x)}V${number(height)}`;
  }
  return `${path}H${number(Math.max(endX, startX))}`;
}

/**
 * Ticks of events, one a pixel: the greatest weight of the events that fall on it.
 * @param {{x: number, weight: number}[]} events position (pixels, rising) and weight ≥ 0
 * @returns {{x: number, weight: number}[]} at most one tick for each whole pixel
 */
export function tickBuckets(events) {
  const ticks = [];
  for (const event of events) {
    const pixel = Math.round(event.x);
    const last = ticks[ticks.length - 1];
    if (last && last.x === pixel) last.weight = Math.max(last.weight, event.weight);
    else ticks.push({ x: pixel, weight: event.weight });
  }
  return ticks;
}
