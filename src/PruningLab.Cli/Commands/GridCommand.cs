using System.CommandLine;

namespace PruningLab.Cli.Commands;

/// <summary><c>pruninglab grid</c>: many experiments at once.</summary>
internal static class GridCommand
{
    /// <summary>Makes the command with its subcommands.</summary>
    public static CliCommand Create(CliHost host)
    {
        CliCommand command = new("grid", "Run a grid of experiments (data × network × window × method × setting × seed), and report on it.")
        {
            Examples =
            [
                ("pruninglab grid run paper-001-reduced --store grids/reduced", "The reduced grid of paper 001; the same line again goes on where it stopped."),
                ("pruninglab grid status --store grids/reduced", "How far it is, also while it runs."),
                ("pruninglab grid report --store grids/reduced --out report", "Tables, tests and figures, as Markdown, HTML, CSV, LaTeX, JSON and SVG."),
            ],
            Notes = ["A store is a folder that may be read while it is written, and shared by several runs at the same time. Nothing in it is lost when a run is killed."],
        };
        command.Add(GridRunCommand.Create(host));
        command.Add(GridStatusCommand.Create(host));
        command.Add(GridReportCommand.Create(host));
        command.Add(GridMergeCommand.Create(host));
        command.Add(GridSpecCommand.Create(host));
        return command;
    }

    /// <summary>The option that names a store.</summary>
    public static Option<string> Store() => new("--store") { Description = "Folder of the grid.", HelpName = "FOLDER", Required = true };
}
