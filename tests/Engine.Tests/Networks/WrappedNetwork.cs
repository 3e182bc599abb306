using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Networks;

/// <summary>A network that does what another one does, but for what a test overrides.</summary>
internal abstract class WrappedNetwork(INetwork inner) : INetwork
{
    public NetworkShape Shape => inner.Shape;

    public IReadOnlyList<ParameterInfo> Parameters => inner.Parameters;

    public ReadOnlySpan<byte> DroppedUnits => inner.DroppedUnits;

    public virtual int LossesThatMayWait => inner.LossesThatMayWait;

    public long OptimizerSteps { get => inner.OptimizerSteps; set => inner.OptimizerSteps = value; }

    public virtual string? TakeNotice() => inner.TakeNotice();

    public virtual ReadOnlySpan<float> Weights(int parameter) => inner.Weights(parameter);

    public virtual ReadOnlySpan<float> Gradients(int parameter) => inner.Gradients(parameter);

    public virtual ReadOnlySpan<float> OptimizerState(int parameter, OptimizerSlot slot) => inner.OptimizerState(parameter, slot);

    public void SetOptimizerState(int parameter, OptimizerSlot slot, ReadOnlySpan<float> values) =>
        inner.SetOptimizerState(parameter, slot, values);

    public void ResetOptimizer() => inner.ResetOptimizer();

    public virtual void SetGradients(int parameter, ReadOnlySpan<float> values) => inner.SetGradients(parameter, values);

    public virtual void SetWeights(int parameter, ReadOnlySpan<float> values) => inner.SetWeights(parameter, values);

    public virtual void SetMask(int parameter, Mask mask) => inner.SetMask(parameter, mask);

    public virtual void Bind(WindowSet data) => inner.Bind(data);

    public virtual void ForwardBackward(ReadOnlySpan<int> windows, double dropoutRate, RandomStream dropout, bool maskedGradients = false) =>
        inner.ForwardBackward(windows, dropoutRate, dropout, maskedGradients);

    public virtual int TakeLosses(Span<double> losses) => inner.TakeLosses(losses);

    public ErrorSum TakeErrors() => inner.TakeErrors();

    public void CopyPredictions(Span<float> predictions) => inner.CopyPredictions(predictions);

    public virtual void OptimizerStep(OptimizerSpec optimizer) => inner.OptimizerStep(optimizer);

    public virtual void Predict(int firstWindow, Span<float> predictions, double dropoutRate, RandomStream dropout) =>
        inner.Predict(firstWindow, predictions, dropoutRate, dropout);

    public virtual void Dispose() => inner.Dispose();
}
