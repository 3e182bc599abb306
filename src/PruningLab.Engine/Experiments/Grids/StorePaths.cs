namespace PruningLab.Engine.Experiments.Grids;

/// <summary>Where a store has what.</summary>
/// <param name="Folder">The store.</param>
internal sealed record StorePaths(string Folder)
{
    /// <summary>Endings of the files.</summary>
    public const string ResultEnding = ".jsonl", LockEnding = ".lock";

    /// <summary>The spec.</summary>
    public string Grid => Path.Combine(Folder, "grid.json");

    /// <summary>Held while jobs are given out.</summary>
    public string Lock => Path.Combine(Folder, "store.lock");

    /// <summary>Folder of the results.</summary>
    public string Results => Path.Combine(Folder, "results");

    /// <summary>Folder of the runners' locks.</summary>
    public string Runners => Path.Combine(Folder, "runners");

    /// <summary>Folder of the claims.</summary>
    public string Claims => Path.Combine(Folder, "claims");

    /// <summary>Results of a runner.</summary>
    public string ResultsOf(string runner) => Path.Combine(Results, runner + ResultEnding);

    /// <summary>Held while a runner lives.</summary>
    public string LockOf(string runner) => Path.Combine(Runners, runner + LockEnding);

    /// <summary>What a runner writes down about errors that nobody foresaw.</summary>
    public string LogOf(string runner) => Path.Combine(Runners, runner + ".log");

    /// <summary>Claim of a job.</summary>
    public string ClaimOf(string job) => Path.Combine(Claims, job);
}
