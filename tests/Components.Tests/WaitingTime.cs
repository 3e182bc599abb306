using System.Runtime.CompilerServices;
using Bunit;

namespace PruningLab.Components.Tests;

/// <summary>How long tests wait for what a component will show; a busy machine may need more than a second.</summary>
internal static class WaitingTime
{
    [ModuleInitializer]
    internal static void Set() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(15);
}
