using System.Globalization;
using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Sessions;

namespace PruningLab.Engine.Frames;

/// <summary>What pictures must know of a run before its first frame (docs/wire-format.md); serialised as camel-case JSON.</summary>
public sealed record Topology(
    int Generation, string Network, IReadOnlyList<Topology.Group> Groups, IReadOnlyList<Topology.Matrix> Parameters, int Prunable,
    int BatchesPerEpoch, int Epochs, string Target, string Unit, Topology.TestPart Test)
{
    /// <summary>A column of units.</summary>
    public sealed record Group(string Id, string Title, int Count, IReadOnlyList<string> Names);

    /// <summary>A prunable weight matrix.</summary>
    public sealed record Matrix(
        int Index, string Name, int Rows, int Columns, int Offset, IReadOnlyList<string> Gates, string From, string To);

    /// <summary>Truth of the test part, every <paramref name="Stride"/>-th window.</summary>
    public sealed record TestPart(int Stride, IReadOnlyList<float> Truth, IReadOnlyList<string> Labels);

    /// <summary>The topology of a session's run.</summary>
    public static Topology Of(SessionView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        WindowSet data = view.Data;
        string network = view.Spec.Network.Kind == NetworkKind.Lstm ? "LSTM" : "RNN";
        int hidden = view.Spec.Network.HiddenUnits;
        List<Matrix> matrices = [];
        int offset = 0;
        for (int i = 0; i < view.Parameters.Count; i++)
        {
            ParameterInfo p = view.Parameters[i];
            if (p.IsPrunable)
            {
                matrices.Add(new Matrix(i, p.Name, p.Rows, p.Columns, offset, p.Gates, p.From, p.To));
                offset += p.Length;
            }
        }
        return new Topology(
            view.Generation,
            network,
            [
                new Group("input", Plural(data.FeatureCount, "input"), data.FeatureCount, data.FeatureNames),
                new Group("hidden", Plural(hidden, $"{network} unit"), hidden, []),
                new Group("output", "output", 1, [$"{data.TargetName}, next"]),
            ],
            matrices, offset, view.Clock.BatchesPerEpoch, view.Spec.Training.Epochs, data.TargetName, view.TargetUnit, Truth(data));
    }

    private static TestPart Truth(WindowSet data)
    {
        int stride = FrameEncoder.PredictionStride(data.TestCount);
        List<float> truth = [];
        List<string> labels = [];
        for (int i = data.TrainCount; i < data.Count; i += stride)
        {
            truth.Add((float)data.ToUnits(data.Target(i)));
            labels.Add(data.Timestamps is { } times ? Label(times[data.TargetRow(i)]) : string.Create(CultureInfo.InvariantCulture, $"{data.TargetRow(i) + 1}"));
        }
        return new TestPart(stride, truth, labels);
    }

    private static string Label(DateTime time) => time.ToString(
        time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Plural(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
