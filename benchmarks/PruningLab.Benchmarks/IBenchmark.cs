namespace PruningLab.Benchmarks;

/// <summary>One command of the benchmark program.</summary>
internal interface IBenchmark
{
    /// <summary>Name on the command line.</summary>
    string Name { get; }

    /// <summary>One sentence for the list of commands.</summary>
    string Description { get; }

    /// <summary>Runs it and writes its report to standard output.</summary>
    /// <param name="arguments">Arguments after the name.</param>
    /// <returns>Exit code.</returns>
    int Run(ReadOnlySpan<string> arguments);
}
