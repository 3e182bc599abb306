// Sets light or dark before the first paint. A plain script, loaded in the head: the page's policy allows none inline.
(() => {
  const key = "pruninglab-theme";
  const choices = ["auto", "light", "dark"];
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  function read() {
    try {
      const stored = localStorage.getItem(key);
      return choices.includes(stored) ? stored : "auto";
    } catch {
      return "auto"; // Storage is switched off: follow the system.
    }
  }

  let choice = read();

  function apply() {
    const theme = choice === "auto" ? (system.matches ? "dark" : "light") : choice;
    const root = document.documentElement;
    if (root.getAttribute("data-bs-theme") !== theme) root.setAttribute("data-bs-theme", theme);
    root.dataset.themeChoice = choice;
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      const label = choice === "auto" ? "Theme: as the system" : `Theme: ${choice}`;
      button.setAttribute("aria-label", `${label}; press to change`);
      button.title = label;
    }
  }

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-theme-toggle]")) return;
    choice = choices[(choices.indexOf(choice) + 1) % choices.length];
    try {
      localStorage.setItem(key, choice);
    } catch {
      // Storage is switched off: the choice lasts until the page is closed.
    }
    apply();
  });
  window.addEventListener("storage", (event) => {
    if (event.key !== key) return;
    choice = read();
    apply();
  });
  system.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", apply);
  apply();
})();
