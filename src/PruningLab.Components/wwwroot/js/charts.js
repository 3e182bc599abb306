// Charts of a run: loss and errors of training and test, and what the network makes of the test part.
export { create as createLoss } from "./chart-loss.js";
export { create as createPrediction } from "./chart-outcome.js";
