using PruningLab.Engine.Networks;
using PruningLab.Engine.Tests.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Sessions;

/// <summary>A real network that throws after some batches.</summary>
internal sealed class BrokenBackend(int afterBatches) : IBackend
{
    public string Name => "broken";

    public INetwork Create(NetworkShape shape, RandomStream weights) => new BrokenNetwork(new ManagedBackend().Create(shape, weights), afterBatches);

    private sealed class BrokenNetwork(INetwork inner, int left) : WrappedNetwork(inner)
    {
        private int _left = left;

        public override void ForwardBackward(ReadOnlySpan<int> windows, double dropoutRate, RandomStream dropout, bool maskedGradients = false)
        {
            if (_left-- <= 0)
            {
                throw new InvalidOperationException("The device is gone.");
            }
            base.ForwardBackward(windows, dropoutRate, dropout, maskedGradients);
        }
    }
}
