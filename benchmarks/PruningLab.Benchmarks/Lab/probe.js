// Measures inside the page, so that the driver's own latency is not counted. Set before any script of the page runs.
(() => {
  const probe = window.labProbe = { firstDrawn: null, drawn: 0, frames: 0, armed: null };

  /** Resolves after the picture that holds the latest change has been handed to the screen. */
  const painted = () => new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(null);
    });
  });

  // The graph's worker names in data-sequence the last frame that it has painted.
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (target.dataset.testid !== "graph" || !(Number(target.dataset.sequence) >= 1)) continue;
      probe.drawn++;
      if (probe.drawn === 1) painted().then((time) => { probe.firstDrawn = time; });
    }
  }).observe(document, { attributes: true, attributeFilter: ["data-sequence"], subtree: true });

  /** First contentful paint in milliseconds since navigation began, or null. */
  probe.firstPaint = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null;

  /** Counts the frames that the page's bench takes from the server. */
  probe.countFrames = async () => {
    const { benchFor } = await import(new URL("_content/PruningLab.Components/js/bench.js", document.baseURI).href);
    benchFor("lab").subscribe({ frame() { probe.frames++; } });
  };

  /**
   * Waits for an event and its effect: the attribute of `effect` takes another value (or `value`). The answer is the time
   * from the event, as the browser stamped it, until the picture with the effect is painted.
   */
  probe.arm = ({ type, source, effect, attribute, value }) => {
    const node = document.querySelector(effect);
    const before = node.getAttribute(attribute);
    probe.armed = new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`No effect of ${type} on ${source} within 20 seconds.`)), 20000);
      const pressed = (event) => {
        if (!event.target.closest?.(source)) return;
        document.removeEventListener(type, pressed, true);
        const observer = new MutationObserver(() => {
          const now = node.getAttribute(attribute);
          if (now === before || (value && now !== value)) return;
          observer.disconnect();
          clearTimeout(limit);
          painted().then((time) => resolve(time - event.timeStamp));
        });
        observer.observe(node, { attributes: true, attributeFilter: [attribute] });
      };
      document.addEventListener(type, pressed, true);
    });
    // Nobody listens yet; the driver asks for the answer after the press.
    probe.armed.catch(() => {});
  };
})();
