using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Tests.Plasticity;
using PruningLab.Engine.Tests.Training;
using PruningLab.Engine.Training;
using Xunit.Abstractions;

namespace PruningLab.Engine.Tests.Devices;

/// <summary>What rules fetch from the device, where each array fetched makes it wait.</summary>
public sealed class RuleTrafficTests(ITestOutputHelper output)
{
    private const int Every = 5;

    /// <summary>Rules that need arrays of every batch, with the reason.</summary>
    private static readonly Dictionary<string, string> s_everyBatch = new()
    {
        ["dropconnect"] = "silences other weights in each batch",
        ["movement"] = "adds −w·∂L/∂w of each batch to its scores",
        ["gradient-importance"] = "keeps a moving mean of the gradients of all batches",
    };

    public static TheoryData<string> Rules() => [.. RuleCatalogue.Default.Descriptions.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void TrainBatch_BetweenTheRulesActions_FetchesNothing(string id)
    {
        FakeDevices card = new() { LossesThatMayWait = 15 };
        ExperimentSpec spec = TinyData.Spec with
        {
            Rule = EarlyRule.Of(id, Every),
            Training = TinyData.Spec.Training with { Epochs = 4, BatchSize = 8 },
        };
        using Trainer trainer = DeviceRun.Open(card, spec.On(DeviceRun.Card));
        List<int> fetching = [], within = [];
        while (!trainer.IsFinished)
        {
            int before = Fetched(card), losses = card.Count(FakeWork.TakeLosses);
            BatchResult result = trainer.TrainBatch();
            int batch = trainer.Clock.Batch;

            // The first batch and the end of an epoch are actions; so is the beat of rules that count batches.
            if (!result.HasFlag(BatchResult.EndsEpoch) && batch > 1 && batch % Every != 0)
            {
                within.Add(batch);
                if (Fetched(card) > before || card.Count(FakeWork.TakeLosses) > losses)
                {
                    fetching.Add(batch);
                }
            }
        }
        output.WriteLine($"{id}: {string.Join(' ', fetching)}");

        Assert.True(within.Count > 30);
        Assert.Equal(s_everyBatch.ContainsKey(id) ? within : [], fetching);
    }

    private static int Fetched(FakeDevices card) =>
        card.Count(FakeWork.Weights) + card.Count(FakeWork.Gradients) + card.Count(FakeWork.SetWeights);
}
