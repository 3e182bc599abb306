using System.Reflection;

namespace PruningLab.Cli.Tests;

/// <summary>Dependencies point one way: the command line uses the engine and nothing of the site.</summary>
public sealed class DependencyTests
{
    [Fact]
    public void Cli_References_TheEngineAndNothingOfTheSite()
    {
        string[] references = [.. Assembly.Load("pruninglab").GetReferencedAssemblies().Select(name => name.Name!)];

        Assert.DoesNotContain(references, name => name is "PruningLab.Server" or "PruningLab.Components"
            || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Fact]
    public void Output_HasTheLibraryForCardsOnRequestAlone()
    {
        string[] found = [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "*Torch*.dll").Select(file => Path.GetFileName(file))];
#if TORCH
        Assert.Contains("PruningLab.Engine.Torch.dll", found);
        Assert.Contains("TorchSharp.dll", found);
#else
        Assert.Empty(found);
#endif
    }
}
