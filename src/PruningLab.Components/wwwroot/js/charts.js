// Charts of a run: loss and errors of training and test, and prediction against truth on the test part.
export { create as createLoss } from "./chart-loss.js";
export { create as createPrediction } from "./chart-prediction.js";
