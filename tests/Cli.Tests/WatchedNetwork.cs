using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Cli.Tests;

/// <summary>Another network, telling of its passes and predictions before they happen.</summary>
internal sealed class WatchedNetwork(INetwork inner) : INetwork
{
    public required Action BeforePass { get; init; }

    public required Action BeforePrediction { get; init; }

    public required Action Disposed { get; init; }

    public NetworkShape Shape => inner.Shape;

    public IReadOnlyList<ParameterInfo> Parameters => inner.Parameters;

    public ReadOnlySpan<float> Weights(int parameter) => inner.Weights(parameter);

    public ReadOnlySpan<float> Gradients(int parameter) => inner.Gradients(parameter);

    public ReadOnlySpan<float> OptimizerState(int parameter, OptimizerSlot slot) => inner.OptimizerState(parameter, slot);

    public void SetOptimizerState(int parameter, OptimizerSlot slot, ReadOnlySpan<float> values) => inner.SetOptimizerState(parameter, slot, values);

    public long OptimizerSteps { get => inner.OptimizerSteps; set => inner.OptimizerSteps = value; }

    public void ResetOptimizer() => inner.ResetOptimizer();

    public void SetGradients(int parameter, ReadOnlySpan<float> values) => inner.SetGradients(parameter, values);

    public void SetWeights(int parameter, ReadOnlySpan<float> values) => inner.SetWeights(parameter, values);

    public void SetMask(int parameter, Mask mask) => inner.SetMask(parameter, mask);

    public void Bind(WindowSet data) => inner.Bind(data);

    public void ForwardBackward(ReadOnlySpan<int> windows, double dropoutRate, RandomStream dropout, bool maskedGradients = false)
    {
        BeforePass();
        inner.ForwardBackward(windows, dropoutRate, dropout, maskedGradients);
    }

    public int TakeLosses(Span<double> losses) => inner.TakeLosses(losses);

    public ErrorSum TakeErrors() => inner.TakeErrors();

    public void CopyPredictions(Span<float> predictions) => inner.CopyPredictions(predictions);

    public void OptimizerStep(OptimizerSpec optimizer) => inner.OptimizerStep(optimizer);

    public void Predict(int firstWindow, Span<float> predictions, double dropoutRate, RandomStream dropout)
    {
        BeforePrediction();
        inner.Predict(firstWindow, predictions, dropoutRate, dropout);
    }

    public ReadOnlySpan<byte> DroppedUnits => inner.DroppedUnits;

    public void Dispose()
    {
        inner.Dispose();
        Disposed();
    }
}
