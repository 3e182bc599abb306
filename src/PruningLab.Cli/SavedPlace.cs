using PruningLab.Engine.Runs;

namespace PruningLab.Cli;

/// <summary>Saved weights: a file of their own, or those of a run folder.</summary>
/// <param name="Weights">The file of weights.</param>
/// <param name="Run">The run folder; null for a file of its own.</param>
internal sealed record SavedPlace(string Weights, RunFolder? Run)
{
    /// <summary>Looks what is at a path.</summary>
    /// <exception cref="Engine.Data.DataException">It is a folder, but not of a whole run.</exception>
    public static SavedPlace Of(string path)
    {
        if (!Directory.Exists(path))
        {
            return new SavedPlace(path, null);
        }
        RunFolder run = RunFolder.Open(path);
        return new SavedPlace(run.WeightsPath, run);
    }
}
