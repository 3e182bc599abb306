namespace PruningLab.Engine.Experiments.Reports;

/// <summary>A figure as data; writers draw it.</summary>
/// <param name="Id">Name of its file, such as <c>figure-3-rnn</c>.</param>
/// <param name="Title">Title.</param>
/// <param name="IsBars">True for bars by category, false for lines over <paramref name="XLabel"/>.</param>
/// <param name="XLabel">Horizontal axis, with unit.</param>
/// <param name="YLabel">Vertical axis, with unit.</param>
/// <param name="Panels">The panels.</param>
public sealed record ReportFigure(
    string Id, string Title, bool IsBars, string XLabel, string YLabel, IReadOnlyList<FigurePanel> Panels);
