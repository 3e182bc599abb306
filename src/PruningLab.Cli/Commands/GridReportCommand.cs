using System.CommandLine;
using System.Runtime.InteropServices;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Reports;

namespace PruningLab.Cli.Commands;

/// <summary><c>pruninglab grid report</c>: tables, tests and figures of a grid.</summary>
internal static class GridReportCommand
{
    private static readonly (string Name, ReportFormat Format)[] s_formats =
    [
        ("markdown", ReportFormat.Markdown), ("html", ReportFormat.Html), ("csv", ReportFormat.Csv), ("latex", ReportFormat.Latex), ("json", ReportFormat.Json),
    ];

    /// <summary>Makes the command.</summary>
    public static CliCommand Create(CliHost host)
    {
        Option<string> store = GridCommand.Store();
        Option<string?> folder = CliOptions.Text("--out", "FOLDER", "Folder to write the report to, in all formats, with its figures.");
        Option<string?> format = CliOptions.Choice("--format", "FORMAT", "Write the report to standard output in this format.", [.. s_formats.Select(known => known.Name)]);
        CliCommand command = new("report", "Report on a grid: tables, statistics, figures. Works while it runs, on what there is.")
        {
            Examples =
            [
                ("pruninglab grid report --store grids/reduced --out report", "report.md, report.html, report.tex, report.json, cells.csv, runs.csv and the figures."),
                ("pruninglab grid report --store grids/reduced --format csv > runs.csv", "All results, one line each."),
            ],
        };
        command.Add(store);
        command.Add(folder);
        command.Add(format);
        command.Does(host, context =>
        {
            string? target = context.Value(folder), wanted = context.Value(format);
            if (target is null && wanted is null)
            {
                throw new CliException("Say where the report goes: --out FOLDER for all formats, or --format FORMAT for one on standard output.");
            }
            if (context.Json && wanted is not null)
            {
                throw new CliException("--json and --format cannot go together: --format json writes the whole report as JSON.");
            }
            GridStore opened = GridStore.Open(context.Value(store)!);
            GridReport report = GridReport.Of(opened.Spec, GridPlan.Of(opened.Spec, context.Rules).Count, opened.Read());
            ReportOptions options = new()
            {
                Command = $"pruninglab grid report --store {Word(context.Value(store)!)}{(target is null ? "" : $" --out {Word(target)}")}{(wanted is null ? "" : $" --format {wanted}")}",
                Date = DateTime.UtcNow,
                Machine = $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
            };
            if (target is not null)
            {
                ReportWriter.Save(report, target, options);
                context.Note($"The report on {report.Done} of {report.Jobs} trainings is in {target}.");
            }
            if (wanted is not null)
            {
                host.Output.Write(ReportWriter.Text(report, s_formats.First(known => known.Name == wanted).Format, options));
            }
            else if (context.Json)
            {
                context.Write(new { store = opened.Folder, folder = target, report.Jobs, report.Done, failed = report.Failures.Count, report.Findings, report.Notes }, _ => { });
            }
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>A path as a shell takes it for one word.</summary>
    private static string Word(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
}
