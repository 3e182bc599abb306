using PruningLab.Components.Grids;
using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;
using PruningLab.Server.Experiments;

namespace PruningLab.Server.Tests.Experiments;

/// <summary>Grids that are done in a moment, or never.</summary>
internal static class TinyGrid
{
    /// <summary>Two methods, some seeds, an RNN of two units, one epoch over part of the S&amp;P 500.</summary>
    public static GridSpec Of(string name, int seeds = 1, int epochs = 1) => new()
    {
        Name = name,
        Data = [new GridData("S&P500", new DataSpec { TrainShare = 0.1 })],
        Networks = [new GridNetwork("RNN", new NetworkSpec { Kind = NetworkKind.Rnn, HiddenUnits = 2 })],
        Windows = [2],
        Methods = [new GridMethod("None", new RuleSpec("none")), new GridMethod("Random", new RuleSpec("random"))],
        Training = new TrainingSpec { Epochs = epochs, Patience = 0, BatchSize = 512 },
        Seeds = [.. Enumerable.Range(1, seeds)],
    };

    /// <summary>A grid that runs for as long as a test wants.</summary>
    public static GridSpec Endless(string name) => Of(name, seeds: 20, epochs: 10_000);

    /// <summary>Waits until a grid stands as it should.</summary>
    public static async Task<GridView> UntilAsync(GridEntry entry, Func<GridView, bool> condition)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        while (true)
        {
            entry.Refresh(mayReport: true);
            if (condition(entry.View))
            {
                return entry.View;
            }

            await Task.Delay(20, limit.Token);
        }
    }
}
