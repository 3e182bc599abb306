using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Prediction;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Sessions;

/// <summary>Times training steps with dense and with sparse kernels on copies of a run's weights and masks.</summary>
/// <remarks>The run itself is only read: its weights, masks, moments, random streams and log stay as they are. A probe with
/// its curve is to last a few tenths of a second and at most about one second; it takes fewer windows per step when a
/// whole batch would take too long, and gives up when one window already would.</remarks>
internal sealed class SpeedProbe(IBackend backend, TimeProvider time)
{
    /// <summary>Sparsities of the curve, in the order in which they are timed as long as there is time.</summary>
    private static readonly double[] Ladder = [0.6, 0.3, 0.9, 0.45, 0.75, 0, 0.95];

    private const int FewestPoints = 3;

    /// <summary>Milliseconds: for the present masks, for the curve, and the most of both together.</summary>
    private const double PresentBudget = 80, CurveBudget = 200, MostMilliseconds = 900;

    /// <summary>Fewest rounds, unless each is long, and most: the best of a few steps is what a busy machine leaves comparable.</summary>
    private const int LeastRounds = 3, MostRounds = 25;

    /// <summary>Milliseconds after which the fewest rounds no longer hold.</summary>
    private const double LongRounds = 300;

    /// <summary>Measures.</summary>
    /// <param name="trainer">The run, between two batches.</param>
    /// <param name="former">The former report of the same run, whose curve is kept when none is asked for.</param>
    /// <param name="curve">True to time a ladder of sparsities as well.</param>
    public SpeedReport Measure(Trainer trainer, SpeedReport? former, bool curve)
    {
        long start = time.GetTimestamp();
        SpeedReport counts = Count(trainer);

        // A network that has grown since is another one to time.
        counts = counts with { Curve = former?.Parameters == counts.Parameters ? former.Curve : [] };
        if (backend is not IComparableBackend comparable)
        {
            return counts with { Sentence = $"{backend.Name} multiplies by pruned weights too, so no time is saved; the managed engine (CPU) leaves them out." };
        }
        NetworkShape shape = trainer.Network.Shape;
        double perWindow = ProbeSize.CautiousMilliseconds(shape);
        int windows = (int)Math.Min(shape.BatchSize, ProbeSize.LongestStep / perWindow);
        if (windows < 1)
        {
            return counts with { Sentence = $"This network is too large to be timed between two batches: one window alone may take {perWindow / 1000:0.0} s." };
        }
        using Pair pair = new(comparable, shape with { BatchSize = windows }, trainer, time);
        SpeedPoint present = pair.Time(counts.Sparsity, PresentBudget, Math.Min(LongRounds, MostMilliseconds - Elapsed(start)));
        IReadOnlyList<SpeedPoint> points = curve ? Climb(pair, trainer, present, start) : counts.Curve;
        return counts with { Windows = windows, Dense = present.Dense, Sparse = present.Sparse, Curve = points, Paused = Elapsed(start) };
    }

    /// <summary>What needs no clock.</summary>
    public static SpeedReport Count(Trainer trainer)
    {
        NetworkShape shape = trainer.Network.Shape;
        IReadOnlyList<ParameterInfo> parameters = trainer.Network.Parameters;
        long[] left = [.. parameters.Select(p => (long)p.Length)];
        long all = left.Sum();
        long multiplyAdds = NetworkCost.MultiplyAdds(shape, i => left[i]);
        MaskSet masks = trainer.Masks;
        for (int i = 0; i < masks.Count; i++)
        {
            left[masks.ParameterNumber(i)] = masks[i].ActiveCount;
        }
        return new SpeedReport
        {
            Batch = trainer.Clock.Batch,
            Windows = 0,
            BatchSize = shape.BatchSize,
            Sparsity = masks.Sparsity,
            Parameters = all,
            ParametersLeft = left.Sum(),
            MultiplyAdds = multiplyAdds,
            MultiplyAddsLeft = NetworkCost.MultiplyAdds(shape, i => left[i]),
            Bytes = NetworkCost.DenseBytes(shape),
            CompactBytes = SparsePredictor.CompactSize(shape, masks),
        };
    }

    /// <summary>Times the ladder with random masks, or as many of its steps as there is time for; none when too few.</summary>
    private List<SpeedPoint> Climb(Pair pair, Trainer trainer, SpeedPoint present, long start)
    {
        // One round does not count, another must; without a mask sparse kernels may take some times as long as dense ones.
        double cost = 2 * Math.Max(present.Dense + present.Sparse, 4 * present.Dense);
        List<SpeedPoint> points = [];
        RandomStream stream = new RandomStreams(0).Open("probe");
        for (int step = 0; step < Ladder.Length && Elapsed(start) + cost < MostMilliseconds; step++)
        {
            double before = Elapsed(start);
            for (int i = 0; i < trainer.Masks.Count; i++)
            {
                int parameter = trainer.Masks.ParameterNumber(i);
                byte[] bits = new byte[trainer.Masks[i].Length];
                pair.SetMask(parameter, Drawn(bits, 0, stream));
                pair.SetWeights(parameter, trainer.Network.Weights(parameter));
                pair.SetMask(parameter, Drawn(bits, Ladder[step], stream));
            }
            points.Add(pair.Time(Ladder[step], CurveBudget / Ladder.Length, LongRounds / Ladder.Length));
            cost = Math.Max(cost, Elapsed(start) - before);
        }
        return points.Count < FewestPoints ? [] : [.. points.OrderBy(point => point.Sparsity)];
    }

    private static byte[] Drawn(byte[] bits, double sparsity, RandomStream stream)
    {
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = (byte)(sparsity > 0 && stream.NextSingle() < sparsity ? 0 : 1);
        }
        return bits;
    }

    private double Elapsed(long start) => time.GetElapsedTime(start).TotalMilliseconds;

    /// <summary>Two networks with the same weights and masks, one dense, one sparse.</summary>
    private sealed class Pair : IDisposable
    {
        private readonly TimedCopy _dense;
        private readonly TimedCopy _sparse;
        private readonly int _windows;
        private readonly TimeProvider _time;

        public Pair(IComparableBackend backend, NetworkShape shape, Trainer trainer, TimeProvider time)
        {
            (_windows, _time) = (shape.BatchSize, time);
            _dense = new TimedCopy(backend.Dense, shape, trainer, time);
            _sparse = new TimedCopy(backend.Sparse, shape, trainer, time);
        }

        public void SetWeights(int parameter, ReadOnlySpan<float> values)
        {
            _dense.SetWeights(parameter, values);
            _sparse.SetWeights(parameter, values);
        }

        public void SetMask(int parameter, ReadOnlySpan<byte> bits)
        {
            _dense.SetMask(parameter, bits);
            _sparse.SetMask(parameter, bits);
        }

        /// <summary>Best times of steps that take turns, after one of each that does not count.</summary>
        /// <param name="sparsity">Sparsity of the masks.</param>
        /// <param name="budget">Milliseconds after which no round begins but the fewest.</param>
        /// <param name="limit">Milliseconds after which no round begins.</param>
        public SpeedPoint Time(double sparsity, double budget, double limit)
        {
            _dense.Time(1, _windows);
            _sparse.Time(1, _windows);
            long start = _time.GetTimestamp();
            double dense = double.PositiveInfinity, sparse = double.PositiveInfinity, elapsed = 0;
            for (int round = 0; round < MostRounds && (round == 0 || elapsed < (round < LeastRounds ? limit : budget)); round++)
            {
                dense = Math.Min(dense, _dense.Time(1, _windows));
                sparse = Math.Min(sparse, _sparse.Time(1, _windows));
                elapsed = _time.GetElapsedTime(start).TotalMilliseconds;
            }
            return new SpeedPoint(sparsity, dense, sparse);
        }

        public void Dispose()
        {
            _dense.Dispose();
            _sparse.Dispose();
        }
    }
}
