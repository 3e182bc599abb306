using System.Diagnostics;
using System.Globalization;
using System.Text;
using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Benchmarks;

/// <summary>Reads, windows and trains a made-up file as long as UCI's household power, in its original layout.</summary>
internal sealed class BigFileBenchmark : IBenchmark
{
    /// <summary>Rows of UCI's file.</summary>
    private const int UciRows = 2_075_259;

    public string Name => "bigfile";

    public string Description =>
        "seconds and peak memory to read, window and train a made-up file in the household's original layout "
        + "[--rows 2075259] [--window 30] [--batches 50] [--batch 64]";

    public int Run(ReadOnlySpan<string> arguments)
    {
        int rows = Options.Count(arguments, "--rows", UciRows);
        string folder = Directory.CreateTempSubdirectory("pruninglab-bigfile-").FullName;
        try
        {
            string path = Path.Combine(folder, "household_power_consumption.txt");
            Write(path, rows);
            Say($"file: {rows:N0} rows, {new FileInfo(path).Length / 1e6:0} MB; {Memory()}");
            Measure(new DataCatalogue(folder, folder), Options.Count(arguments, "--window", 30), Options.Count(arguments, "--batch", 64), Options.Count(arguments, "--batches", 50));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(DataCatalogue catalogue, int window, int batchSize, int batches)
    {
        ExperimentSpec spec = new()
        {
            Data = new DataSpec { Source = DataSpec.HouseholdPower, Window = window },
            Network = new NetworkSpec { Kind = NetworkKind.Lstm, HiddenUnits = 16 },
            Training = new TrainingSpec { BatchSize = batchSize, Epochs = 1 },
            Rule = new RuleSpec("none"),
        };
        long start = Stopwatch.GetTimestamp();
        Series series = catalogue.Open(spec.Data);
        Say($"read: {Seconds(start):0.00} s, {series.RowCount:N0} rows of {series.ColumnNames.Count} columns; {Memory()}");
        start = Stopwatch.GetTimestamp();
        WindowSet windows = new CatalogueWindowSource(catalogue).Load(spec.Data);
        Say($"windows of the minutes: {Seconds(start):0.00} s, {windows.Count:N0} of {window} rows; {Memory()}");
        start = Stopwatch.GetTimestamp();
        Series hours = catalogue.Open(spec.Data with { Resample = ResampleStep.Hour });
        Say($"gathered into hours: {Seconds(start):0.00} s, {hours.RowCount:N0} rows; {Memory()}");
        Train(spec, windows, batches);
    }

    private static void Train(ExperimentSpec spec, WindowSet windows, int batches)
    {
        long start = Stopwatch.GetTimestamp();
        using Trainer trainer = new(spec, windows, new ManagedBackend(), RuleCatalogue.Default.Create(spec.Rule.Id));
        Say($"trainer, with the untrained network's error on {windows.TestCount:N0} test windows: {Seconds(start):0.00} s; {Memory()}");
        start = Stopwatch.GetTimestamp();
        long before = GC.GetTotalAllocatedBytes();
        int done = 0;
        while (done < batches && !trainer.IsFinished)
        {
            trainer.TrainBatch();
            done++;
        }
        Say($"training: {done} batches of {spec.Training.BatchSize} windows in {Seconds(start):0.00} s, {(GC.GetTotalAllocatedBytes() - before) / 1e3:N0} kB allocated; {Memory()}");
    }

    /// <summary>Rows by the minute with values in the household's ranges; 1.25 % lack all values, as in UCI's file.</summary>
    private static void Write(string path, int rows)
    {
        RandomStream random = new(11);
        DateTime start = new(2006, 12, 16, 17, 24, 0);
        using StreamWriter writer = new(path, append: false, Encoding.ASCII, 1 << 16);
        writer.Write("Date;Time;Global_active_power;Global_reactive_power;Voltage;Global_intensity;Sub_metering_1;Sub_metering_2;Sub_metering_3\r\n");
        for (int row = 0; row < rows; row++)
        {
            DateTime time = start.AddMinutes(row);
            writer.Write(time.ToString("d/M/yyyy;HH:mm:ss;", CultureInfo.InvariantCulture));
            if (row % 80 == 79)
            {
                writer.Write("?;?;?;?;?;?;\r\n");
                continue;
            }
            float power = random.NextSingle(0.08f, 8f);
            writer.Write(string.Create(CultureInfo.InvariantCulture,
                $"{power:0.000};{random.NextSingle(0, 0.5f):0.000};{random.NextSingle(224, 252):0.000};{power * 4.2f:0.000};0.000;1.000;{random.NextSingle(0, 19):0.000}\r\n"));
        }
    }

    private static double Seconds(long start) => Stopwatch.GetElapsedTime(start).TotalSeconds;

    private static string Memory()
    {
        using Process process = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture, $"peak memory of the process {process.PeakWorkingSet64 / 1e6:0} MB");
    }

    private static void Say(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
