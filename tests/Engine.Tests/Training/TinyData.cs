using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Training;

/// <summary>A small series that training can learn: two sines, the target follows from the last steps.</summary>
internal sealed class TinyData : IWindowSource
{
    public static ExperimentSpec Spec { get; } = new()
    {
        Data = new DataSpec { Source = "tiny", Window = 5 },
        Network = new NetworkSpec { Kind = NetworkKind.Lstm, HiddenUnits = 6 },
        Training = new TrainingSpec { Epochs = 4, BatchSize = 16, Patience = 0 },
        Rule = new RuleSpec("synaptic-pruning", new Dictionary<string, double> { ["frequency"] = 2 }),
    };

    public static WindowSet Windows(int window = 5, int rows = 130)
    {
        float[] values = new float[rows * 2];
        float[] target = new float[rows];
        for (int i = 0; i < rows; i++)
        {
            values[2 * i] = MathF.Sin(i * 0.3f);
            values[(2 * i) + 1] = MathF.Cos(i * 0.11f);
            target[i] = values[2 * i] * values[(2 * i) + 1];
        }
        return new WindowSet(values, target, ["sine", "cosine"], "product", window, splitRow: rows * 4 / 5, targetMean: 10, targetScale: 2);
    }

    public static Trainer Train(ExperimentSpec spec, int batches)
    {
        Trainer trainer = Fresh(spec);
        for (int i = 0; i < batches; i++)
        {
            trainer.TrainBatch();
        }
        return trainer;
    }

    public static Trainer Fresh(ExperimentSpec spec) =>
        new(spec, Windows(spec.Data.Window), new ManagedBackend(), RuleCatalogue.Default.Create(spec.Rule.Id));

    public WindowSet Load(DataSpec spec) => spec.Source == "tiny"
        ? Windows(spec.Window)
        : throw new DataException($"There is no data set “{spec.Source}”; choose another.");

    public string TargetUnit(DataSpec spec) => "volts";
}
