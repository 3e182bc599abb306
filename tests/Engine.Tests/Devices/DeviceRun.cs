using PruningLab.Engine.Data;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Tests.Training;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Devices;

/// <summary>Short runs on a machine with a fake card, and what must be the same of two of them.</summary>
internal static class DeviceRun
{
    public const string Card = "cuda:0";

    public static ExperimentSpec On(this ExperimentSpec spec, string? device) =>
        spec with { Training = spec.Training with { Device = device } };

    public static Trainer Open(FakeDevices devices, ExperimentSpec spec, PlasticityRule? rule = null) =>
        new(spec, Data(spec), devices.Machine(), rule ?? RuleCatalogue.Default.Create(spec.Rule.Id));

    public static WindowSet Data(ExperimentSpec spec) =>
        spec.Data.Stages > 1 ? StagedData.Windows(spec.Data, 240) : TinyData.Windows(spec.Data.Window);

    /// <summary>Trains to the end; what finds the device full is tried again.</summary>
    /// <returns>How often it was full.</returns>
    public static int Finish(Trainer trainer, Action<Trainer>? beforeBatch = null)
    {
        int full = 0;
        while (!trainer.IsFinished)
        {
            beforeBatch?.Invoke(trainer);
            try
            {
                trainer.TrainBatch();
            }
            catch (Engine.Devices.OutOfDeviceMemoryException e)
            {
                Assert.Equal(FakeDevices.Full, e.Message);
                full++;
            }
        }
        return full;
    }

    /// <summary>Asserts that two runs have the same bits: weights, masks, optimiser state and all that is written down.</summary>
    /// <param name="expected">The run that nothing happened to.</param>
    /// <param name="actual">The other.</param>
    /// <param name="digits">Decimal digits to which the training errors agree, whose sums are added up in other parts after a
    /// move; −1: all bits.</param>
    public static void AssertSame(Trainer expected, Trainer actual, int digits = -1)
    {
        Assert.Equal(expected.Clock, actual.Clock);
        Assert.Equal(RunFingerprint.Of(expected), RunFingerprint.Of(actual));
        Assert.Equal(expected.Log.BatchLosses.Read(), actual.Log.BatchLosses.Read());
        Assert.Equal(expected.Log.Epochs.Count, actual.Log.Epochs.Count);
        for (int i = 0; i < expected.Log.Epochs.Count; i++)
        {
            EpochRow one = expected.Log.Epochs[i], other = actual.Log.Epochs[i];
            if (digits >= 0 && i > 0)
            {
                Assert.Equal(one.Train.Loss, other.Train.Loss, digits);
                Assert.Equal(one.Train.MeanAbsoluteError, other.Train.MeanAbsoluteError, digits);
                other = other with { Train = one.Train };
            }
            Assert.Equal(one, other);
        }
        Assert.Equal(expected.Masks.History.Events.Read(), actual.Masks.History.Events.Read());
        Assert.Equal(expected.Log.Updates.Read(), actual.Log.Updates.Read());
        Assert.Equal(expected.Log.Prediction?.Mean, actual.Log.Prediction?.Mean);
        Assert.Equal(expected.Network.OptimizerSteps, actual.Network.OptimizerSteps);
        for (int p = 0; p < expected.Network.Parameters.Count; p++)
        {
            foreach (OptimizerSlotPair slot in OptimizerSlotPair.Of(expected, actual, p))
            {
                Assert.Equal(slot.Expected, slot.Actual);
            }
        }
    }

    /// <summary>What both runs' optimisers remember of one parameter.</summary>
    private readonly record struct OptimizerSlotPair(float[] Expected, float[] Actual)
    {
        public static IEnumerable<OptimizerSlotPair> Of(Trainer expected, Trainer actual, int parameter) =>
            Enum.GetValues<Engine.Networks.OptimizerSlot>().Select(slot => new OptimizerSlotPair(
                expected.Network.OptimizerState(parameter, slot).ToArray(), actual.Network.OptimizerState(parameter, slot).ToArray()));
    }
}
