using System.Reflection;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>What a report says of its own making, and where its figures lie.</summary>
public sealed record ReportOptions
{
    /// <summary>The command that makes the report again; empty: left out.</summary>
    public string Command { get; init; } = "";

    /// <summary>When it was made, UTC; null: left out, so that the same results give the same text.</summary>
    public DateTime? Date { get; init; }

    /// <summary>The machine, in words; empty: left out.</summary>
    public string Machine { get; init; } = "";

    /// <summary>Version of the program.</summary>
    public string Version { get; init; } = typeof(ReportOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
        ?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>Folder of the figures, as Markdown links to it; relative to the text, with forward slashes.</summary>
    public string Figures { get; init; } = "figures";
}
