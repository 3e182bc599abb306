using PruningLab.Engine.Data;

namespace PruningLab.Components.Tests.Fakes;

/// <summary>A short series of two columns as windows: quick to train on.</summary>
internal sealed class SmallWindows : IWindowSource
{
    public const string Missing = "missing";

    public WindowSet Load(DataSpec spec)
    {
        if (spec.Source == Missing)
        {
            throw new DataException("The data set \"missing\" no longer exists; choose another one or upload the file again.");
        }

        const int rows = 90;
        float[] values = [.. Enumerable.Range(0, rows * 2).Select(i => MathF.Sin(i * 0.3f))];
        float[] target = [.. Enumerable.Range(0, rows).Select(i => MathF.Sin(i * 0.6f))];
        return new WindowSet(values, target, ["a", "b"], "a", Math.Min(spec.Window, 10), 70, 0, 1);
    }

    public string TargetUnit(DataSpec spec) => "points";
}
