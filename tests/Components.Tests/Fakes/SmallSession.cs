using PruningLab.Engine.Networks;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Tests.Fakes;

/// <summary>Sessions on few data with a small network.</summary>
internal static class SmallSession
{
    public static ExperimentSpec Spec { get; } = ExperimentSpec.Ready with
    {
        Network = new NetworkSpec { Kind = NetworkKind.Rnn, HiddenUnits = 4 },
        Training = ExperimentSpec.Ready.Training with { BatchSize = 16 },
    };

    public static Session Create() => new("small", Spec, new SmallWindows(), new ManagedBackend());
}
