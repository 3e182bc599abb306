namespace PruningLab.Server.Experiments;

/// <summary>How the grids of a server are run and watched.</summary>
internal sealed record GridServiceOptions
{
    /// <summary>Grids that train at the same time.</summary>
    public int MaxRunning { get; init; } = 1;

    /// <summary>Trainings at the same time of a grid when nobody says otherwise: one core stays free for the pages and labs.</summary>
    public static int DefaultWorkers => Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>Most trainings at the same time that a page offers.</summary>
    public const int MostWorkers = 64;

    /// <summary>Shortest time between two updates of a page.</summary>
    public TimeSpan UpdateEvery { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Time between two looks at the files of a store that is watched.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Shortest time between two reports while results come in.</summary>
    public TimeSpan ReportEvery { get; init; } = TimeSpan.FromSeconds(4);
}
