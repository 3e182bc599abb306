using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Tests.Fakes;

/// <summary>A network on the test card.</summary>
internal sealed class TestCardNetwork(TestCard card, INetwork network) : INetwork
{
    public NetworkShape Shape => network.Shape;

    public IReadOnlyList<ParameterInfo> Parameters => network.Parameters;

    public long OptimizerSteps
    {
        get => network.OptimizerSteps;
        set => network.OptimizerSteps = value;
    }

    public ReadOnlySpan<byte> DroppedUnits => network.DroppedUnits;

    public ReadOnlySpan<float> Weights(int parameter) => network.Weights(parameter);

    public ReadOnlySpan<float> Gradients(int parameter) => network.Gradients(parameter);

    public ReadOnlySpan<float> OptimizerState(int parameter, OptimizerSlot slot) => network.OptimizerState(parameter, slot);

    public void SetOptimizerState(int parameter, OptimizerSlot slot, ReadOnlySpan<float> values) => network.SetOptimizerState(parameter, slot, values);

    public void ResetOptimizer() => network.ResetOptimizer();

    public void SetGradients(int parameter, ReadOnlySpan<float> values) => network.SetGradients(parameter, values);

    public void SetWeights(int parameter, ReadOnlySpan<float> values) => network.SetWeights(parameter, values);

    public void SetMask(int parameter, Mask mask) => network.SetMask(parameter, mask);

    public void Bind(WindowSet data) => network.Bind(data);

    public void ForwardBackward(ReadOnlySpan<int> windows, double dropoutRate, RandomStream dropout, bool maskedGradients = false)
    {
        if (card.IsFull)
        {
            card.Refused++;
            throw new OutOfDeviceMemoryException(TestCard.Full);
        }
        network.ForwardBackward(windows, dropoutRate, dropout, maskedGradients);
    }

    public int TakeLosses(Span<double> losses) => network.TakeLosses(losses);

    public ErrorSum TakeErrors() => network.TakeErrors();

    public void CopyPredictions(Span<float> predictions) => network.CopyPredictions(predictions);

    public void OptimizerStep(OptimizerSpec optimizer) => network.OptimizerStep(optimizer);

    public void Predict(int firstWindow, Span<float> predictions, double dropoutRate, RandomStream dropout) => network.Predict(firstWindow, predictions, dropoutRate, dropout);

    public void Dispose() => network.Dispose();
}
