using System.Globalization;
using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Benchmarks;

/// <summary>Milliseconds per training step of libtorch's backend on a device, against PyTorch on the same device and the managed
/// engine beside it, round by round in turn.</summary>
internal sealed class TorchBenchmark : IBenchmark
{
    private const double GoalRatio = 0.9;
    private const int GoalFrom = 1024;

    public string Name => "torch";

    public string Description =>
        "training steps on a device of libtorch, by width and batch, against PyTorch on the same device and the managed engine; needs a build "
        + "with -p:Torch=… [--device cuda:0] [--network lstm,rnn,mlp,patchtst] [--hidden 64,256,1024,4096] [--batch 64,256,1024,4096] [--rounds 9] "
        + "[--ms 200] [--window 30] [--features 20] [--threads N] [--most-managed 2000] [--python PATH]";

    public int Run(ReadOnlySpan<string> arguments)
    {
        DeviceBackend backends = DeviceBackend.Find(new ManagedBackend { MaxThreads = Environment.ProcessorCount });
        string id = Options.Text(arguments, "--device", backends.Devices.All[^1].Id);
        Settings settings = new(
            Options.Count(arguments, "--rounds", 9), Options.Numbers(arguments, "--ms", "200")[0], Options.Count(arguments, "--window", 30),
            Options.Count(arguments, "--features", 20), Options.Count(arguments, "--threads", Environment.ProcessorCount),
            Options.Numbers(arguments, "--most-managed", "2000")[0],
            int.TryParse(Environment.GetEnvironmentVariable("OMP_NUM_THREADS"), CultureInfo.InvariantCulture, out int threads) ? threads : Environment.ProcessorCount);
        ComputeDevice device;
        try
        {
            device = id == DeviceId.Cpu ? throw new SettingException($"There is no device of libtorch here. {backends.Devices.WhyNoCuda}") : backends.Devices.Find(id);
        }
        catch (SettingException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
        using TorchProcess? python = TorchProcess.Start(Options.Text(arguments, "--python", "/usr/bin/python3"), "steps.py", settings.LibraryThreads);
        WriteHead(device, settings, python);
        foreach (string name in Options.Text(arguments, "--network", "lstm,rnn,mlp,patchtst").Split(','))
        {
            NetworkKind kind = Enum.Parse<NetworkKind>(name, ignoreCase: true);
            foreach (double hidden in Options.Numbers(arguments, "--hidden", "64,256,1024,4096"))
            {
                foreach (double batch in Options.Numbers(arguments, "--batch", "64,256,1024,4096"))
                {
                    Race(kind, (int)hidden, (int)batch, backends, device, settings, python);
                }
            }
        }
        return 0;
    }

    private static void WriteHead(ComputeDevice device, Settings settings, TorchProcess? python)
    {
        string version = python?.Version ?? "PyTorch is missing (Debian: python3-torch), so its column is empty";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{device.Name} ({device.Id}), {device.Library}{(device.Driver.Length > 0 ? $", {device.Driver}" : "")}; {version} on the same device, both with {settings.LibraryThreads} "
            + $"thread{(settings.LibraryThreads == 1 ? "" : "s")} on the processor (OMP_NUM_THREADS). Training step: "
            + $"forward, mean squared error, backward, Adam; window {settings.Window}, {settings.Features} features; dropout, masks and TF32 off; "
            + $"perceptrons of two hidden layers, PatchTST of 3 blocks and 8 heads. Managed engine: {new ManagedBackend().Path}, {settings.Threads} "
            + $"thread{(settings.Threads == 1 ? "" : "s")}, .NET {Environment.Version}; left out (–) where a step would take more than {settings.MostManaged:0} ms "
            + $"by its multiply-adds. {settings.Rounds} rounds in turn, {settings.Milliseconds:0} ms each; ms per step, best (median). "
            + $"Goal: {GoalRatio} of PyTorch's speed on a graphics card, best to best, from hidden {GoalFrom} on."));
        Console.WriteLine();
        Console.WriteLine("| network | hidden | batch | PyTorch | PruningLab by libtorch | of PyTorch's speed | medians | goal | managed engine | managed ÷ libtorch |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
    }

    private static void Race(
        NetworkKind kind, int hidden, int batch, DeviceBackend backends, ComputeDevice device, Settings settings, TorchProcess? python)
    {
        WindowSet data = BenchmarkData.Random(Math.Max(2000, batch * 2), settings.Features, settings.Window);
        NetworkSpec spec = new()
        {
            Kind = kind,
            HiddenUnits = hidden,
            Mlp = new MlpSpec { HiddenLayers = [hidden, hidden] },
            PatchTst = kind == NetworkKind.PatchTst ? new PatchTstSpec { Width = hidden, FeedForward = 2 * hidden } : new PatchTstSpec(),
        };
        string row = Text($"| {Engine.Frames.Topology.NameOf(kind)} | {hidden} | {batch} ");
        Side peer = new(steps => python?.Ask(Text(
            $"{kind.ToString().ToLowerInvariant()} {hidden} {settings.Window} {settings.Features} {batch} {steps} {(device.Id == DeviceId.TorchCpu ? "cpu" : device.Id)}"))
            ?? double.NaN);
        try
        {
            using StepTimer here = new(backends.Open(device.Id), spec, data, batch, 0);
            Side ours = new(here.Milliseconds);
            using StepTimer? managed = Managed(backends, spec, data, batch, settings);
            Side beside = new(steps => managed?.Milliseconds(steps) ?? double.NaN);
            Side[] sides = [peer, ours, beside];
            foreach (Side side in sides)
            {
                side.WarmUp(settings.Milliseconds);
            }
            for (int round = 0; round < settings.Rounds; round++)
            {
                foreach (Side side in sides)
                {
                    side.Measure();
                }
            }
            double ratio = peer.Best / ours.Best;
            string goal = DeviceId.Card(device.Id) < 0 || hidden < GoalFrom || double.IsNaN(ratio) ? "–" : ratio >= GoalRatio ? "met" : "missed";
            Console.WriteLine(Text(
                $"{row}| {peer} | {ours} | **{Number(ratio)}** | {Number(peer.Median / ours.Median)} | {goal} | {beside} | {Number(beside.Best / ours.Best)} |"));
        }
        catch (TrainingException e)
        {
            // A width that a network cannot have, or a full memory: the sentence stands where the numbers would.
            Console.WriteLine($"{row}| – | {e.Message} | – | – | – | – | – |");
        }
    }

    /// <summary>The managed engine's network; null where a step would take too long.</summary>
    private static StepTimer? Managed(DeviceBackend backends, NetworkSpec spec, WindowSet data, int batch, Settings settings)
    {
        // A step of the managed engine does about 5·10¹⁰ multiply-adds a second and thread, give or take a factor of four: as many
        // forward as there are weights, and twice as many backward, for each window, in a recurrent network or a PatchTST for each row or patch.
        long weights = Architecture.Of(NetworkShape.For(spec, data, batch)).Parameters.Sum(parameter => (long)parameter.Length);
        int times = spec.Kind switch
        {
            NetworkKind.Mlp => 1,
            NetworkKind.PatchTst => spec.PatchTst.PatchesFor(data.Window),
            _ => data.Window,
        };
        double milliseconds = 3.0 * weights * times * batch / 5e7 / settings.Threads;
        try
        {
            return milliseconds > settings.MostManaged ? null : new StepTimer(backends, spec, data, batch, 0, settings.Threads);
        }
        catch (SettingException)
        {
            return null;
        }
    }

    private static string Number(double value) => double.IsNaN(value) ? "–" : Text($"{value:0.00}×");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>What is the same for all rows.</summary>
    private sealed record Settings(int Rounds, double Milliseconds, int Window, int Features, int Threads, double MostManaged, int LibraryThreads);

    /// <summary>One who takes turns.</summary>
    private sealed class Side(Func<int, double> milliseconds)
    {
        private readonly List<double> _measured = [];
        private int _steps = 1;

        public double Best => _measured.Min();

        public double Median => _measured.Order().ElementAt(_measured.Count / 2);

        public void WarmUp(double target)
        {
            double once = Math.Min(milliseconds(3), milliseconds(2));
            _steps = double.IsNaN(once) ? 1 : Math.Max(1, (int)(target / once));
        }

        public void Measure() => _measured.Add(milliseconds(_steps));

        public override string ToString() => double.IsNaN(Best) ? "–" : Text($"{Best:0.000} ({Median:0.000})");
    }
}
