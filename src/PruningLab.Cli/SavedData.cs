using System.CommandLine;
using PruningLab.Cli.Specs;
using PruningLab.Engine.Data;
using PruningLab.Engine.Runs;
using PruningLab.Engine.Training;

namespace PruningLab.Cli;

/// <summary>The options that say which data a saved network is to see, and the data.</summary>
internal sealed class SavedData
{
    private readonly Option<string?> _spec = CliOptions.Text("--spec", "SPEC.json", "Experiment whose data are used, such as a run's spec.json; a run folder has its own.");
    private readonly Option<string?> _source = CliOptions.Text("--source", "ID", "Data set, see pruninglab data list; the columns are those that the network knows.");
    private readonly Option<string?> _csv = CliOptions.Text("--csv", "FILE.csv", "Any data file with the columns that the network knows, in place of a data set.");
    private readonly Option<string?> _target = CliOptions.Text("--target", "COLUMN", "Column of classes, for a classification whose --spec does not name it.");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_spec, _source, _csv, _target])
        {
            command.Add(option);
        }
    }

    /// <summary>Whether any of the options says where data come from.</summary>
    public bool IsGiven(CliContext context) => context.Has(_spec) || context.Has(_source) || context.Has(_csv);

    /// <summary>The experiment that <c>--spec</c> names; null without.</summary>
    public ExperimentSpec? Spec(CliContext context) => context.Value(_spec) is { } path ? SpecInput.Read(context, path).Spec : null;

    /// <summary>Whether the data come from a file of their own.</summary>
    public bool IsFile(CliContext context) => context.Has(_csv);

    /// <summary>Loads the data.</summary>
    /// <param name="context">The command's context.</param>
    /// <param name="info">What the file says about its network; null when it says nothing.</param>
    /// <param name="name">Name of the file, for sentences.</param>
    /// <param name="known">Data of the run that the network comes from; null when unknown.</param>
    /// <exception cref="CliException">The options do not go together, or no data are named.</exception>
    public WindowSet Load(CliContext context, SavedNetworkInfo? info, string name, DataSpec? known)
    {
        if (context.Has(_csv) && context.Has(_source))
        {
            throw new CliException("--csv and --source both name the data, so they cannot go together; leave one of them out.");
        }
        DataSpec spec = Spec(context)?.Data ?? known ?? new DataSpec();
        if (!IsGiven(context) && known is null)
        {
            throw new CliException($"{name}: say which data the network is to see, by --spec, --source or --csv.");
        }
        spec = context.Value(_source) is { } source ? spec with { Source = source } : spec;
        spec = context.Value(_target) is { } target ? spec with { Targets = [target] } : spec;
        if (context.Value(_csv) is not { } path)
        {
            return Load(context.Catalogue.Find(spec.Source), context.Source, spec, info, name);
        }
        using FileData file = FileData.Open(path);
        CatalogueEntry entry = file.Entry(spec.Source);
        return Load(entry, new CatalogueWindowSource(file.Catalogue), spec with { Source = entry.Id }, info, name);
    }

    private static WindowSet Load(CatalogueEntry entry, IWindowSource source, DataSpec spec, SavedNetworkInfo? info, string name)
    {
        if (info is null)
        {
            return source.Load(spec);
        }
        if (info.Task == TaskKind.Classification && entry.Kind == DataKind.Table && spec.Targets.Count == 0)
        {
            throw new CliException($"{name}: say which column holds the classes {string.Join(", ", info.Classes.Take(4))}{(info.Classes.Count > 4 ? ", …" : "")}, by --target.");
        }
        return SavedWindows.Standardise(source.Load(SavedWindows.SpecFor(info, spec, entry.Kind == DataKind.Table)), info, name);
    }
}
