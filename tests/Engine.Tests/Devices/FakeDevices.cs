using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Tests.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Devices;

/// <summary>A graphics card that computes with the managed engine: its bits are the processor's, and it does what a test says.</summary>
internal sealed class FakeDevices : IDeviceSource
{
    public const string Full = "The fake card is full: 1.0 of 1.0 GB are taken.";

    private readonly ManagedBackend _managed = new();

    public IReadOnlyList<ComputeDevice> All { get; init; } = [new(DeviceId.Cuda(0), "Fake card") { Library = "fake 1", Memory = 1 << 30 }];

    public string WhyNoCuda { get; init; } = "";

    /// <summary>Losses that may wait on the card.</summary>
    public int LossesThatMayWait { get; init; }

    /// <summary>Whether there is no room for something: a number, counted from 1 for each kind of work.</summary>
    public Func<FakeWork, int, bool> IsFull { get; set; } = (_, _) => false;

    /// <summary>Pass, counted from 1, whose loss is no number.</summary>
    public int BadLoss { get; set; }

    /// <summary>What networks tell after their next pass.</summary>
    public string? Notice { get; set; }

    /// <summary>How often somebody looked for devices.</summary>
    public int Looks { get; private set; }

    /// <summary>Networks that have not been disposed of.</summary>
    public int Alive { get; private set; }

    /// <summary>How often something was asked for.</summary>
    public Dictionary<FakeWork, int> Counts { get; } = [];

    /// <summary>All devices of the machine: the processor and this card.</summary>
    public DeviceBackend Machine() => new(_managed, this);

    public DeviceList Find()
    {
        Looks++;
        return new DeviceList(All, WhyNoCuda);
    }

    public IBackend Open(ComputeDevice device) => new Backend(this, device);

    public int Count(FakeWork work) => Counts.GetValueOrDefault(work);

    private int Note(FakeWork work) => Counts[work] = Count(work) + 1;

    private void Do(FakeWork work)
    {
        if (IsFull(work, Note(work)))
        {
            throw new OutOfDeviceMemoryException(Full);
        }
    }

    private sealed class Backend(FakeDevices owner, ComputeDevice device) : IBackend
    {
        public string Name => device.Name;

        public INetwork Create(NetworkShape shape, RandomStream weights)
        {
            owner.Do(FakeWork.Create);
            owner.Alive++;
            return new Network(owner, owner._managed.Create(shape, weights));
        }
    }

    private sealed class Network(FakeDevices owner, INetwork inner) : WrappedNetwork(inner)
    {
        private readonly double[] _loss = new double[1];
        private readonly List<double> _waiting = [];

        public override int LossesThatMayWait => owner.LossesThatMayWait;

        public override string? TakeNotice()
        {
            string? notice = owner.Notice;
            owner.Notice = null;
            return notice;
        }

        public override ReadOnlySpan<float> Weights(int parameter)
        {
            owner.Note(FakeWork.Weights);
            return base.Weights(parameter);
        }

        public override ReadOnlySpan<float> Gradients(int parameter)
        {
            owner.Note(FakeWork.Gradients);
            return base.Gradients(parameter);
        }

        public override void SetWeights(int parameter, ReadOnlySpan<float> values)
        {
            owner.Note(FakeWork.SetWeights);
            base.SetWeights(parameter, values);
        }

        public override void Bind(WindowSet data)
        {
            owner.Do(FakeWork.Bind);
            base.Bind(data);
        }

        public override void ForwardBackward(ReadOnlySpan<int> windows, double dropoutRate, RandomStream dropout, bool maskedGradients = false)
        {
            int number = owner.Note(FakeWork.Pass);
            if (owner.IsFull(FakeWork.Pass, number))
            {
                // What the contract leaves open: numbers are drawn from the stream, and the gradients are rubbish.
                dropout.NextUInt64();
                for (int i = 0; i < Parameters.Count; i++)
                {
                    base.SetGradients(i, [.. Enumerable.Repeat(float.NaN, Parameters[i].Length)]);
                }
                throw new OutOfDeviceMemoryException(Full);
            }
            base.ForwardBackward(windows, dropoutRate, dropout, maskedGradients);
            base.TakeLosses(_loss);
            _waiting.Add(number == owner.BadLoss ? double.NaN : _loss[0]);
        }

        public override int TakeLosses(Span<double> losses)
        {
            owner.Note(FakeWork.TakeLosses);
            int count = Math.Min(_waiting.Count, losses.Length);
            _waiting[^count..].CopyTo(losses);
            _waiting.Clear();
            return count;
        }

        public override void Predict(int firstWindow, Span<float> predictions, double dropoutRate, RandomStream dropout)
        {
            owner.Do(FakeWork.Predict);
            base.Predict(firstWindow, predictions, dropoutRate, dropout);
        }

        public override void Dispose()
        {
            owner.Alive--;
            base.Dispose();
        }
    }
}
