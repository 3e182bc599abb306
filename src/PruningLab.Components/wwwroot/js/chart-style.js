// Style of the charts, adopted once by the document. Colours are the page's custom properties, so that a change of theme
// needs no drawing. The rules under .pl-plot are those that a chart of Plotly needs to answer the pointer; Plotly's own
// style element is refused where the page's policy allows no inline style.

/** The arrow of a choice, as the page's own choices have it. */
const CHEVRON = `url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 6'%3E%3Cpath d='M1 1l4 4 4-4' fill='none' stroke='%23808794' stroke-width='1.6'/%3E%3C/svg%3E")`;

const RULES = `
.pl-chart { contain: layout paint style; position: relative; width: 100%; height: 100%; min-height: 0; overflow: hidden; font: 12px var(--pl-font, system-ui, sans-serif);
  color: var(--pl-ink); font-variant-numeric: tabular-nums; display: flex; flex-direction: column; }
.pl-chart svg { display: block; overflow: hidden; }
.pl-chart svg[display=none] { display: none; }
.pl-chart svg text { font-size: 11px; fill: var(--pl-muted); user-select: none; }
.pl-chart .pl-room { position: relative; flex: 1 1 0; min-height: 0; min-width: 0; overflow: hidden; }
.pl-chart .pl-room > svg { position: absolute; inset: 0; }
.pl-chart .pl-bar { display: flex; align-items: center; gap: 6px; flex: none; height: 22px; min-width: 0; white-space: nowrap; }
.pl-chart .pl-fill { flex: 1 1 0; min-width: 0; overflow: hidden; text-overflow: ellipsis; color: var(--pl-muted); font-size: 11px; }
.pl-chart .pl-fill-keys { display: flex; gap: 8px; justify-content: flex-end; }
.pl-chart .pl-sentence { position: absolute; inset: 0; display: flex; align-items: center; justify-content: center; padding: 8px 16px;
  text-align: center; color: var(--pl-muted); }
.pl-chart .pl-sentence[hidden] { display: none; }
.pl-grid { stroke: var(--pl-grid); shape-rendering: crispEdges; }
.pl-axis { stroke: var(--pl-line); shape-rendering: crispEdges; }
.pl-now { stroke: var(--pl-accent); shape-rendering: crispEdges; }
.pl-plan { fill: none; stroke: var(--pl-muted); stroke-width: 1.5; stroke-dasharray: 4 3; }
.pl-never { opacity: .35; }
.pl-smooth { fill: none; stroke: var(--pl-muted); stroke-width: 1; opacity: .45; }
.pl-former { fill: none; stroke: var(--pl-muted); stroke-width: 1; stroke-dasharray: 1 3; opacity: .8; }
.pl-level-reached { fill: none; stroke: var(--pl-pruned); stroke-width: 1.25; stroke-dasharray: 1 3; }
.pl-tick-idle { fill: none; stroke: var(--pl-muted); stroke-width: 1; shape-rendering: crispEdges; opacity: .6; }
.pl-in-force { fill: none; stroke: var(--pl-muted); stroke-width: 1.5; stroke-dasharray: 4 3; opacity: .75; }
.pl-coming { fill: none; stroke: var(--pl-accent); stroke-width: 2; stroke-dasharray: 6 3; }
.pl-achieved { fill: none; stroke: var(--pl-pruned); stroke-width: 2; }
.pl-tick-cut { fill: none; stroke: var(--pl-pruned); stroke-width: 1; shape-rendering: crispEdges; }
.pl-flag { fill: var(--pl-flag); stroke: none; }
.pl-flag-line { stroke: var(--pl-flag); stroke-dasharray: 1 2; shape-rendering: crispEdges; }
.pl-flag-group { outline: none; cursor: help; }
.pl-flag-group:focus-visible .pl-flag { stroke: var(--pl-accent); stroke-width: 2; }
.pl-chart svg text.pl-note { fill: var(--pl-ink); font-size: 11px; paint-order: stroke; stroke: var(--pl-panel); stroke-width: 4px; stroke-linejoin: round; }
.pl-chart svg text.pl-symbol { fill: var(--pl-ink); paint-order: stroke; stroke: var(--pl-panel); stroke-width: 3px; stroke-linejoin: round; pointer-events: none; }
.pl-handle { cursor: ns-resize; outline: none; touch-action: none; }
.pl-handle[data-axis="x"] { cursor: ew-resize; }
.pl-handle .pl-hit { fill: transparent; stroke: none; }
.pl-handle .pl-knob { fill: var(--pl-panel); stroke: var(--pl-accent); stroke-width: 2; }
.pl-handle .pl-leader { stroke: var(--pl-accent); stroke-width: 1; }
.pl-handle .pl-ring { fill: none; stroke: none; }
.pl-handle:hover .pl-knob, .pl-handle[data-active] .pl-knob { fill: var(--pl-accent); }
.pl-handle:focus-visible .pl-ring { stroke: var(--pl-accent); stroke-width: 2; }
.pl-chart .pl-number { position: absolute; width: 76px; font: inherit; padding: 1px 4px; color: var(--pl-ink); background: var(--pl-panel);
  border: 1px solid var(--pl-accent); border-radius: 4px; z-index: 2; }
.pl-chart .pl-number[aria-invalid="true"] { border-style: dashed; border-width: 2px; }
.pl-chart .pl-key { display: inline-flex; align-items: center; gap: 4px; color: var(--pl-muted); font-size: 11px; }
.pl-plot .svg-container { position: relative; }
.pl-plot .main-svg { position: absolute; top: 0; left: 0; pointer-events: none; }
.pl-plot .main-svg .draglayer { pointer-events: all; }
.pl-plot .cursor-crosshair { cursor: crosshair; }
.pl-plot .cursor-ew-resize { cursor: ew-resize; }
.pl-plot .cursor-ns-resize { cursor: ns-resize; }
.pl-chart .pl-save { position: absolute; top: 0; right: 0; width: 16px; height: 16px; padding: 2px; border: 0; border-radius: 3px; background: transparent;
  color: var(--pl-muted); cursor: pointer; opacity: 0; line-height: 0; }
.pl-chart .pl-room:hover .pl-save, .pl-chart .pl-save:focus-visible { opacity: 1; }
.pl-chart .pl-save:hover { color: var(--pl-accent); }
.pl-chart .pl-save:focus-visible { outline: 2px solid var(--pl-accent); outline-offset: -2px; }
.pl-chart .pl-save path { fill: none; stroke: currentColor; stroke-width: 1.3; }
.pl-chart .pl-keys { position: absolute; top: 2px; right: 16px; display: flex; gap: 10px; pointer-events: none; padding: 0 4px; border-radius: 4px; }
.pl-chart .pl-bar .pl-keys { position: static; flex: none; order: 9; }
.pl-chart .pl-mark { flex: none; }
.pl-chart .pl-mark path { fill: none; stroke-width: 1.75; stroke: var(--pl-train); }
.pl-chart .pl-mark-last path, .pl-chart .pl-mark-next path { stroke: var(--pl-pruned); }
.pl-chart .pl-mark-next path { stroke-dasharray: 4 2; }
.pl-chart .pl-mark-train-epochs rect { fill: var(--pl-train); }
.pl-chart .pl-mark-test path, .pl-chart .pl-mark-prediction path { stroke: var(--pl-test); }
.pl-chart .pl-mark-test circle { fill: var(--pl-test); }
.pl-chart .pl-mark-validation path { stroke: var(--pl-validation); }
.pl-chart .pl-mark-validation path + path { fill: var(--pl-validation); }
.pl-chart .pl-mark-prediction path { stroke-dasharray: 5 2; }
.pl-chart .pl-mark-truth path { stroke: var(--pl-ink); stroke-width: 1; }
.pl-chart .pl-mark-band rect { fill: var(--pl-test); opacity: .25; }
.pl-chart .pl-segments { display: inline-flex; border: 1px solid var(--pl-line); border-radius: 5px; overflow: hidden; flex: none; }
.pl-chart .pl-segments button { font: inherit; font-size: 11px; line-height: 18px; padding: 0 6px; border: 0; color: var(--pl-muted); background: transparent; cursor: pointer; }
.pl-chart .pl-segments button { max-width: 98px; overflow: hidden; text-overflow: ellipsis; }
.pl-chart .pl-segments button[data-value="own"] { max-width: 74px; }
.pl-chart .pl-segments[hidden] { display: none; }
.pl-chart .pl-segments button + button { border-left: 1px solid var(--pl-line); }
.pl-chart .pl-segments button[aria-pressed="true"] { color: var(--pl-ink); background: var(--pl-grid); font-weight: 600; }
.pl-chart .pl-segments button:disabled { opacity: .45; cursor: default; }
.pl-chart .pl-segments button:focus-visible, .pl-chart select:focus-visible { outline: 2px solid var(--pl-accent); outline-offset: -2px; }
.pl-chart select { font: inherit; font-size: 11px; height: 20px; flex: 0 1 auto; min-width: 48px; max-width: min(126px, 36%); color: var(--pl-ink); border: 1px solid var(--pl-line); border-radius: 5px;
  padding: 0 18px 0 5px; appearance: none; text-overflow: ellipsis; background: var(--pl-panel) ${CHEVRON} no-repeat right 6px center / 8px; }
.pl-chart .pl-caption { flex: none; height: 30px; line-height: 15px; overflow: hidden; color: var(--pl-ink); font-size: 11.5px; }
.pl-chart .pl-bars { fill: var(--pl-dropped); }
.pl-chart .pl-cut { stroke: var(--pl-pruned); stroke-width: 1; }
.pl-chart .pl-hatch-ground { fill: var(--pl-pruned); opacity: .22; }
.pl-chart .pl-hatch-line { stroke: var(--pl-pruned); stroke-width: 1.6; }
.pl-told { gap: 4px; }
.pl-readings { display: grid; gap: 0 10px; align-content: start; flex: 0 1 auto; overflow-y: auto; overflow-x: hidden; min-height: 0; scrollbar-width: thin; }
.pl-readings:focus-visible, .pl-journal:focus-visible { outline: 2px solid var(--pl-accent); outline-offset: -2px; }
.pl-reading { min-width: 0; padding-bottom: 3px; }
.pl-reading-words { min-width: 0; display: flex; gap: 4px; line-height: 17px; white-space: nowrap; font-size: 11.5px; color: var(--pl-muted); }
.pl-reading-words span { overflow: hidden; text-overflow: ellipsis; }
.pl-reading-words .pl-reading-symbol { flex: none; }
.pl-reading-words strong { flex: none; margin-left: auto; font-size: 12px; font-weight: 650; color: var(--pl-ink); }
.pl-reading-words .pl-reading-unit { flex: 0 1000 auto; min-width: 2.2ch; }
.pl-reading-line { fill: none; stroke: var(--pl-accent); stroke-width: 1.5; stroke-linejoin: round; }
.pl-reading-dot { fill: var(--pl-accent); }
.pl-journal { flex: 1 1 0; min-height: 36px; overflow-y: auto; border-top: 1px solid var(--pl-line); scrollbar-width: thin; }
.pl-journal[hidden], .pl-told-empty[hidden] { display: none; }
.pl-journal ol { list-style: none; margin: 0; padding: 2px 0; }
.pl-journal li { display: grid; grid-template-columns: 16px auto minmax(0, 1fr); gap: 0 6px; align-items: start; padding: 2px 0; line-height: 16px; font-size: 11.5px; }
.pl-journal-when { color: var(--pl-muted); white-space: nowrap; }
.pl-journal-icon path { fill: none; stroke: var(--pl-muted); stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
.pl-journal-pruned path { stroke: var(--pl-pruned); }
.pl-journal-grown path { stroke: var(--pl-born); }
.pl-told-empty { position: absolute; inset: 0; display: flex; align-items: center; justify-content: center; margin: 0; color: var(--pl-muted); }
.pl-score-bars { fill: var(--pl-score); opacity: .55; }
.pl-score-curve { fill: none; stroke: var(--pl-score); stroke-width: 1.75; stroke-linejoin: round; }
.pl-score-below { fill: var(--pl-warn); opacity: .28; }
.pl-score-line { stroke: var(--pl-ink); stroke-width: 1.25; }
.pl-score-next { stroke-dasharray: 4 2; }
.pl-chart[data-value]:not([data-value="w"]) .pl-mark-last path, .pl-chart[data-value]:not([data-value="w"]) .pl-mark-next path { stroke: var(--pl-ink); }
.pl-chart .pl-values { max-width: min(150px, 46%); }
.pl-chart .pl-values:not([hidden]):has(+ select:not([hidden])), .pl-chart .pl-values:not([hidden]) + select { max-width: 25%; }
.pl-chart select[hidden] { display: none; }
.pl-chart .pl-threshold { stroke: var(--pl-pruned); stroke-width: 1.5; }
.pl-chart .pl-threshold-next { stroke: var(--pl-pruned); stroke-width: 1.5; stroke-dasharray: 4 2; }
.pl-confusion { display: flex; gap: 10px; flex: 1 1 0; min-height: 0; min-width: 0; padding-bottom: 2px; }
.pl-confusion .pl-room { flex: 1 1 0; }
.pl-confusion .pl-confusion-words { display: flex; flex-direction: column; flex: none; width: 112px; gap: 2px; padding-top: 2px; color: var(--pl-muted); font-size: 11px; line-height: 14px; overflow: hidden; }
.pl-confusion .pl-confusion-words strong { color: var(--pl-ink); font-size: 13px; font-weight: 650; }
.pl-chart svg text.pl-confusion-count { fill: currentcolor; pointer-events: none; }
.pl-confusion-cell:hover { stroke: var(--pl-ink); stroke-width: 1.5; }
.pl-chart .pl-speed-verdict { flex: none; margin: 0; min-height: 16px; max-height: 32px; overflow: hidden; color: var(--pl-ink); font-size: 12px; font-weight: 550; line-height: 16px; }
.pl-chart .pl-speed-how { flex: none; margin: 2px 0 0; color: var(--pl-muted); font-size: 11px; line-height: 14px; }
.pl-chart .pl-speed { display: flex; gap: 8px; flex: 1 1 0; min-height: 0; min-width: 0; }
.pl-speed .pl-room[hidden] { display: none; }
.pl-chart .pl-speed > .pl-speed-verdict { flex: 1 1 0; min-width: 0; max-height: none; }
.pl-speed-dense, .pl-speed-sparse { fill: none; stroke-width: 1.75; stroke-linejoin: round; }
.pl-speed-dense { stroke: var(--pl-muted); stroke-dasharray: 5 3; }
.pl-speed-sparse { stroke: var(--pl-accent); }
.pl-speed-dot { stroke: var(--pl-panel); stroke-width: 1.5; }
.pl-speed-dot-dense { fill: var(--pl-muted); }
.pl-speed-dot-sparse { fill: var(--pl-accent); }
.pl-speed-even { stroke: var(--pl-ink); stroke-width: 1; stroke-dasharray: 1 3; shape-rendering: crispEdges; }
.pl-chart svg text.pl-speed-name-sparse { fill: var(--pl-accent); }
.pl-speed-table { flex: none; align-self: flex-start; border-collapse: collapse; font-size: 11px; line-height: 14px; }
.pl-speed-table caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.pl-speed-table th, .pl-speed-table td { padding: 0 0 0 8px; text-align: right; font-weight: 400; white-space: nowrap; min-width: 46px; }
.pl-speed-table th { color: var(--pl-muted); }
.pl-speed-table tbody th { text-align: left; padding-left: 0; }
.pl-speed-table td:last-child { font-weight: 600; }
.pl-speed-table td.pl-speed-took { text-align: left; padding-left: 0; color: var(--pl-muted); }
.pl-chart[data-tall="true"] .pl-speed > .pl-speed-verdict { flex: none; }
.pl-chart[data-tall="true"] .pl-speed { flex-direction: column; gap: 4px; }
.pl-chart[data-tall="true"] .pl-speed-table { align-self: stretch; font-size: 11.5px; line-height: 15px; }
.pl-chart .pl-speed-how[hidden] { display: none; }
.pl-matrices { width: 100%; border-collapse: collapse; font: 12px var(--pl-font, system-ui, sans-serif); color: var(--pl-ink); font-variant-numeric: tabular-nums; }
.pl-matrices caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.pl-matrices th, .pl-matrices td { padding: 2px 5px; border-top: 1px solid var(--pl-line); text-align: right; font-weight: 400; white-space: nowrap; }
.pl-matrices thead th { border-top: 0; color: var(--pl-muted); position: sticky; top: 0; background: var(--pl-panel); }
.pl-matrices th:first-child { text-align: left; overflow: hidden; }
.pl-matrices tfoot th, .pl-matrices tfoot td { font-weight: 600; position: sticky; bottom: 0; background: var(--pl-panel); }
.pl-matrices td:last-child { width: 34%; }
.pl-matrices .pl-share { display: flex; align-items: center; justify-content: flex-end; gap: 6px; }
.pl-matrices .pl-track { flex: 1 1 auto; height: 7px; border-radius: 2px; background: var(--pl-grid); overflow: hidden; }
.pl-matrices .pl-level { display: block; height: 100%; width: 100%; background: var(--pl-pruned); transform-origin: left; transform: scaleX(0); }
.pl-matrices .pl-share-text { min-width: 5.6ch; }
.pl-rows { height: 100%; overflow-y: auto; overflow-x: hidden; scroll-snap-type: y proximity; scrollbar-width: thin; }
.pl-rows tbody tr { scroll-snap-align: start; }
.pl-rows:focus-visible { outline: 2px solid var(--pl-accent); outline-offset: -2px; }
.pl-rows.is-tight .pl-track { display: none; }
.pl-rows.is-tight td:last-child { width: auto; }
@media (forced-colors: active) {
  .pl-handle .pl-knob { fill: Canvas; stroke: Highlight; }
}
`;

let sheet = null;

/** Lets the document adopt the style, once. */
export function adoptStyle() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(RULES);
  }
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
