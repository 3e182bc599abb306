namespace PruningLab.Engine.Experiments.Reports;

/// <summary>A panel of a figure with axes of its own.</summary>
/// <param name="Title">Title, such as the data set.</param>
/// <param name="Series">The series.</param>
public sealed record FigurePanel(string Title, IReadOnlyList<FigureSeries> Series);
