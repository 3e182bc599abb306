using System.CommandLine;
using System.Globalization;
using PruningLab.Cli.Output;
using PruningLab.Engine.Experiments.Grids;
using Spectre.Console;

namespace PruningLab.Cli.Commands;

/// <summary><c>pruninglab grid status</c>: how far a grid is, without writing anything.</summary>
internal static class GridStatusCommand
{
    /// <summary>Makes the command.</summary>
    public static CliCommand Create(CliHost host)
    {
        Option<string> store = GridCommand.Store();
        CliCommand command = new("status", "Show how far a grid is, also while it runs. Nothing is written.")
        {
            Examples = [("pruninglab grid status --store grids/reduced --json | jq .done", "For a script.")],
        };
        command.Add(store);
        command.Does(host, context =>
        {
            Show(context, GridStore.Open(context.Value(store)!));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Show(CliContext context, GridStore store)
    {
        IReadOnlyList<GridJob> jobs = GridPlan.Of(store.Spec, context.Rules);
        GridResults results = store.Read();
        Dictionary<string, GridResult> byJob = results.Results.ToDictionary(result => result.Job, StringComparer.Ordinal);
        List<GridResult> ours = [.. jobs.Where(job => byJob.ContainsKey(job.Id)).Select(job => byJob[job.Id])];
        IReadOnlyList<string> runners = store.Runners();
        GridFailures failures = GridFailures.Of(results);
        List<string> order = [.. store.Spec.Networks.Select(network => network.Name)];
        var parts = jobs.GroupBy(job => (job.Place.Network, job.Place.Data)).Select(group => new
        {
            network = group.Key.Network,
            data = group.Key.Data,
            total = group.Count(),
            done = group.Count(job => byJob.ContainsKey(job.Id)),
            failed = group.Count(job => byJob.TryGetValue(job.Id, out GridResult? result) && result.Failure is not null),
            seconds = group.Sum(job => byJob.TryGetValue(job.Id, out GridResult? result) ? result.Seconds : 0),
        }).OrderBy(part => order.IndexOf(part.network)).ToList();
        string[] notes = [.. results.Notes, .. Strangers(results.Results.Count - ours.Count)];
        context.Write(
            new
            {
                store = store.Folder,
                grid = store.Spec.Name,
                total = jobs.Count,
                done = ours.Count,
                failed = ours.Count(result => result.Failure is not null),
                seconds = ours.Sum(result => result.Seconds),
                runners,
                parts,
                failures = failures.Sentences,
                notes,
            },
            console =>
            {
                console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{store.Spec.Name}: {ours.Count:N0} of {jobs.Count:N0} trainings have a result, {ours.Count(result => result.Failure is not null):N0} of them failed; {GridText.Count(runners.Count, "runner")} at work."));
                Table table = new Table().Border(TableBorder.Simple).AddColumns("network", "data");
                foreach (string number in (string[])["done", "of", "failed", "training time"])
                {
                    table.AddColumn(number, column => column.RightAligned());
                }
                foreach (var part in parts)
                {
                    table.AddRow([.. new[] { part.network, part.data, Number(part.done), Number(part.total), Number(part.failed), GridText.Duration(TimeSpan.FromSeconds(part.seconds)) }.Select(cell => new Text(cell))]);
                }
                console.Write(table);
            });
        failures.Note(context);
        foreach (string note in notes)
        {
            context.Note(note);
        }
    }

    private static string[] Strangers(int count) => count == 0 ? [] :
        [string.Create(CultureInfo.InvariantCulture, $"{count:N0} results belong to no training of this grid as this version of PruningLab plans it; they do not count.")];

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
