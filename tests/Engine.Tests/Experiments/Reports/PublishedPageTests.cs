using PruningLab.Engine.Experiments.Reports;
using PruningLab.Engine.Tests.Data;

namespace PruningLab.Engine.Tests.Experiments.Reports;

/// <summary>The page about the paper's numbers says what the engine computes.</summary>
public sealed class PublishedPageTests
{
    /// <summary>When set, the page is written instead of compared.</summary>
    private const string Variable = "PRUNINGLAB_WRITE_DOCS";

    [Fact]
    public void Page_OfThePapersNumbers_IsWhatTheDocsHold()
    {
        string file = Path.Combine(RepositoryFolders.Root, "docs", "results", "paper-001-appendix.md");
        string expected = PublishedPage.ToMarkdown();
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
        {
            File.WriteAllText(file, expected);
        }

        Assert.True(
            File.Exists(file) && File.ReadAllText(file).ReplaceLineEndings("\n") == expected,
            $"docs/results/paper-001-appendix.md is stale; write it anew: {Variable}=1 dotnet test tests/Engine.Tests --filter PublishedPageTests");
    }
}
