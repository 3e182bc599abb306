using System.Globalization;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;
using SessionOptions = PruningLab.Engine.Sessions.SessionOptions;

namespace PruningLab.Server.Hosting;

/// <summary>The server's settings, read from the section PruningLab of its configuration (appsettings.json, environment
/// variables such as PruningLab__MaxSessions, or the command line) and checked at the start.</summary>
/// <param name="Data">The folder the server writes to.</param>
/// <param name="Sessions">Limits of sessions.</param>
/// <param name="MaxThreads">Most threads that one network may share its batches among.</param>
/// <param name="MaxRunningGrids">Most grids that train at the same time.</param>
internal sealed record ServerSettings(DataFolder Data, SessionOptions Sessions, int MaxThreads, int MaxRunningGrids)
{
    private const string Section = "PruningLab";

    /// <summary>Reads and checks the settings.</summary>
    /// <param name="configuration">The server's configuration.</param>
    /// <returns>The settings.</returns>
    /// <exception cref="InvalidOperationException">One sentence that names the setting, what was found and what was expected.</exception>
    public static ServerSettings Read(IConfiguration configuration)
    {
        IConfigurationSection section = configuration.GetSection(Section);
        var defaults = new SessionOptions();
        return new ServerSettings(
            DataFolder.Open(configuration["data"] ?? section["DataFolder"]),
            defaults with
            {
                MaxSessions = Number(section, "MaxSessions", defaults.MaxSessions, 1, 1000),
                PauseUnwatchedAfter = Time(section, "PauseUnwatchedAfter", defaults.PauseUnwatchedAfter),
                EvictUnwatchedAfter = Time(section, "EvictUnwatchedAfter", defaults.EvictUnwatchedAfter),
                ReplaceUnwatchedAfter = Time(section, "ReplaceUnwatchedAfter", defaults.ReplaceUnwatchedAfter),
            },
            Number(section, "MaxThreads", new ManagedBackend().MaxThreads, 1, TrainingSpec.MaxThreads),
            Number(section, "MaxRunningGrids", 1, 1, 100));
    }

    private static int Number(IConfigurationSection section, string name, int otherwise, int least, int most)
    {
        string? text = section[name];
        return string.IsNullOrWhiteSpace(text) ? otherwise
            : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? value
            : throw new InvalidOperationException($"The setting {Section}:{name} is “{text}”, but must be a whole number from {least} to {most}");
    }

    private static TimeSpan Time(IConfigurationSection section, string name, TimeSpan otherwise)
    {
        string? text = section[name];
        return string.IsNullOrWhiteSpace(text) ? otherwise
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan value) && value > TimeSpan.Zero ? value
            : throw new InvalidOperationException($"The setting {Section}:{name} is “{text}”, but must be a time above zero such as 00:30:00");
    }
}
