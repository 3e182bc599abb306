using System.Reflection;
using PruningLab.Components.Interop;
using PruningLab.Engine.Training;
using PruningLab.Server.Hosting;

namespace PruningLab.Server.Tests;

/// <summary>Dependencies point one way: Server → Components → Engine.</summary>
public sealed class DependencyTests
{
    private static readonly Assembly Engine = typeof(Trainer).Assembly;
    private static readonly Assembly Components = typeof(IBench).Assembly;
    private static readonly Assembly Server = typeof(ServerHost).Assembly;

    [Fact]
    public void Engine_References_NeitherPagesNorWebNorNativeCode() =>
        Assert.All(References(Engine), name => Assert.True(name.StartsWith("System.", StringComparison.Ordinal) || name == "MathNet.Numerics", name));

    [Fact]
    public void Components_References_TheEngineButNotTheServer()
    {
        Assert.Contains("PruningLab.Engine", References(Components));
        Assert.DoesNotContain("PruningLab.Server", References(Components));
    }

    [Fact]
    public void Server_References_Components() => Assert.Contains("PruningLab.Components", References(Server));

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

    private static List<string> References(Assembly assembly) => [.. assembly.GetReferencedAssemblies().Select(n => n.Name!)];
}
