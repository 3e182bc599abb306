using Microsoft.AspNetCore.Components;
using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;

namespace PruningLab.Components.Grids;

/// <summary>The data sets of a grid, out of the catalogue. Those whose files are not here cannot be chosen, and say where to get them.</summary>
public sealed partial class DataAxis : GridAxis
{
    /// <summary>The catalogue.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<CatalogueEntry> Entries { get; set; } = [];

    private static bool IsMissing(CatalogueEntry entry) => entry.IsMissing || entry.Bytes == 0;

    private static string Advice(CatalogueEntry entry) => entry.HowToGet.Length > 0 ? entry.HowToGet : $"Its file is not here. {entry.SourceNote}";

    private static string NoteId(CatalogueEntry entry) => $"get-{entry.Id}";

    private CatalogueEntry? Find(string source) => Entries.FirstOrDefault(entry => entry.Id == source);

    private static string Describe(GridData data)
    {
        DataSpec spec = data.Spec;
        string[] parts =
        [
            spec.Group.Length > 0 ? $"group {spec.Group}" : string.Empty,
            spec.From is { } from ? GridWords.Invariant($"from {from:yyyy-MM-dd}") : string.Empty,
            spec.To is { } to ? GridWords.Invariant($"to {to:yyyy-MM-dd}") : string.Empty,
            spec.Resample == ResampleStep.None ? string.Empty : $"one row per {spec.Resample.ToString().ToLowerInvariant()}",
            spec.Engineering is null ? string.Empty : "with engineered features",
            spec.Targets.Count > 0 ? $"predicts {string.Join(", ", spec.Targets)}" : string.Empty,
        ];
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    private string? Fault(GridData data, CatalogueEntry? entry) =>
        entry is null ? $"There is no data set “{data.Spec.Source}” here: upload it on a lab's data panel or put it into the data folder, or leave it out."
        : IsMissing(entry) ? Advice(entry)
        : entry.OwnWindow > 0 && Spec.Windows.Any(window => window != entry.OwnWindow) ? GridWords.Invariant($"These pictures come in windows of {entry.OwnWindow}: make {entry.OwnWindow} the only window, or leave them out.")
        : null;

    private string? NameFault(string name, int index) => NameFault(name, "data set", Spec.Data.Where((_, place) => place != index).Select(data => data.Name));

    private Task AddAsync(CatalogueEntry entry)
    {
        DataSpec spec = (entry.SuggestedData ?? new DataSpec()) with { Source = entry.Id };
        return SetAsync(Spec with { Data = [.. Spec.Data, new GridData(Free(entry.Title, Spec.Data.Select(data => data.Name)), spec)] });
    }

    private Task RemoveAsync(int index) => SetAsync(Spec with { Data = Without(Spec.Data, index) });

    private Task RenameAsync(int index, string name) => SetAsync(Spec with { Data = Replace(Spec.Data, index, Spec.Data[index] with { Name = name }) });
}
