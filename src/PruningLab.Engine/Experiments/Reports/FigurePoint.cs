namespace PruningLab.Engine.Experiments.Reports;

/// <summary>A point of a figure.</summary>
/// <param name="X">Its category, or its place on the horizontal axis as text (<c>7</c>).</param>
/// <param name="Y">Value; NaN when there is none.</param>
/// <param name="Low">Lower end of its interval; NaN when it has none.</param>
/// <param name="High">Upper end.</param>
/// <param name="Published">The paper's value; NaN when there is none.</param>
public readonly record struct FigurePoint(string X, double Y, double Low, double High, double Published);
