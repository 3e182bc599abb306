namespace PruningLab.Engine.Experiments.Grids;

/// <summary>A grid that is ready to run.</summary>
/// <param name="Id">Its id, on the command line and in addresses.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Summary">What it runs, in one or two sentences.</param>
/// <param name="Spec">The grid.</param>
public sealed record PaperGridPreset(string Id, string Title, string Summary, GridSpec Spec);
