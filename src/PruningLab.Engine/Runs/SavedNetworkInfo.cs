using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Runs;

/// <summary>What a file of weights says about its network beside the weights: enough to build it again and to feed it.</summary>
/// <remarks>Stands in the file's metadata as JSON under <see cref="Key"/>.</remarks>
public sealed record SavedNetworkInfo
{
    /// <summary>Name of the JSON among the words about the file.</summary>
    public const string Key = "pruninglab";

    private static readonly JsonSerializerOptions Json = new(ExperimentSpec.Json)
    {
        WriteIndented = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    };

    /// <summary>Version of PruningLab that wrote the file.</summary>
    public required string Version { get; init; }

    /// <summary>What the network is asked for.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>The network.</summary>
    public required NetworkSpec Network { get; init; }

    /// <summary>Rows per window W.</summary>
    public required int Window { get; init; }

    /// <summary>Rows from the last row of a window to the one that is predicted; 0 for its own, and for pictures.</summary>
    public required int Horizon { get; init; }

    /// <summary>The features in order, and how they were standardised.</summary>
    public required IReadOnlyList<ColumnScale> Features { get; init; }

    /// <summary>The targets of a regression in order, and how they were standardised; empty for a classification.</summary>
    public required IReadOnlyList<TargetInfo> Targets { get; init; }

    /// <summary>The classes of a classification, in the order of the outputs; empty for a regression.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Share of the prunable weights that are pruned.</summary>
    public required double Sparsity { get; init; }

    /// <summary>Batches that the network was trained for.</summary>
    public required int Batches { get; init; }

    /// <summary>Describes a trainer's network as it is now.</summary>
    public static SavedNetworkInfo Of(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        WindowSet data = trainer.Data;
        return new SavedNetworkInfo
        {
            Version = typeof(SavedNetworkInfo).Assembly.GetName().Version!.ToString(3),
            Task = data.Task,
            Network = trainer.Network.Shape.Spec,
            Window = data.Window,
            Horizon = data.Horizon,
            Features = data.FeatureScales,
            Targets = data.Targets,
            Classes = data.ClassNames,
            Sparsity = trainer.Masks.Sparsity,
            Batches = trainer.Clock.Batch,
        };
    }

    /// <summary>The shape of a network that this file's weights fit.</summary>
    /// <param name="batchSize">Most windows per batch.</param>
    public NetworkShape Shape(int batchSize) => new(Network, Features.Count, Window, batchSize)
    {
        Task = Task,
        Outputs = Task == TaskKind.Classification ? Classes.Count : Targets.Count,
    };

    /// <summary>Writes it as JSON, on one line.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads it from the words about a file.</summary>
    /// <returns>Null when PruningLab did not write the file.</returns>
    /// <exception cref="DataException">It is there, but cannot be read.</exception>
    internal static SavedNetworkInfo? From(IReadOnlyDictionary<string, string> metadata, string file)
    {
        if (!metadata.TryGetValue(Key, out string? json))
        {
            return null;
        }
        try
        {
            SavedNetworkInfo info = JsonSerializer.Deserialize<SavedNetworkInfo>(json, Json) ?? throw new JsonException();
            info.Require();
            return info;
        }
        catch (JsonException e)
        {
            throw new DataException($"{file}: the description of the network cannot be read at {e.Path ?? "$"} where PruningLab's own was expected; download the file again.", e);
        }
        catch (SettingException e)
        {
            throw new DataException($"{file}: the description of the network cannot be ({e.Message.TrimEnd('.')}); download the file again.", e);
        }
    }

    /// <summary>Requires what everything else takes for granted, whoever wrote the file.</summary>
    /// <exception cref="SettingException">Something cannot be.</exception>
    private void Require()
    {
        Network.Validate();
        if (Window is < 1 or > ManagedBackend.MaxWindow || Horizon is < 0 or > ManagedBackend.MaxWindow)
        {
            throw new SettingException($"The window is {Window} rows and the horizon {Horizon}, but must be from 1 and from 0 to {ManagedBackend.MaxWindow}.");
        }
        int outputs = Task == TaskKind.Classification ? Classes.Count : Targets.Count;
        if (Features.Count is < 1 or > ManagedBackend.MaxInputs || outputs is < 1 or > ManagedBackend.MaxInputs)
        {
            throw new SettingException($"There are {Features.Count} features and {outputs} outputs, but must be from 1 to {ManagedBackend.MaxInputs} of each.");
        }
        if (Features.Any(feature => feature is null || !IsScale(feature.Mean, feature.Scale)) || Targets.Any(target => target is null || !IsScale(target.Mean, target.Scale)))
        {
            throw new SettingException("The mean of a feature or target is no finite number, or its scale no positive one.");
        }
    }

    private static bool IsScale(double mean, double scale) => double.IsFinite(mean) && double.IsFinite(scale) && scale > 0;
}
