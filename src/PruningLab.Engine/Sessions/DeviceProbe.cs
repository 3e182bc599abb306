using System.Globalization;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Sessions;

/// <summary>Times training steps on copies of a run's weights and masks on every device, in turns.</summary>
/// <remarks>Lasts about a second for most networks. Of a batch that takes too long only a part is timed, and of devices for which
/// no time is left none.</remarks>
internal sealed class DeviceProbe(IBackend backends, TimeProvider time)
{
    /// <summary>Milliseconds after which no further device is tried, and those after which no round begins but the fewest.</summary>
    private const double MostPilots = 4000, Budget = 800;

    /// <summary>Milliseconds that a turn of one device is to take; one step may take longer.</summary>
    private const double Turn = 25;

    /// <summary>Most steps of a turn.</summary>
    private const int MostSteps = 64;

    /// <summary>Most numbers of windows that are tried.</summary>
    private const int MostSizes = 5;

    /// <summary>Fewest rounds, unless each is long, and most.</summary>
    private const int LeastRounds = 3, MostRounds = 15;

    /// <summary>Milliseconds after which the fewest rounds no longer hold.</summary>
    private const double LongRounds = 2000;

    /// <summary>Measures.</summary>
    /// <param name="trainer">The run, between two batches.</param>
    public DeviceReport Measure(Trainer trainer)
    {
        long start = time.GetTimestamp();
        DeviceList list = backends.Devices;
        List<Candidate> candidates = [.. list.All.Select(device => new Candidate(device))];
        if (candidates.Count > 1)
        {
            try
            {
                foreach (Candidate candidate in candidates)
                {
                    double elapsed = Elapsed(start);
                    if (elapsed < MostPilots)
                    {
                        candidate.Try(() => candidate.Prepare(backends, trainer, time));
                    }
                    else
                    {
                        candidate.Refusal = string.Create(CultureInfo.InvariantCulture, $"It was not timed, because the devices before it had taken {elapsed / 1000:0.0} s already.");
                    }
                }
                TakeTurns(candidates);
            }
            finally
            {
                candidates.ForEach(candidate => candidate.Dispose());
            }
        }
        DeviceTime[] times = [.. candidates.Select(candidate => candidate.Result())];
        return new DeviceReport
        {
            Batch = trainer.Clock.Batch,
            BatchSize = trainer.Network.Shape.BatchSize,
            Devices = times,
            Sentence = DeviceVerdict.Of(times, list),
            Paused = Elapsed(start),
        };
    }

    private void TakeTurns(List<Candidate> candidates)
    {
        long start = time.GetTimestamp();
        double elapsed = 0;
        for (int round = 0; round < MostRounds && (round == 0 || elapsed < (round < LeastRounds ? LongRounds : Budget)); round++)
        {
            foreach (Candidate candidate in candidates)
            {
                candidate.Try(candidate.TakeTurn);
            }
            elapsed = Elapsed(start);
        }
    }

    private double Elapsed(long start) => time.GetElapsedTime(start).TotalMilliseconds;

    /// <summary>One device with its copy.</summary>
    private sealed class Candidate(ComputeDevice device) : IDisposable
    {
        private readonly List<double> _turns = [];
        private TimedCopy? _copy;
        private int _windows, _batchSize, _steps;
        private double _dropoutRate;
        private bool _maskedGradients;

        /// <summary>Why it cannot be timed; empty as long as it can.</summary>
        public string Refusal { get; set; } = "";

        /// <summary>Makes the copy, and finds how many windows and steps fit into a turn; what is slow for once only, such as
        /// loading a library's kernels, happens here.</summary>
        public void Prepare(IBackend backends, Trainer trainer, TimeProvider time)
        {
            IBackend backend = backends.Open(device.Id);
            NetworkShape shape = trainer.Network.Shape with { Threads = Math.Min(trainer.Training.Threads, backend.MaxThreads) };
            _batchSize = shape.BatchSize;
            _dropoutRate = trainer.Rule.DropoutRate(trainer.Settings);

            // Rules that act from time to time need them before they act only; others in every batch.
            int batch = trainer.Clock.Batch;
            _maskedGradients = trainer.Rule.NeedsMaskedGradients(trainer.Settings, trainer.Clock.At(batch + 1))
                && trainer.Rule.NeedsMaskedGradients(trainer.Settings, trainer.Clock.At(batch + 2));
            double perWindow = ProbeSize.CautiousMilliseconds(shape);
            if (perWindow > ProbeSize.LongestWindow && device.Memory == 0)
            {
                Refusal = string.Create(CultureInfo.InvariantCulture, $"This network is too large to be timed on the processor between two batches: one window alone may take {perWindow / 1000:0.0} s.");
                return;
            }
            _copy = new TimedCopy(backend, shape, trainer, time);
            _windows = (int)Math.Clamp(ProbeSize.LongestStep / perWindow, 1, _batchSize);
            double step = Warm();
            for (int tries = 0; tries < MostSizes && Fitting(step) is int windows && (windows <= _windows / 2 || windows >= 2 * _windows || (windows > _windows && windows == _batchSize)); tries++)
            {
                _windows = windows;
                step = Warm();
            }
            _steps = (int)Math.Clamp(Turn / step, 1, MostSteps);
        }

        public void TakeTurn()
        {
            double step = _copy!.Time(_steps, _windows, _dropoutRate, _maskedGradients) / _steps;
            _turns.Add(step * _batchSize / _windows);
        }

        /// <summary>Does something with the device; when it cannot, the reason is kept.</summary>
        public void Try(Action action)
        {
            if (Refusal.Length > 0)
            {
                return;
            }
            try
            {
                action();
            }
            catch (Exception e)
            {
                Refusal = e is TrainingException or SettingException ? e.Message : $"It could not be timed: {e.Message}";
            }
        }

        public DeviceTime Result()
        {
            DeviceTime result = new(device.Id, device.Name) { Windows = _windows };
            if (Refusal.Length > 0 || _turns.Count == 0)
            {
                return result with { Sentence = Refusal };
            }
            _turns.Sort();
            return result with { Milliseconds = _turns[0], Typical = _turns[_turns.Count / 2] };
        }

        public void Dispose() => _copy?.Dispose();

        /// <summary>A step that does not count, then one that tells how long a step takes, unless the first took very long.</summary>
        private double Warm()
        {
            double first = _copy!.Time(1, _windows, _dropoutRate, _maskedGradients);
            return first > 4 * ProbeSize.LongestStep ? first : _copy.Time(1, _windows, _dropoutRate, _maskedGradients);
        }

        /// <summary>Windows that make a step as long as it may be.</summary>
        private int Fitting(double step) => (int)Math.Clamp(_windows * ProbeSize.LongestStep / step, 1, _batchSize);
    }
}
