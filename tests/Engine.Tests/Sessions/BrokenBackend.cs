using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Sessions;

/// <summary>A real network that throws after some batches.</summary>
internal sealed class BrokenBackend(int afterBatches) : IBackend
{
    public string Name => "broken";

    public INetwork Create(NetworkShape shape, RandomStream weights) => new BrokenNetwork(new ManagedBackend().Create(shape, weights), afterBatches);

    private sealed class BrokenNetwork(INetwork inner, int left) : INetwork
    {
        private int _left = left;

        public NetworkShape Shape => inner.Shape;

        public IReadOnlyList<ParameterInfo> Parameters => inner.Parameters;

        public ReadOnlySpan<byte> DroppedUnits => inner.DroppedUnits;

        public ReadOnlySpan<float> Weights(int parameter) => inner.Weights(parameter);

        public ReadOnlySpan<float> Gradients(int parameter) => inner.Gradients(parameter);

        public void SetWeights(int parameter, ReadOnlySpan<float> values) => inner.SetWeights(parameter, values);

        public void SetMask(int parameter, Mask mask) => inner.SetMask(parameter, mask);

        public void Bind(WindowSet data) => inner.Bind(data);

        public double ForwardBackward(ReadOnlySpan<int> windows, double dropoutRate, RandomStream dropout, Span<float> predictions) =>
            _left-- > 0 ? inner.ForwardBackward(windows, dropoutRate, dropout, predictions) : throw new InvalidOperationException("The device is gone.");

        public void OptimizerStep(OptimizerSpec optimizer) => inner.OptimizerStep(optimizer);

        public void Predict(int firstWindow, Span<float> predictions, double dropoutRate, RandomStream dropout) =>
            inner.Predict(firstWindow, predictions, dropoutRate, dropout);

        public void Dispose() => inner.Dispose();
    }
}
