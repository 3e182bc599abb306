namespace PruningLab.Engine.Experiments.Reports;

/// <summary>A series of a figure: a method or a network.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="Points">Its points, in the panel's order.</param>
public sealed record FigureSeries(string Name, IReadOnlyList<FigurePoint> Points);
