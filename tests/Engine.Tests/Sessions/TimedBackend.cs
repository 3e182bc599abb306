using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Tests.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Sessions;

/// <summary>The managed engine with a clock of its own: a dense step takes 2 ms, a sparse one 0.5 ms and 3 ms times the density,
/// so that they are even at a density of one half.</summary>
internal sealed class TimedBackend : TimeProvider, IComparableBackend
{
    private readonly ManagedBackend _managed = new();
    private long _microseconds;

    public string Name => "timed";

    public IBackend Dense => new Path(this, _ => 2000);

    public IBackend Sparse => new Path(this, density => 500 + (3000 * density));

    /// <summary>Networks made to be timed.</summary>
    public int Timed { get; private set; }

    public override long TimestampFrequency => 1_000_000;

    public override long GetTimestamp() => _microseconds;

    public INetwork Create(NetworkShape shape, RandomStream weights) => _managed.Create(shape, weights);

    private sealed class Path(TimedBackend owner, Func<double, double> microseconds) : IBackend
    {
        public string Name => owner.Name;

        public INetwork Create(NetworkShape shape, RandomStream weights)
        {
            owner.Timed++;
            return new Network(owner, owner._managed.Create(shape, weights), microseconds);
        }
    }

    private sealed class Network(TimedBackend owner, INetwork inner, Func<double, double> microseconds) : WrappedNetwork(inner)
    {
        private readonly Dictionary<int, int> _active = [];

        public override void SetMask(int parameter, Mask mask)
        {
            _active[parameter] = mask.ActiveCount;
            base.SetMask(parameter, mask);
        }

        public override void ForwardBackward(ReadOnlySpan<int> windows, double dropoutRate, RandomStream dropout, bool maskedGradients = false)
        {
            base.ForwardBackward(windows, dropoutRate, dropout, maskedGradients);
            int prunable = 0, active = 0;
            for (int i = 0; i < Parameters.Count; i++)
            {
                if (Parameters[i].IsPrunable)
                {
                    prunable += Parameters[i].Length;
                    active += _active.GetValueOrDefault(i, Parameters[i].Length);
                }
            }
            owner._microseconds += (long)Math.Round(microseconds((double)active / prunable));
        }
    }
}
