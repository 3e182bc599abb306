using System.Text.Json.Serialization;
using PruningLab.Engine.Devices;

namespace PruningLab.Engine.Training;

/// <summary>A live edit: which setting changed, after which batch.</summary>
/// <param name="Batch">Batches done when it took effect; the next batch is the first under the new value.</param>
/// <param name="Setting">Id of a hyperparameter of the rule, <c>learning_rate</c>, <c>patience</c>, <c>stage</c> or <c>device</c>.</param>
/// <param name="Old">Value before.</param>
/// <param name="New">Value from then on.</param>
public sealed record Edit(int Batch, string Setting, double Old, double New)
{
    /// <summary>Id of the device that the run moved to, for people who read the file; null for all other edits. Written only:
    /// <see cref="New"/> is what counts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Device => Setting == TrainingSpec.DeviceSetting ? DeviceId.Find(New) : null;
}
