using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Tests.Training;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Devices;

public sealed class DeviceProbeTests
{
    private static readonly Action s_isFull = () => throw new OutOfDeviceMemoryException(FakeDevices.Full);

    [Fact]
    public void Measure_FasterProcessor_SaysByHowMuch()
    {
        TimedMachine machine = new(TimedDevice.Cpu(410), TimedDevice.Card(0, "Fake card", _ => 1200));

        DeviceReport report = Measure(machine, TinyData.Spec, batches: 9);

        Assert.Equal("CPU takes 0.41 ms per step, Fake card 1.20 ms: for this network the CPU is 2.9 times as fast.", report.Sentence);
        Assert.Equal(["cpu", "cuda:0"], report.Devices.Select(time => time.Id));
        Assert.Equal(0.41, report.Devices[0].Milliseconds!.Value, 3);
        Assert.Equal(0.41, report.Devices[0].Typical!.Value, 3);
        Assert.Equal((9, 16), (report.Batch, report.BatchSize));
        Assert.All(report.Devices, time => Assert.Equal(("", 16), (time.Sentence, time.Windows)));
        Assert.Null(report.FasterThan(null));
        Assert.Equal("cpu", report.FasterThan("cuda:0")!.Id);
        Assert.InRange(report.Paused, 100, 2000);
        Assert.Equal(0, machine.Alive);
    }

    [Fact]
    public void Measure_ACardThatComputesByItself_WaitsUntilItIsDone()
    {
        // Telling it what to do takes 0.01 ms a step; that the steps are done shows in their losses only.
        TimedMachine machine = new(TimedDevice.Cpu(3000), TimedDevice.Card(0, "Fake card", _ => 1000));

        DeviceReport report = Measure(machine, TinyData.Spec);

        Assert.Equal(1, report.Devices[1].Milliseconds!.Value, 2);
        Assert.Equal("CPU takes 3.00 ms per step, Fake card 1.00 ms: for this network the Fake card is 3.0 times as fast.", report.Sentence);
        Assert.Equal("cuda:0", report.FasterThan(null)!.Id);
        Assert.Equal("cuda:0", report.FasterThan("cpu")!.Id);
        Assert.Null(report.FasterThan("cuda:0"));
    }

    [Theory]
    [InlineData(1000, 1050, 1050)]
    [InlineData(1200, 1000, 2000)]
    public void Measure_WithinTheNoise_SaysSo(double processor, double quick, double slow)
    {
        int steps = 0;
        TimedMachine machine = new(TimedDevice.Cpu(processor), TimedDevice.Card(0, "Fake card", _ => steps++ / 40 % 2 == 0 ? quick : slow));

        DeviceReport report = Measure(machine, TinyData.Spec);

        Assert.EndsWith(": there is no clear difference between the " + (processor < quick ? "CPU and the Fake card" : "Fake card and the CPU") + " for this network.", report.Sentence, StringComparison.Ordinal);
        Assert.Null(report.FasterThan(null));
        Assert.Null(report.FasterThan("cuda:0"));
    }

    [Fact]
    public void Measure_SeveralCards_TellsThemApart()
    {
        TimedMachine machine = new(TimedDevice.Cpu(9000), TimedDevice.Card(0, "Twin", _ => 3000), TimedDevice.Card(1, "Twin", _ => 1500));

        DeviceReport report = Measure(machine, TinyData.Spec);

        Assert.Equal(
            "CPU takes 9.00 ms per step, Twin (cuda:0) 3.00 ms, Twin (cuda:1) 1.50 ms: for this network the Twin (cuda:1) is the fastest, 2.0 times as fast as the Twin (cuda:0).",
            report.Sentence);
    }

    [Fact]
    public void Measure_AFullCard_GivesItsSentence()
    {
        TimedMachine machine = new(TimedDevice.Cpu(410), TimedDevice.Card(0, "Fake card", _ => 1) with { Creating = s_isFull });

        DeviceReport report = Measure(machine, TinyData.Spec);

        Assert.Equal($"Only the CPU could be timed (0.41 ms per step), so there is nothing to compare. Fake card: {FakeDevices.Full}", report.Sentence);
        Assert.Equal((null, FakeDevices.Full), (report.Devices[1].Milliseconds, report.Devices[1].Sentence));
        Assert.Null(report.FasterThan("cuda:0"));
        Assert.Equal(0, machine.Alive);
    }

    [Fact]
    public void Measure_ACardThatFillsUpWhileTimed_GivesItsSentenceAndTheOthersTimes()
    {
        int steps = 0;
        TimedMachine machine = new(
            TimedDevice.Cpu(410),
            TimedDevice.Card(0, "Fake card", _ => ++steps > 30 ? throw new OutOfDeviceMemoryException(FakeDevices.Full) : 1000),
            TimedDevice.Card(1, "Broken card", _ => throw new InvalidOperationException("No such kernel.")));

        DeviceReport report = Measure(machine, TinyData.Spec);

        Assert.Equal(["", FakeDevices.Full, "It could not be timed: No such kernel."], report.Devices.Select(time => time.Sentence));
        Assert.Equal([true, false, false], report.Devices.Select(time => time.Milliseconds is not null));
        Assert.Equal(0, machine.Alive);
    }

    [Fact]
    public void Measure_TheProcessorAlone_SaysWhyThereIsNothingToCompare()
    {
        TimedMachine machine = new(TimedDevice.Cpu(410));

        DeviceReport report = Measure(machine, TinyData.Spec);

        Assert.Equal("There is one device only, so there is nothing to compare. There is no card.", report.Sentence);
        Assert.Equal(new DeviceTime("cpu", "CPU"), Assert.Single(report.Devices));
        Assert.Empty(machine.Made);
    }

    [Fact]
    public void Measure_LongSteps_TimesAPartOfTheBatchInBoundedTime()
    {
        // The card takes as long for one window as for all.
        TimedMachine machine = new(new TimedDevice(ComputeDevice.Cpu, windows => 100_000 * windows), TimedDevice.Card(0, "Fake card", _ => 200_000));

        DeviceReport report = Measure(machine, TinyData.Spec);

        Assert.InRange(report.Devices[0].Windows, 1, 8);
        Assert.Equal(1600, report.Devices[0].Milliseconds!.Value, 3);
        Assert.Equal((16, 200), (report.Devices[1].Windows, Math.Round(report.Devices[1].Milliseconds!.Value)));
        Assert.InRange(report.Paused, 1000, 9000);
    }

    [Fact]
    public void Measure_ManySlowDevices_LeavesTheLastOnesOut()
    {
        TimedMachine machine = new([TimedDevice.Cpu(1_000_000), .. Enumerable.Range(0, 6).Select(i => TimedDevice.Card(i, $"Card {i}", _ => 1_000_000))]);

        DeviceReport report = Measure(machine, TinyData.Spec);

        Assert.NotNull(report.Devices[0].Milliseconds);
        Assert.Contains("because the devices before it had taken", report.Devices[^1].Sentence, StringComparison.Ordinal);
        Assert.InRange(report.Paused, 1000, 12_000);
    }

    [Fact]
    public void Measure_OfARun_ChangesNothingOfIt()
    {
        TimedMachine machine = new(TimedDevice.Cpu(410), TimedDevice.Card(0, "Fake card", _ => 1200));
        using Trainer plain = TinyData.Train(TinyData.Spec, 14), probed = TinyData.Train(TinyData.Spec, 14);

        _ = new DeviceProbe(machine, machine).Measure(probed);

        Assert.Equal(RunFingerprint.Of(plain), RunFingerprint.Of(probed));
        DeviceRun.Finish(plain);
        DeviceRun.Finish(probed);
        DeviceRun.AssertSame(plain, probed);
    }

    [Fact]
    public void Measure_OfARunWithThreadsAndDropout_TimesThem()
    {
        TimedMachine machine = new(TimedDevice.Cpu(410), TimedDevice.Card(0, "Fake card", _ => 1200));
        ExperimentSpec spec = TinyData.Spec with
        {
            Rule = new Engine.Plasticity.RuleSpec("dropout", new Dictionary<string, double> { [Engine.Plasticity.Rules.DropoutRule.Rate] = 0.25 }),
            Training = TinyData.Spec.Training with { Threads = 3 },
        };
        using Trainer trainer = new(spec, TinyData.Windows(), new ManagedBackend { MaxThreads = 4 }, Engine.Plasticity.RuleCatalogue.Default.Create("dropout"));

        _ = new DeviceProbe(machine, machine).Measure(trainer);

        Assert.Equal([("cpu", 3), ("cuda:0", 1)], machine.Made.Select(made => (made.Device, made.Shape.Threads)));
        Assert.Equal([0.25], machine.DropoutRates);
    }

    [Fact]
    public async Task CompareDevices_OfASession_StaysUntilTheNetworkIsAnother()
    {
        TimedMachine machine = new(TimedDevice.Cpu(410), TimedDevice.Card(0, "Fake card", _ => 1200));
        using Session session = new("compared", TinyData.Spec, new TinyData(), machine, time: machine);
        Assert.Null(session.View.DeviceComparison);

        DeviceReport report = await session.CompareDevicesAsync();

        Assert.Same(report, session.View.DeviceComparison);
        Assert.EndsWith("the CPU is 2.9 times as fast.", report.Sentence, StringComparison.Ordinal);
        await session.RetuneAsync(TrainingSpec.DeviceSetting, 1);
        Assert.Same(report, session.View.DeviceComparison);
        await session.ReseedAsync(3);
        Assert.Same(report, session.View.DeviceComparison);
        await session.RestartAsync(TinyData.Spec with { Training = TinyData.Spec.Training with { BatchSize = 8 } });
        Assert.Null(session.View.DeviceComparison);
    }

    [Fact]
    public async Task CompareDevices_ThatBreaksOff_HarmsNoRun()
    {
        using Session session = new("broken", TinyData.Spec, new TinyData(), new BrokenMachine());

        DeviceReport report = await session.CompareDevicesAsync();

        Assert.Equal("The devices could not be compared: The driver is gone.", report.Sentence);
        Assert.Empty(report.Devices);
        Assert.Equal(SessionState.Paused, session.View.State);
    }

    private static DeviceReport Measure(TimedMachine machine, ExperimentSpec spec, int batches = 2)
    {
        using Trainer trainer = TinyData.Train(spec, batches);
        return new DeviceProbe(machine, machine).Measure(trainer);
    }

    /// <summary>A machine whose devices are gone when they are to be compared.</summary>
    private sealed class BrokenMachine : IBackend
    {
        private int _looks;

        public string Name => "CPU";

        public DeviceList Devices => _looks++ == 0 ? DeviceList.CpuOnly : _looks == 2 ? throw new InvalidOperationException("The driver is gone.") : DeviceList.CpuOnly;

        public INetwork Create(NetworkShape shape, RandomStream weights) => new ManagedBackend().Create(shape, weights);
    }
}
