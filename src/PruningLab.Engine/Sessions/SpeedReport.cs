namespace PruningLab.Engine.Sessions;

/// <summary>What pruning saves at one moment of a run: counted from the masks, and timed on copies of the very weights.</summary>
public sealed record SpeedReport
{
    /// <summary>Batches done when it was made.</summary>
    public required int Batch { get; init; }

    /// <summary>Windows of each timed step; fewer than the run's batch when the network is large.</summary>
    public required int Windows { get; init; }

    /// <summary>Windows of the run's batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Share of the prunable weights that is pruned.</summary>
    public required double Sparsity { get; init; }

    /// <summary>All parameters, biases included.</summary>
    public required long Parameters { get; init; }

    /// <summary>Parameters that are not pruned.</summary>
    public required long ParametersLeft { get; init; }

    /// <summary>Multiply-adds of one prediction without pruning.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>Multiply-adds that the masks leave.</summary>
    public required long MultiplyAddsLeft { get; init; }

    /// <summary>Bytes of all parameters.</summary>
    public required long Bytes { get; init; }

    /// <summary>Bytes of the compact form.</summary>
    public required long CompactBytes { get; init; }

    /// <summary>Milliseconds of a step (forward, backward, optimiser) with dense kernels, best of several; null when not timed.</summary>
    public double? Dense { get; init; }

    /// <summary>The same with sparse kernels.</summary>
    public double? Sparse { get; init; }

    /// <summary>Steps timed with random masks on copies, by rising sparsity; of the last time the curve was asked for.</summary>
    public IReadOnlyList<SpeedPoint> Curve { get; init; } = [];

    /// <summary>Sparsity from which on the sparse kernels are the faster ones, read off <see cref="Curve"/>; null when the
    /// curve is missing or they never are.</summary>
    public double? BreakEven => BreakEvenOf(Curve);

    /// <summary>Milliseconds that training waited for the measurement.</summary>
    public double Paused { get; init; }

    /// <summary>Why there are no times, in one sentence; empty otherwise.</summary>
    public string Sentence { get; init; } = "";

    /// <summary>The sparsity from which on sparse wins at every measured point, between two points by the line through the
    /// differences of their times.</summary>
    /// <param name="curve">Points by rising sparsity.</param>
    /// <returns>0 when sparse wins everywhere; null when it loses at the highest sparsity or nothing was measured.</returns>
    public static double? BreakEvenOf(IReadOnlyList<SpeedPoint> curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        int first = curve.Count;
        while (first > 0 && curve[first - 1].Sparse < curve[first - 1].Dense)
        {
            first--;
        }
        if (first == curve.Count)
        {
            return null;
        }
        if (first == 0)
        {
            return 0;
        }
        SpeedPoint loses = curve[first - 1], wins = curve[first];
        double loss = loses.Sparse - loses.Dense, gain = wins.Dense - wins.Sparse;
        return loses.Sparsity + ((wins.Sparsity - loses.Sparsity) * loss / (loss + gain));
    }
}
