using System.Text.Json;
using System.Text.Json.Serialization;
using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Runs;

/// <summary>What came of a run, in a few numbers: the file that a run folder gets last.</summary>
public sealed record RunMetrics
{
    private static readonly JsonSerializerOptions Json = new(ExperimentSpec.Json)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    };

    /// <summary>Version of PruningLab that trained.</summary>
    public required string Version { get; init; }

    /// <summary>Why the run ended.</summary>
    public required RunEnd End { get; init; }

    /// <summary>Why it did not go to its end, in one sentence; null when it did.</summary>
    public string? Problem { get; init; }

    /// <summary>The device that it ended on, as the spec names it; null for the managed engine.</summary>
    public string? Device { get; init; }

    /// <summary>Whole epochs trained.</summary>
    public required int Epochs { get; init; }

    /// <summary>Batches trained.</summary>
    public required int Batches { get; init; }

    /// <summary>Wall-clock seconds of setting up, training and evaluating, without reading the data.</summary>
    public required double Seconds { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public required DateTime Ended { get; init; }

    /// <summary>The targets of a regression, or the name of the classes.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Unit of the errors in units; empty when unknown.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Errors on the training part in the last epoch, as it was trained; null before the first is done.</summary>
    public RunFigures? Train { get; init; }

    /// <summary>Errors on the validation part after the last epoch; those on the test part when it validates too.</summary>
    public required RunFigures Validation { get; init; }

    /// <summary>Errors on the test part after the last epoch.</summary>
    public required RunFigures Test { get; init; }

    /// <summary>The epoch with the lowest validation loss; 0: before training.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Errors on the test part after that epoch.</summary>
    public required RunFigures BestTest { get; init; }

    /// <summary>All parameters, biases included.</summary>
    public required int Parameters { get; init; }

    /// <summary>Prunable weights at the end.</summary>
    public required int Weights { get; init; }

    /// <summary>Those that are pruned.</summary>
    public required int Pruned { get; init; }

    /// <summary>Share of the prunable weights that is pruned.</summary>
    public required double Sparsity { get; init; }

    /// <summary>Fingerprint of weights and masks (<see cref="RunFingerprint"/>); empty for a run that diverged or found a
    /// device full, which cannot be replayed to its last bit.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The numbers of a trainer as it is now.</summary>
    /// <param name="trainer">The trainer, between two batches.</param>
    /// <param name="end">Why the run ended.</param>
    /// <param name="seconds">Seconds it took.</param>
    /// <param name="unit">Unit of the target.</param>
    /// <param name="problem">Why it broke off, in one sentence.</param>
    public static RunMetrics Of(Trainer trainer, RunEnd end, double seconds, string unit, string? problem = null)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ReadOnlySpan<EpochRow> epochs = trainer.Log.Epochs.Read();
        EpochRow last = epochs[^1], best = epochs[0];
        foreach (EpochRow row in epochs)
        {
            // Not "not smaller": a loss that is no number is never the best.
            best = row.Validation.Loss < best.Validation.Loss ? row : best;
        }
        WindowSet data = trainer.Data;
        return new RunMetrics
        {
            Version = typeof(RunMetrics).Assembly.GetName().Version!.ToString(3),
            End = end,
            Problem = problem,
            Device = trainer.Training.Device,
            Epochs = last.Epoch,
            Batches = trainer.Clock.Batch,
            Seconds = Math.Round(seconds, 3),
            Ended = DateTime.UtcNow,
            Targets = data.Task == TaskKind.Classification ? [data.ClassTitle] : [.. data.Targets.Select(target => target.Name)],
            Unit = unit,
            Train = last.Epoch > 0 ? RunFigures.Of(last.Train) : null,
            Validation = RunFigures.Of(last.Validation),
            Test = RunFigures.Of(last.Test),
            BestEpoch = best.Epoch,
            BestTest = RunFigures.Of(best.Test),
            Parameters = trainer.Network.Parameters.Sum(parameter => parameter.Length),
            Weights = trainer.Masks.Total,
            Pruned = trainer.Masks.Pruned,
            Sparsity = trainer.Masks.Sparsity,
            Fingerprint = end is RunEnd.Diverged or RunEnd.OutOfMemory ? "" : RunFingerprint.Of(trainer),
        };
    }

    /// <summary>Writes them as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads them from JSON.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">Name of the file, for sentences.</param>
    /// <exception cref="DataException">They cannot be read.</exception>
    public static RunMetrics FromJson(string json, string file)
    {
        try
        {
            return JsonSerializer.Deserialize<RunMetrics>(json, Json) ?? throw new JsonException();
        }
        catch (JsonException e)
        {
            throw new DataException($"{file}: the metrics cannot be read at line {e.LineNumber + 1}, {e.Path ?? "$"}, where those that PruningLab writes were expected.", e);
        }
    }
}
