namespace PruningLab.Benchmarks.Lab;

/// <summary>What a page has done since it was opened.</summary>
/// <param name="Frames">Frames taken from the server.</param>
/// <param name="Drawn">Frames painted by the graph.</param>
/// <param name="TaskTime">Milliseconds of work on the main thread.</param>
/// <param name="ScriptTime">Milliseconds of it in scripts.</param>
/// <param name="LayoutTime">Milliseconds of it in layout and style.</param>
/// <param name="Paints">Paintings of the graph's worker.</param>
/// <param name="PaintTime">Milliseconds of these.</param>
internal sealed record PageCounts(double Frames, double Drawn, double TaskTime, double ScriptTime, double LayoutTime, double Paints, double PaintTime)
{
    /// <summary>What was done since an earlier count.</summary>
    public PageCounts Since(PageCounts earlier) => new(
        Frames - earlier.Frames, Drawn - earlier.Drawn, TaskTime - earlier.TaskTime, ScriptTime - earlier.ScriptTime,
        LayoutTime - earlier.LayoutTime, Paints - earlier.Paints, PaintTime - earlier.PaintTime);
}
