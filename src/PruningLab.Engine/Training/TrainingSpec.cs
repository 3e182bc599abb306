using System.Globalization;
using System.Text.Json.Serialization;
using PruningLab.Engine.Devices;

namespace PruningLab.Engine.Training;

/// <summary>How long and how a network trains. Source of the defaults: Vos et al. 2025, section 4.</summary>
public sealed record TrainingSpec
{
    /// <summary>Id of the learning rate among the live settings.</summary>
    public const string LearningRateId = "learning_rate";

    /// <summary>Id of the early-stopping patience among the live settings.</summary>
    public const string PatienceId = "patience";

    /// <summary>Id of the stage of changing data among the live settings; its value is the stage's number, from 0.</summary>
    public const string StageId = "stage";

    /// <summary>Id of the device among the live settings; its value is <see cref="DeviceId.Number"/>.</summary>
    public const string DeviceSetting = "device";

    /// <summary>Largest batch, for every backend.</summary>
    public const int MaxBatchSize = 4096;

    /// <summary>Most epochs, and t_total of the schedules.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Windows per batch; the last batch of an epoch may be smaller.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Most threads.</summary>
    public const int MaxThreads = 64;

    /// <summary>Threads that share a batch; runs are the same to the bit for a given number, and agree to rounding between
    /// numbers. 1 leaves the other cores to the page.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The device that the network trains on, as <see cref="DeviceId"/> names them; null, which
    /// <see cref="DeviceId.Cpu"/> becomes, for the managed engine. Runs are the same to the bit on one device at best, and agree
    /// to rounding between devices.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Device
    {
        get;
        init => field = value == DeviceId.Cpu ? null : value;
    }

    /// <summary>The optimiser.</summary>
    public OptimizerSpec Optimizer { get; init; } = new();

    /// <summary>Epochs without a lower validation loss before training stops; 0: never. Without a validation part of its own
    /// (<see cref="Data.DataSpec.ValidationShare"/>) the test part is also the validation part, as in paper 001.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>True when the training windows come in a new random order each epoch.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Checks every number.</summary>
    /// <exception cref="SettingException">A number is impossible; the sentence names it.</exception>
    public void Validate()
    {
        Require(Epochs is >= 1 and <= 10_000, "Epochs", Epochs, "a whole number from 1 to 10,000");
        Require(BatchSize is >= 1 and <= MaxBatchSize, "Batch size", BatchSize, string.Create(CultureInfo.InvariantCulture, $"a whole number from 1 to {MaxBatchSize:N0}"));
        Require(Threads is >= 1 and <= MaxThreads, "Threads", Threads, $"a whole number from 1 to {MaxThreads}");
        if (Device is not null)
        {
            _ = DeviceId.Number(Device);
        }
        Require(Patience is >= 0 and <= 10_000, "Early-stopping patience", Patience, "a whole number from 0 (off) to 10,000");
        Require(Optimizer.LearningRate is > 0 and <= 10, "Learning rate", Optimizer.LearningRate, "a number above 0 and at most 10");
        Require(Optimizer.Momentum is >= 0 and < 1, "Momentum", Optimizer.Momentum, "a number from 0 to below 1");
        Require(Optimizer.WeightDecay is >= 0 and < 1, "Weight decay", Optimizer.WeightDecay, "a number from 0 to below 1");
        Require(Optimizer.Beta1 is >= 0 and < 1, "Beta 1", Optimizer.Beta1, "a number from 0 to below 1");
        Require(Optimizer.Beta2 is >= 0 and < 1, "Beta 2", Optimizer.Beta2, "a number from 0 to below 1");
        Require(Optimizer.Epsilon is > 0 and < 1, "Epsilon", Optimizer.Epsilon, "a number between 0 and 1");
        Require(Enum.IsDefined(Optimizer.Kind), "Optimiser", (int)Optimizer.Kind, "Adam or SGD");
    }

    private static void Require(bool holds, string name, double found, string expected)
    {
        if (!holds)
        {
            throw new SettingException(string.Create(
                CultureInfo.InvariantCulture, $"{name} is {found}, but must be {expected}."));
        }
    }
}
