import assert from "node:assert/strict";
import test from "node:test";
import { commandOf } from "../../src/PruningLab.Components/wwwroot/js/lab-page.js";

const nothing = { text: false, press: false, arrows: false };

test("commandOf knows the page's keys", () => {
  assert.equal(commandOf({ key: " " }, nothing), "play");
  assert.equal(commandOf({ key: "ArrowRight" }, nothing), "batch");
  assert.equal(commandOf({ key: "ArrowRight", shiftKey: true }, nothing), "epoch");
  assert.equal(commandOf({ key: "r" }, nothing), "reset");
  assert.equal(commandOf({ key: "R", shiftKey: true }, nothing), "reseed");
  assert.equal(commandOf({ key: "?", shiftKey: true }, nothing), "help");
});

test("commandOf reads letters without regard to caps lock", () => {
  assert.equal(commandOf({ key: "R" }, nothing), "reset");
  assert.equal(commandOf({ key: "r", shiftKey: true }, nothing), "reseed");
});

test("commandOf leaves keys to the focused element", () => {
  for (const key of [" ", "ArrowRight", "r", "?"]) assert.equal(commandOf({ key }, { ...nothing, text: true }), null);
  assert.equal(commandOf({ key: " " }, { ...nothing, press: true }), null);
  assert.equal(commandOf({ key: "r" }, { ...nothing, press: true }), "reset");
  assert.equal(commandOf({ key: "ArrowRight" }, { ...nothing, arrows: true }), null);
  assert.equal(commandOf({ key: "ArrowRight", shiftKey: true }, { ...nothing, arrows: true }), null);
});

test("commandOf leaves keys to the browser and to whoever took them", () => {
  for (const modifier of ["ctrlKey", "metaKey", "altKey", "defaultPrevented", "isComposing"]) {
    assert.equal(commandOf({ key: "r", [modifier]: true }, nothing), null);
  }
  assert.equal(commandOf({ key: "x" }, nothing), null);
});
