namespace PruningLab.Engine.Experiments.Grids;

/// <summary>What a store holds at one moment.</summary>
/// <param name="Results">One result per job: a success where there is one, else the last failure.</param>
/// <param name="Notes">Sentences on lines that were cut off, broken or double.</param>
public sealed record GridResults(IReadOnlyList<GridResult> Results, IReadOnlyList<string> Notes);
