// Names of the gates of recurrent layers and of the three projections of attention.

/** What gates are called in full; others go by their own name. */
export const GATE_NAMES = {
  i: "input gate", f: "forget gate", g: "cell gate", o: "output gate", r: "reset gate", z: "update gate", n: "new gate",
  Q: "queries", K: "keys", V: "values",
};
