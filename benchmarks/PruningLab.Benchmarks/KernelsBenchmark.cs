using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace PruningLab.Benchmarks;

/// <summary>BenchmarkDotNet over kernels and steps, in this process.</summary>
internal sealed class KernelsBenchmark : IBenchmark
{
    public string Name => "kernels";

    public string Description =>
        "BenchmarkDotNet: matrix products, activations, optimiser, selection, training steps [--filter *Steps*] [--quick]";

    public int Run(ReadOnlySpan<string> arguments)
    {
        Job job = (Options.Has(arguments, "--quick") ? Job.ShortRun : Job.MediumRun).WithToolchain(InProcessNoEmitToolchain.Instance);
        IConfig config = DefaultConfig.Instance.AddJob(job).WithArtifactsPath(Path.Combine(Path.GetTempPath(), "pruninglab-benchmarks"));
        string filter = Options.Text(arguments, "--filter", "*");
        _ = BenchmarkSwitcher.FromTypes([typeof(KernelTimes), typeof(StepTimes)]).Run(["--filter", filter], config);
        return 0;
    }
}
