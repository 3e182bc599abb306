using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Sessions;

/// <summary>How much of a batch can be timed between two batches without a long wait.</summary>
internal static class ProbeSize
{
    /// <summary>Longest step, in milliseconds.</summary>
    public const double LongestStep = 250;

    /// <summary>Longest step of one window, in milliseconds by <see cref="CautiousMilliseconds"/>, that is worth waiting for.</summary>
    public const double LongestWindow = 2000;

    /// <summary>Multiply-adds per millisecond that any machine is trusted with before it has shown its pace.</summary>
    private const double CautiousPace = 4e6;

    /// <summary>Milliseconds that a step may take per window, by a cautious guess at the machine's pace; backward passes cost about
    /// twice as much as forward ones.</summary>
    public static double CautiousMilliseconds(NetworkShape shape)
    {
        IReadOnlyList<ParameterInfo> parameters = Architecture.Of(shape).Parameters;
        return 3 * NetworkCost.MultiplyAdds(shape, i => parameters[i].Length) / CautiousPace;
    }
}
