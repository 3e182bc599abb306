using PruningLab.Engine.Data;

namespace PruningLab.Engine.Networks;

/// <summary>What every backend's network refuses, in the same words.</summary>
internal static class PassChecks
{
    /// <summary>Data must fit the shape.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public static void RequireFit(NetworkShape shape, WindowSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Window != shape.Window || data.FeatureCount != shape.Inputs)
        {
            throw new ArgumentException(
                $"The network takes windows of {shape.Window} rows with {shape.Inputs} features, but the data has windows of "
                + $"{data.Window} rows with {data.FeatureCount}; create the network anew for this data.", nameof(data));
        }
        if (data.Outputs != shape.Outputs || data.Task != shape.Task)
        {
            throw new ArgumentException(
                $"The network was made for a {shape.Task} with {shape.Outputs} outputs, but the data ask for a {data.Task} with "
                + $"{data.Outputs}; create the network anew for this data.", nameof(data));
        }
    }

    /// <summary>A dropout rate must be a share below 1.</summary>
    public static void RequireRate(double rate)
    {
        if (!(rate >= 0 && rate < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(rate), rate, $"The dropout rate must be at least 0 and below 1, not {rate}.");
        }
    }

    /// <summary>A batch must not be empty, nor larger than the shape's, and all its windows must exist.</summary>
    public static void RequireBatch(ReadOnlySpan<int> windows, NetworkShape shape, WindowSet data)
    {
        if (windows.IsEmpty || windows.Length > shape.BatchSize)
        {
            throw new ArgumentException($"A batch has 1 to {shape.BatchSize} windows, not {windows.Length}.", nameof(windows));
        }
        foreach (int window in windows)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(window, nameof(windows));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(window, data.Count, nameof(windows));
        }
    }

    /// <summary>Predictions must be asked for windows that exist, with room for all outputs of each.</summary>
    /// <returns>How many windows.</returns>
    public static int RequireRun(int firstWindow, ReadOnlySpan<float> predictions, NetworkShape shape, WindowSet data)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstWindow);
        int windows = predictions.Length / shape.Outputs;
        if (windows * shape.Outputs != predictions.Length)
        {
            throw new ArgumentException(
                $"Every window has {shape.Outputs} outputs, which {predictions.Length} places do not hold evenly.", nameof(predictions));
        }
        if (windows > data.Count - firstWindow)
        {
            throw new ArgumentOutOfRangeException(
                nameof(firstWindow), firstWindow,
                $"There are {data.Count} windows, so {windows} cannot be predicted from number {firstWindow} on.");
        }
        return windows;
    }

    /// <summary>A mask must have the parameter's length.</summary>
    public static void RequireLength(Plasticity.Mask mask, ParameterInfo info)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.Length != info.Length)
        {
            throw new ArgumentException($"The mask of {info.Name} must have {info.Length} positions, not {mask.Length}.", nameof(mask));
        }
    }

    /// <summary>New values must have the parameter's length.</summary>
    public static void RequireLength(ReadOnlySpan<float> values, ParameterInfo info)
    {
        if (values.Length != info.Length)
        {
            throw new ArgumentException($"{info.Name} has {info.Length} values, not {values.Length}.", nameof(values));
        }
    }
}
