// How long a regrown edge counts as new: about an epoch. Pure.

const LEAST = 20;

const batchOf = (store) => store.status?.batch ?? 0;
const youth = (store) => Math.max(LEAST, store.topology.batchesPerEpoch ?? 0);

/** @param {object} store a RunStore. @returns {number} edges born after this batch are new; Infinity while nothing was born. */
export const newSince = (store) => (store.births ? Math.max(0, batchOf(store) - youth(store)) : Infinity);

/** @param {object} store a RunStore. @param {number} born batch of birth + 1 @returns {number} share of its youth that has passed. */
export const ageShare = (store, born) => Math.min(1, Math.max(0, (batchOf(store) + 1 - born) / youth(store)));
