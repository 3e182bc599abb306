using System.Globalization;
using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Training;
using Spectre.Console;

namespace PruningLab.Cli;

/// <summary>Networks timed on every device, and which one to choose for each.</summary>
internal static class DeviceComparison
{
    /// <summary>Times them and tells.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(CliContext context, IReadOnlyList<Subject> subjects, CancellationToken cancellation)
    {
        DeviceList list = context.Backend.Devices;
        List<Line> lines = [];
        if (list.All.Count > 1)
        {
            foreach (Subject subject in subjects)
            {
                cancellation.ThrowIfCancellationRequested();
                if (context.ShowsProgress)
                {
                    context.Note($"{subject.Name} …");
                }
                lines.Add(Measure(context, subject));
            }
        }
        Tell(context, list, lines);
        return ExitCode.Success;
    }

    private static Line Measure(CliContext context, Subject subject)
    {
        using Trainer trainer = new(subject.Spec, subject.Data, context.Backend, context.Rules.Create(subject.Spec.Rule.Id));
        DeviceReport report = DeviceReport.Measure(context.Backend, trainer);
        return new Line(subject.Name, trainer.Masks.Total, report.BatchSize, Choose(report), report.Sentence, report.Devices);
    }

    /// <summary>The managed engine unless another device is clearly faster; null when no device could be timed.</summary>
    private static string? Choose(DeviceReport report) => report.Devices.Any(time => time.Id == DeviceId.Cpu && time.Milliseconds is not null)
        ? report.FasterThan(null)?.Id ?? DeviceId.Cpu
        : report.Devices.Where(time => time.Milliseconds is not null).MinBy(time => time.Milliseconds)?.Id;

    private static void Tell(CliContext context, DeviceList list, List<Line> lines)
    {
        string? alone = lines.Count > 0 ? null : $"There is only {list.All[0].Id} here, so there is nothing to compare. {list.WhyNoCuda}".TrimEnd();
        context.Write(new { devices = list.All.Select(device => device.Id), networks = lines, problem = alone }, console =>
        {
            if (alone is not null)
            {
                console.WriteLine(alone);
                return;
            }
            Table table = new Table().Border(TableBorder.Simple).AddColumn("network").AddColumn("weights", column => column.RightAligned()).AddColumn("batch", column => column.RightAligned());
            foreach (ComputeDevice device in list.All)
            {
                table.AddColumn($"{device.Id}, ms", column => column.RightAligned());
            }
            table.AddColumn("choose");
            foreach (Line line in lines)
            {
                table.AddRow([new Text(line.Network), Number(line.Weights, "N0"), Number(line.BatchSize, "N0"),
                    .. line.Times.Select(time => Number(time.Milliseconds, "0.000")), new Text(line.Choose ?? "")]);
            }
            console.Write(table);
            foreach (Line line in lines)
            {
                console.WriteLine($"{line.Network}: {line.Sentence}");
            }
            console.WriteLine("Times are of a training step without what a rule computes. pruninglab train SPEC --device ID trains on the chosen one.");
        });
        foreach (DeviceTime time in lines.SelectMany(line => line.Times).Where(time => time.Sentence.Length > 0).DistinctBy(time => (time.Id, time.Sentence)))
        {
            context.Note($"{time.Id}: {time.Sentence}");
        }
    }

    private static Text Number(double? value, string format) => new(value?.ToString(format, CultureInfo.InvariantCulture) ?? "");

    /// <summary>What is timed.</summary>
    /// <param name="Name">Name of the network.</param>
    /// <param name="Spec">The experiment, on the managed engine.</param>
    /// <param name="Data">Its data.</param>
    internal sealed record Subject(string Name, ExperimentSpec Spec, WindowSet Data);

    /// <summary>One network.</summary>
    private sealed record Line(string Network, int Weights, int BatchSize, string? Choose, string Sentence, IReadOnlyList<DeviceTime> Times);
}
