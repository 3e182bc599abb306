namespace PruningLab.Engine.Experiments.Grids;

/// <summary>What came of a merge.</summary>
/// <param name="Store">The store that has it all.</param>
/// <param name="Added">Results that it did not have before.</param>
/// <param name="Conflicts">Sentences on trainings that came out otherwise in two stores; the first one was kept.</param>
/// <param name="Notes">Sentences on lines that were cut off, broken or double in the stores.</param>
public sealed record GridMergeResult(GridStore Store, int Added, IReadOnlyList<string> Conflicts, IReadOnlyList<string> Notes);
