using System.CommandLine;
using System.Globalization;
using PruningLab.Engine.Experiments.Grids;
using Spectre.Console;

namespace PruningLab.Cli.Commands;

/// <summary><c>pruninglab grid merge</c>: one store of several.</summary>
internal static class GridMergeCommand
{
    /// <summary>Makes the command.</summary>
    public static CliCommand Create(CliHost host)
    {
        Argument<string[]> stores = new("STORE") { Description = "Folders that hold parts of the same grid, such as its shards.", Arity = ArgumentArity.OneOrMore };
        Option<string> into = new("--into") { Description = "Folder that gets all results; made unless it is there.", HelpName = "FOLDER", Required = true };
        CliCommand command = new("merge", "Put the results of several stores of one grid together. The stores are only read.")
        {
            Examples = [("pruninglab grid merge shard-* --into grids/whole", "All shards; may be repeated when more results are there.")],
            Notes = ["A training that two stores have counts once. When the two differ, the first one is kept, both are named, and the exit code is 1."],
        };
        command.Add(stores);
        command.Add(into);
        command.Does(host, context =>
        {
            GridMergeResult merged = GridMerge.Merge(context.Value(stores)!, context.Value(into)!);
            int jobs = GridPlan.Of(merged.Store.Spec, context.Rules).Count;
            int done = merged.Store.Read().Results.Count;
            context.Write(
                new { store = merged.Store.Folder, merged.Added, done, total = jobs, merged.Conflicts, merged.Notes },
                console => console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{merged.Added:N0} results added; {done:N0} of {jobs:N0} trainings have a result now.")));
            foreach (string sentence in merged.Notes.Concat(merged.Conflicts))
            {
                context.Note(sentence);
            }
            return merged.Conflicts.Count == 0 ? ExitCode.Success : ExitCode.Failed;
        });
        return command;
    }
}
