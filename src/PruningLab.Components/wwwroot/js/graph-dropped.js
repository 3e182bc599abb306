// Which units of a block dropout has dropped; section 8 of docs/wire-format.md says which groups its bytes belong to.

const DROPPABLE = /^(hidden|feedforward)\d*$/;

/**
 * @param {{model: {topology: {groups: {id: string, count: number}[]}}, store: {droppedUnits: Uint8Array|null}}} scene
 * @param {{group: string, phase: string}} block
 * @returns {Uint8Array|null} 1 per dropped unit of the block; null where nothing can be dropped.
 */
export function droppedIn({ model, store }, block) {
  if (!store.droppedUnits?.length || block.phase === "t − 1" || !DROPPABLE.test(block.group)) return null;
  let at = 0;
  for (const { id, count } of model.topology.groups) {
    if (id === block.group) return store.droppedUnits.subarray(at, at + count);
    if (DROPPABLE.test(id)) at += count;
  }
  return null;
}
