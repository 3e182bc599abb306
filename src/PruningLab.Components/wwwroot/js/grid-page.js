// What the pages of grids do outside Blazor: dialogs and copying.
import { startDialogs } from "./rule-picker.js";

const SHOWN_FOR = 1500;

/**
 * Starts the page's part: `data-copies` is the text that a button copies, `data-spoken` says so.
 * @param {HTMLElement} element the page's root
 * @returns {{set(name: string, value: unknown): void, resize(): void, dispose(): void}} the handle
 */
export function create(element) {
  const stop = new AbortController();
  const { signal } = stop;
  const spoken = element.querySelector("[data-spoken]");
  startDialogs(signal);

  element.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-copies]") : null;
    if (!button) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copies);
      if (spoken) spoken.textContent = "Copied.";
      button.dataset.copied = "true";
      setTimeout(() => delete button.dataset.copied, SHOWN_FOR);
    } catch {
      window.prompt("Copy this:", button.dataset.copies); // no clipboard without a secure address
    }
  }, { signal });

  return {
    set() {},
    resize() {},
    dispose() {
      stop.abort();
    },
  };
}
