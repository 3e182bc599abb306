namespace PruningLab.Engine.Data;

/// <summary>How one column was standardised: <c>z = (x − mean)/scale</c>.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Mean">What was subtracted, in the column's own units.</param>
/// <param name="Scale">What was divided by, in the column's own units; not 0.</param>
public sealed record ColumnScale(string Name, double Mean, double Scale);
