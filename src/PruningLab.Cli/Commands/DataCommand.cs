using System.CommandLine;
using System.Globalization;
using PruningLab.Cli.Output;
using PruningLab.Engine.Data;
using Spectre.Console;

namespace PruningLab.Cli.Commands;

/// <summary><c>pruninglab data list|check|describe</c>.</summary>
internal static class DataCommand
{
    private const double Mebi = 1024 * 1024;

    /// <summary>Makes the command.</summary>
    public static CliCommand Create(CliHost host)
    {
        CliCommand command = new("data", "List data sets, check a file, describe what is in it.")
        {
            Examples =
            [
                ("pruninglab data list", "What can be trained on here, and where to get what is missing."),
                ("pruninglab data check my.csv", "Reads the whole file and says how it was understood, or what is wrong with it."),
                ("pruninglab data describe sp500", "Columns, ranges, missing values and times."),
            ],
        };
        command.Add(List(host));
        command.Add(Check(host));
        command.Add(Describe(host));
        return command;
    }

    private static CliCommand List(CliHost host)
    {
        CliCommand command = new("list", "List the data sets: ready ones, the papers', and your own files in the data folder.")
        {
            Examples = [("pruninglab data list --data /srv/pruninglab", "With the files in /srv/pruninglab/uploads.")],
        };
        command.Does(host, context =>
        {
            IReadOnlyList<CatalogueEntry> entries = context.Catalogue.Entries;
            var sets = entries.Select(entry => new
            {
                entry.Id,
                entry.Title,
                file = entry.FileName,
                bytes = entry.Bytes,
                isMissing = IsMissing(entry),
                entry.IsUpload,
                source = entry.SourceNote,
                entry.Licence,
                entry.Url,
                entry.HowToGet,
            }).ToList();
            context.Write(new { dataFolder = context.Uploads, sets }, console => Show(console, context, entries));
            return ExitCode.Success;
        });
        return command;
    }

    private static CliCommand Check(CliHost host)
    {
        Argument<string> file = new("FILE") { Description = "A CSV or other text table." };
        CliCommand command = new("check", "Read a whole data file and say how it was understood, or what is wrong with it.")
        {
            Examples = [("pruninglab data check my.csv", "Separator, decimal mark, dates, columns, rows; exit code 2 and a sentence with line and column when it cannot be read.")],
        };
        command.Add(file);
        command.Does(host, context =>
        {
            using FileData data = FileData.Open(context.Value(file)!);
            CatalogueEntry entry = data.Entry();
            SeriesText.Write(context, data.File.Name, entry.IsUpload ? "a table" : entry.Title, data.Catalogue.Open(entry.Id), withColumns: false);
            return ExitCode.Success;
        });
        return command;
    }

    private static CliCommand Describe(CliHost host)
    {
        Argument<string> what = new("ID|FILE") { Description = "A data set (pruninglab data list), or a data file." };
        CliCommand command = new("describe", "Describe the columns of a data set or a file: kind, missing values, range, mean, spread, times.")
        {
            Examples =
            [
                ("pruninglab data describe sp500", "A data set of the list."),
                ("pruninglab data describe my.csv --json", "A file, as JSON."),
            ],
        };
        command.Add(what);
        command.Does(host, context =>
        {
            string name = context.Value(what)!;
            if (File.Exists(name))
            {
                using FileData data = FileData.Open(name);
                CatalogueEntry own = data.Entry();
                SeriesText.Write(context, data.File.Name, own.IsUpload ? "a table" : own.Title, data.Catalogue.Open(own.Id), withColumns: true);
                return ExitCode.Success;
            }
            CatalogueEntry entry = context.Catalogue.Entries.FirstOrDefault(e => e.Id == name) ?? throw new CliException(
                $"“{name}” is neither a file nor a data set; data sets are {string.Join(", ", context.Catalogue.Entries.Select(e => e.Id))}.");
            if (entry.Kind == DataKind.Table)
            {
                SeriesText.Write(context, entry.Id, entry.Title, context.Catalogue.Open(entry.Id), withColumns: true);
            }
            else
            {
                Pictures(context, entry);
            }
            return ExitCode.Success;
        });
        return command;
    }

    private static void Pictures(CliContext context, CatalogueEntry entry)
    {
        WindowSet windows = context.Source.Load(new DataSpec { Source = entry.Id, Window = entry.OwnWindow, Task = TaskKind.Classification });
        var result = new
        {
            entry.Id,
            entry.Title,
            train = windows.TrainCount,
            test = windows.TestCount,
            rows = windows.Window,
            features = windows.FeatureCount,
            classes = windows.ClassNames,
        };
        context.Write(result, console => console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{entry.Title}: {result.train:N0} pictures to train, {result.test:N0} to test; {result.rows} × {result.features} numbers each; classes {string.Join(", ", result.classes)}")));
    }

    private static void Show(IAnsiConsole console, CliContext context, IReadOnlyList<CatalogueEntry> entries)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("id", "title").AddColumn("size, MiB", column => column.RightAligned()).AddColumn("file");
        foreach (CatalogueEntry entry in entries)
        {
            string size = IsMissing(entry) ? "missing" : (entry.Bytes / Mebi).ToString("0.00", CultureInfo.InvariantCulture);
            table.AddRow(new Text(entry.Id), new Text(entry.Title), new Text(size).RightJustified(), new Text(IsMissing(entry) && entry.HowToGet.Length > 0 ? "" : entry.FileName));
        }
        console.Write(table);
        foreach (CatalogueEntry entry in entries.Where(entry => IsMissing(entry) && entry.HowToGet.Length > 0))
        {
            console.WriteLine($"{entry.Id}: {entry.HowToGet}");
        }
        if (entries.Any(entry => IsMissing(entry) && entry.HowToGet.Length == 0))
        {
            console.WriteLine("Ready data sets that are missing come with the npm packages: run npm ci in the repository folder and build again.");
        }
        console.WriteLine($"Your own files lie in {context.Uploads}; a file put there has an id at once.");
    }

    private static bool IsMissing(CatalogueEntry entry) => entry.IsMissing || entry.Bytes == 0;
}
