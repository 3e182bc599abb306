// Starts Blazor and keeps the page alive: sessions live on the server, so when the circuit is gone for good (the server
// was restarted, or the connection was away too long) a reload of the same address brings everything back.
const banner = document.getElementById("components-reconnect-modal");
const text = banner.querySelector("[data-connection-text]");
let reloading = false;

/** Waits until the server answers, then loads this address anew. */
async function reloadWhenBack() {
  if (reloading) return;
  reloading = true;
  text.textContent = "Connection lost, reloading when the server is back …";
  banner.classList.add("connection-gone");
  for (;;) {
    try {
      const answer = await fetch("alive", { cache: "no-store" });
      if (answer.ok || answer.status === 401) break;
    } catch {
      // Not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  location.reload();
}

/** The Blazor script marks the banner with its state; failed and rejected mean that this circuit is gone. */
function watch() {
  const state = banner.classList;
  if (state.contains("components-reconnect-failed") || state.contains("components-reconnect-rejected")) reloadWhenBack();
}

new MutationObserver(watch).observe(banner, { attributes: true, attributeFilter: ["class"] });

await Blazor.start({
  circuit: {
    reconnectionOptions: {
      maxRetries: 30,
      retryIntervalMilliseconds: (attempt) => (attempt < 10 ? 500 : 2000),
    },
  },
});
document.documentElement.dataset.blazor = "started";
