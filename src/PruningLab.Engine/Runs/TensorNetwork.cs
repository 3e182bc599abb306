using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Runs;

/// <summary>The matrices of a file as a network that can be pruned, but neither trained nor asked for predictions.</summary>
/// <param name="parameters">The matrices.</param>
/// <param name="weights">Their numbers.</param>
internal sealed class TensorNetwork(IReadOnlyList<ParameterInfo> parameters, float[][] weights) : INetwork
{
    /// <inheritdoc/>
    public IReadOnlyList<ParameterInfo> Parameters => parameters;

    /// <inheritdoc/>
    public NetworkShape Shape => throw NeedsData();

    /// <inheritdoc/>
    public long OptimizerSteps { get; set; }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> DroppedUnits => [];

    /// <inheritdoc/>
    public ReadOnlySpan<float> Weights(int parameter) => weights[parameter];

    /// <inheritdoc/>
    public void SetWeights(int parameter, ReadOnlySpan<float> values) => values.CopyTo(weights[parameter]);

    /// <inheritdoc/>
    public void SetMask(int parameter, Mask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        for (int i = 0; i < mask.Length; i++)
        {
            weights[parameter][i] = mask.Bits[i] == 0 ? 0 : weights[parameter][i];
        }
    }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Gradients(int parameter) => throw NeedsData();

    /// <inheritdoc/>
    public ReadOnlySpan<float> OptimizerState(int parameter, OptimizerSlot slot) => throw NeedsData();

    /// <inheritdoc/>
    public void SetOptimizerState(int parameter, OptimizerSlot slot, ReadOnlySpan<float> values) => throw NeedsData();

    /// <inheritdoc/>
    public void ResetOptimizer() => throw NeedsData();

    /// <inheritdoc/>
    public void SetGradients(int parameter, ReadOnlySpan<float> values) => throw NeedsData();

    /// <inheritdoc/>
    public void Bind(WindowSet data) => throw NeedsData();

    /// <inheritdoc/>
    public void ForwardBackward(ReadOnlySpan<int> windows, double dropoutRate, RandomStream dropout, bool maskedGradients = false) => throw NeedsData();

    /// <inheritdoc/>
    public int TakeLosses(Span<double> losses) => throw NeedsData();

    /// <inheritdoc/>
    public ErrorSum TakeErrors() => throw NeedsData();

    /// <inheritdoc/>
    public void CopyPredictions(Span<float> predictions) => throw NeedsData();

    /// <inheritdoc/>
    public void OptimizerStep(OptimizerSpec optimizer) => throw NeedsData();

    /// <inheritdoc/>
    public void Predict(int firstWindow, Span<float> predictions, double dropoutRate, RandomStream dropout) => throw NeedsData();

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static NoDataException NeedsData() => new();
}
