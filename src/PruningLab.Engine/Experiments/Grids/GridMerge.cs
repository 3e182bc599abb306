namespace PruningLab.Engine.Experiments.Grids;

/// <summary>Makes one store of several that hold parts of the same grid, such as the shards of several machines.</summary>
public static class GridMerge
{
    /// <summary>Merges.</summary>
    /// <remarks>Of a training that several stores have, the first success counts, in the order given, else the first failure; the
    /// stores themselves are only read. What the target has already comes first, so that a merge may be repeated when
    /// more results are there.</remarks>
    /// <param name="folders">The stores.</param>
    /// <param name="into">The store that gets it all; made unless it is there.</param>
    /// <exception cref="GridStoreException">A store cannot be read, holds another grid, or the target cannot be written.</exception>
    public static GridMergeResult Merge(IReadOnlyList<string> folders, string into)
    {
        ArgumentNullException.ThrowIfNull(folders);
        GridStore[] stores = [.. folders.Select(GridStore.Open)];
        if (stores.Length == 0)
        {
            throw new GridStoreException("There is no store to merge: name at least one.");
        }
        string grid = stores[0].Spec.ToJson();
        if (Array.Find(stores, store => store.Spec.ToJson() != grid) is { } other)
        {
            throw new GridStoreException(GridDevices.DifferByDevice(other.Spec, stores[0].Spec)
                ? $"{other.Folder}: this grid was trained on {GridDevices.Of(other.Spec)}, that of {stores[0].Folder} on {GridDevices.Of(stores[0].Spec)}: merge only results of the same device."
                : $"{other.Folder}: the folder holds another grid (“{other.Spec.Name}”) than {stores[0].Folder} (“{stores[0].Spec.Name}”): merge only parts of the same grid.");
        }
        GridStore target = GridStore.Create(into, stores[0].Spec);
        using RunnerSeat seat = RunnerSeat.Take(target);
        using IDisposable held = RunnerSeat.Hold(target, CancellationToken.None);
        Dictionary<string, (GridResult Result, string From)> known = target.Read().Results.ToDictionary(
            result => result.Job, result => (result, target.Folder), StringComparer.Ordinal);
        List<string> conflicts = [], notes = [];
        HashSet<string> added = new(StringComparer.Ordinal);
        foreach (GridStore store in stores)
        {
            GridResults results = store.Read();
            notes.AddRange(results.Notes.Select(note => $"{store.Folder}: {note}"));
            foreach (GridResult result in results.Results)
            {
                if (!known.TryGetValue(result.Job, out (GridResult Result, string From) before) || (before.Result.Failure is not null && result.Failure is null))
                {
                    known[result.Job] = (result, store.Folder);
                    added.Add(result.Job);
                }
                else if (before.Result.Failure is null && result.Failure is null && before.Result.Fingerprint != result.Fingerprint)
                {
                    conflicts.Add(Conflict(before.Result, before.From, result, store));
                }
            }
        }
        try
        {
            seat.Append([.. known.Values.Select(pair => pair.Result).Where(result => added.Contains(result.Job)).OrderBy(result => result.Place, new GridPlaceOrder(target.Spec))]);
        }
        catch (Exception exception) when (StoreTrouble.Is(exception))
        {
            throw new GridStoreException(StoreTrouble.Sentence(target.Folder, "the merged results could not be written", exception), exception);
        }
        return new GridMergeResult(target, added.Count, conflicts, notes);
    }

    private static string Conflict(GridResult first, string from, GridResult second, GridStore store)
    {
        string cause = first.DataFingerprint != second.DataFingerprint
            ? "the data files differ"
            : store.Spec.Training.Device is { } device
                ? $"the data are the same, so the versions of PruningLab or the machines differ, or {device} rounds otherwise each time"
                : "the data are the same, so the versions of PruningLab or the processors differ";
        return $"{first.Place}: {from} and {store.Folder} have different weights; {cause}. The first one is kept.";
    }
}
