using System.CommandLine;
using System.Globalization;
using PruningLab.Engine.Experiments.Grids;
using Spectre.Console;

namespace PruningLab.Cli.Commands;

/// <summary><c>pruninglab grid spec</c>: ready grids, and what one looks like as JSON.</summary>
internal static class GridSpecCommand
{
    /// <summary>Makes the command.</summary>
    public static CliCommand Create(CliHost host)
    {
        Argument<string?> id = new("GRID") { Description = "A ready grid, or a file to check, to write it out as JSON; all ready grids when left out.", Arity = ArgumentArity.ZeroOrOne };
        CliCommand command = new("spec", "List the ready grids, or write one as JSON to start from.")
        {
            Examples = [("pruninglab grid spec paper-001-reduced > my.json", "Change it in any editor, then: pruninglab grid run my.json --store grids/mine.")],
        };
        command.Add(id);
        command.Does(host, context =>
        {
            if (context.Value(id) is { } wanted)
            {
                GridSpec spec = GridRunCommand.Read(context, wanted);
                int jobs = GridPlan.Of(spec, context.Rules).Count;
                host.Output.WriteLine(spec.ToJson());
                context.Note(string.Create(CultureInfo.InvariantCulture, $"{jobs:N0} trainings."));
            }
            else
            {
                List(context);
            }
            return ExitCode.Success;
        });
        return command;
    }

    private static void List(CliContext context)
    {
        var grids = PaperGrid.All.Select(preset => new { preset.Id, preset.Title, preset.Summary, jobs = GridPlan.Of(preset.Spec, context.Rules).Count }).ToList();
        context.Write(new { grids }, console =>
        {
            Table table = new Table().Border(TableBorder.Simple).AddColumn("id").AddColumn("trainings", column => column.RightAligned()).AddColumn("what it runs");
            foreach (var grid in grids)
            {
                table.AddRow(new Text(grid.Id), new Text(grid.jobs.ToString("N0", CultureInfo.InvariantCulture)), new Text(grid.Summary));
            }
            console.Write(table);
        });
    }
}
