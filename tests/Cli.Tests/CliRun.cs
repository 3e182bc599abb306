using System.Text.Json;

namespace PruningLab.Cli.Tests;

/// <summary>What came of a command line.</summary>
internal sealed record CliRun(int Code, string Output, string Error)
{
    /// <summary>Standard output as JSON, which must be all of it.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}
