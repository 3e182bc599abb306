namespace PruningLab.Benchmarks.Lab;

/// <summary>What happened while a lab trained for a while.</summary>
/// <param name="Batches">Batches done.</param>
/// <param name="Seconds">Time between the two readings.</param>
/// <param name="Server">Seconds of processor time of the server.</param>
/// <param name="Browser">Seconds of processor time of all processes of the browser; not a number where it cannot be read.</param>
internal sealed record Stretch(int Batches, double Seconds, double Server, double Browser)
{
    /// <summary>Batches per second.</summary>
    public double Rate => Batches / Seconds;

    /// <summary>Batches per second of the server's processor time: hardly moved by what else the machine does.</summary>
    public double Yield => Batches / Server;
}
