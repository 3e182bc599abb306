using System.Xml.Linq;
using PruningLab.Engine.Tests.Data;

namespace PruningLab.Engine.Tests;

/// <summary>Dependencies point one way, and TorchSharp comes with -p:Torch alone: read off the project files, since a compiler
/// drops references that nothing uses.</summary>
public sealed class ProjectReferenceTests
{
    private const string OnlyWithTorch = "'$(Torch)' != ''";

    private static readonly string[] s_folders = ["src", "tests", "benchmarks"];

    /// <summary>What each project of src/ may refer to; those in brackets only with -p:Torch.</summary>
    private static readonly Dictionary<string, string[]> s_references = new()
    {
        ["PruningLab.Engine"] = [],
        ["PruningLab.Engine.Torch"] = ["PruningLab.Engine"],
        ["PruningLab.Components"] = ["PruningLab.Engine"],
        ["PruningLab.Server"] = ["PruningLab.Components", "(PruningLab.Engine.Torch)"],
        ["PruningLab.Cli"] = ["PruningLab.Engine", "(PruningLab.Engine.Torch)"],
    };

    [Fact]
    public void Projects_Refer_OneWayAndToTorchOnRequest()
    {
        Dictionary<string, string[]> found = Projects().ToDictionary(
            file => Path.GetFileNameWithoutExtension(file), file => Items(file, "ProjectReference").Select(item =>
            {
                string name = Path.GetFileNameWithoutExtension(((string)item.Attribute("Include")!).Replace('\\', '/'));
                return Condition(item) == OnlyWithTorch ? $"({name})" : name;
            }).ToArray());

        Assert.Equal(s_references.OrderBy(pair => pair.Key, StringComparer.Ordinal), found.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void TorchSharp_IsReferredToOnRequestAlone()
    {
        XElement[] items = [.. Projects().SelectMany(file => Items(file, "PackageReference"))
            .Where(item => ((string)item.Attribute("Include")!).Contains("Torch", StringComparison.OrdinalIgnoreCase))];

        Assert.Equal(["TorchSharp-$(Torch)"], items.Select(item => (string)item.Attribute("Include")!));
        Assert.All(items, item => Assert.Equal(OnlyWithTorch, Condition(item)));
    }

    [Fact]
    public void DefaultBuild_Restores_NothingOfTorchSharp()
    {
        string[] locks = [.. s_folders.SelectMany(folder => Directory.EnumerateDirectories(Path.Combine(RepositoryFolders.Root, folder)))
            .Select(folder => Path.Combine(folder, "packages.lock.json")).Where(File.Exists)];

        Assert.Contains(locks, file => file.Contains("PruningLab.Engine.Torch", StringComparison.Ordinal));
        Assert.All(locks, file => Assert.DoesNotContain("torchsharp", File.ReadAllText(file), StringComparison.OrdinalIgnoreCase));
    }

    private static string[] Projects() => Directory.GetFiles(Path.Combine(RepositoryFolders.Root, "src"), "*.csproj", SearchOption.AllDirectories);

    private static IEnumerable<XElement> Items(string file, string name) => XDocument.Load(file).Descendants(name);

    private static string? Condition(XElement item) => (string?)item.Attribute("Condition") ?? (string?)item.Parent!.Attribute("Condition");
}
