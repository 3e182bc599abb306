using System.Globalization;
using System.Text.Json;

namespace PruningLab.Engine.Training;

/// <summary>A run as it can be saved and replayed: the spec it began with, its edits, and how far it went.</summary>
/// <param name="Spec">The spec the run began with.</param>
/// <param name="Edits">Live edits in order.</param>
/// <param name="Batches">Batches done.</param>
/// <param name="Fingerprint">Fingerprint of weights and masks after that many batches; empty when not taken.</param>
public sealed record RunRecord(ExperimentSpec Spec, IReadOnlyList<Edit> Edits, int Batches, string Fingerprint)
{
    /// <summary>The record of a trainer as it is now.</summary>
    public static RunRecord Of(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        return new RunRecord(trainer.Spec, [.. trainer.Edits], trainer.Clock.Batch, RunFingerprint.Of(trainer));
    }

    /// <summary>Writes the record as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ExperimentSpec.Json);

    /// <summary>Reads a record from JSON.</summary>
    /// <exception cref="SettingException">It is not a record.</exception>
    public static RunRecord FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<RunRecord>(json, ExperimentSpec.Json)
                ?? throw new SettingException("The run record is empty.");
        }
        catch (JsonException e)
        {
            throw new SettingException($"The run record cannot be read at line {e.LineNumber + 1}, {e.Path}: expected the JSON that PruningLab writes.", e);
        }
    }

    /// <summary>Trains again from the start to the same batch, making each edit at its batch.</summary>
    /// <param name="trainer">A fresh trainer made from <see cref="Spec"/>.</param>
    /// <exception cref="SettingException">The record has no edits (not even an empty list), a gap among them, or more batches
    /// than the run; or an edit cannot be made.</exception>
    public void Replay(Trainer trainer) => Replay(trainer, _ => true);

    /// <summary>As the other overload, and may be watched and broken off.</summary>
    /// <param name="trainer">A fresh trainer made from <see cref="Spec"/>.</param>
    /// <param name="goesOn">Called after each batch with what came of it; false breaks off.</param>
    /// <returns>False when it was broken off.</returns>
    /// <exception cref="SettingException">As the other overload.</exception>
    public bool Replay(Trainer trainer, Func<BatchResult, bool> goesOn)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(goesOn);
        if (Edits is null || Edits.Contains(null!))
        {
            throw new SettingException("The run record lacks its edits, or one of them is empty: expected a list, which may have no entries.");
        }
        if (Batches < 0 || Batches > trainer.TotalBatches)
        {
            throw new SettingException(string.Create(CultureInfo.InvariantCulture,
                $"The run record stands at batch {Batches:N0}, but its run has batches from 0 to {trainer.TotalBatches:N0}."));
        }
        int next = 0;
        while (true)
        {
            while (next < Edits.Count && Edits[next].Batch <= trainer.Clock.Batch)
            {
                trainer.Retune(Edits[next].Setting, Edits[next].New);
                next++;
            }
            if (trainer.Clock.Batch >= Batches)
            {
                return true;
            }
            if (!goesOn(trainer.TrainBatch()))
            {
                return false;
            }
        }
    }
}
