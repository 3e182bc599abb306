using System.CommandLine;
using System.Globalization;
using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Prediction;
using PruningLab.Engine.Runs;
using PruningLab.Engine.Training;
using Spectre.Console;

namespace PruningLab.Cli.Commands;

/// <summary><c>pruninglab predict</c>: what a saved network predicts, and how well.</summary>
internal sealed class PredictCommand
{
    private const int Together = 256;
    private readonly Argument<string> _input = new("WEIGHTS") { Description = "A safetensors file of weights that PruningLab wrote or pruned, or a run folder." };
    private readonly Option<string?> _part = CliOptions.Choice("--part", "PART", "Which windows. Default: test; all with --csv.", "train", "validation", "test", "all");
    private readonly Option<string?> _out = CliOptions.Text("--out", "FILE.csv", "Table of predictions to write: one line per window, in the data's own units; a file that is there is replaced.");
    private readonly Option<string?> _device = DeviceOption.Create("Device to predict on. Default: the managed engine, whichever device the network was trained on.");
    private readonly SavedData _data = new();

    /// <summary>Makes the command.</summary>
    public static CliCommand Create(CliHost host)
    {
        PredictCommand parts = new();
        CliCommand command = new("predict", "Predict with saved weights, in the data's own units, and measure the errors.")
        {
            Examples =
            [
                ("pruninglab predict runs/first --out predictions.csv", "The test part of the data that the run was trained on."),
                ("pruninglab predict small.safetensors --source sp500", "The errors of a pruned file on the test part of a data set."),
                ("pruninglab predict small.safetensors --csv newer.csv --out newer-predictions.csv", "Every window of a file that has the same columns, standardised as in training."),
            ],
        };
        command.Add(parts._input);
        parts._data.AddTo(command);
        command.Add(parts._part);
        command.Add(parts._out);
        command.Add(parts._device);
        command.Does(host, (context, cancellation) => parts.RunAsync(context, cancellation));
        return command;
    }

    private async Task<int> RunAsync(CliContext context, CancellationToken cancellation)
    {
        IBackend backend = DeviceOption.Open(context, context.Value(_device));
        SavedPlace place = SavedPlace.Of(context.Value(_input)!);
        using NetworkFile file = Open(place.Weights);
        ExperimentSpec? spec = _data.Spec(context);
        if (file.Info is null && spec is null)
        {
            throw new CliException($"{place.Weights}: the file does not say what network it belongs to; name the experiment by --spec.");
        }
        string name = Path.GetFileName(place.Weights);
        WindowSet data = _data.Load(context, file.Info, name, place.Run?.Record.Spec.Data);
        bool isManaged = context.Value(_device) is null or DeviceId.Cpu;
        // The managed engine's network only holds the weights here.
        int batch = isManaged ? 1 : Together;
        using INetwork network = backend.Create(file.Info?.Shape(batch) ?? NetworkShape.For(spec!.Network, data, batch), new RandomStream(1));
        MaskSet masks = new(network.Parameters);
        file.Restore(network, masks);
        string part = context.Value(_part) ?? (_data.IsFile(context) ? "all" : "test");
        WindowRun windows = Windows(data, part);
        float[] predictions = new float[checked(windows.Count * data.Outputs)];
        if (isManaged)
        {
            Predict(SparsePredictor.From(network, masks), data, windows, predictions, cancellation);
        }
        else
        {
            Predict(network, data, windows, predictions, cancellation);
        }
        ErrorFigures errors = Errors(data, windows, predictions);
        if (context.Value(_out) is { } path)
        {
            await WholeFile.WriteAsync(path, stream => Task.Run(() => Write(stream, data, windows, predictions))).ConfigureAwait(false);
        }
        Tell(context, data, part, windows, errors, masks, context.Value(_out));
        if (place.Run is { } run && context.Rules.Create(run.Record.Spec.Rule.Id) is { } rule
            && rule.PredictionPasses(new RuleSettings(rule.Description, run.Record.Spec.Rule.Values)) > 0)
        {
            context.Note("The run's rule predicts by the mean of several passes with dropout; these are predictions without dropout.");
        }
        return ExitCode.Success;
    }

    private static NetworkFile Open(string path)
    {
        try
        {
            return NetworkFile.Open(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{path}: the file could not be read; check that it is there and may be read.", exception);
        }
    }

    private static WindowRun Windows(WindowSet data, string part) => part switch
    {
        "train" => new WindowRun(0, data.TrainCount),
        "validation" when data.HasValidation => new WindowRun(data.TrainCount, data.ValidationCount),
        "validation" => throw new CliException("These data have no validation part of their own; choose --part test, which is validated on."),
        "test" => new WindowRun(data.FirstTest, data.TestCount),
        _ => new WindowRun(0, data.Count),
    };

    private static void Predict(SparsePredictor predictor, WindowSet data, WindowRun windows, float[] predictions, CancellationToken cancellation)
    {
        int length = data.Window * data.FeatureCount;
        float[] inputs = new float[Together * length];
        for (int first = 0; first < windows.Count; first += Together)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(Together, windows.Count - first);
            for (int i = 0; i < count; i++)
            {
                data.Inputs(windows.First + first + i).CopyTo(inputs.AsSpan(i * length));
            }
            predictor.Predict(inputs.AsSpan(0, count * length), predictions.AsSpan(first * data.Outputs, count * data.Outputs));
        }
    }

    private static void Predict(INetwork network, WindowSet data, WindowRun windows, float[] predictions, CancellationToken cancellation)
    {
        RandomStream unused = new(1);
        network.Bind(data);
        for (int first = 0; first < windows.Count; first += Together)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(Together, windows.Count - first);
            network.Predict(windows.First + first, predictions.AsSpan(first * data.Outputs, count * data.Outputs), 0, unused);
        }
    }

    private static ErrorFigures Errors(WindowSet data, WindowRun windows, float[] predictions)
    {
        ErrorSum errors = default;
        for (int i = 0; i < windows.Count; i++)
        {
            errors.Add(predictions.AsSpan(i * data.Outputs, data.Outputs), data, windows.First + i);
        }
        return errors.Mean(data);
    }

    private static void Write(Stream stream, WindowSet data, WindowRun windows, float[] predictions)
    {
        using StreamWriter writer = new(stream, leaveOpen: true);
        if (data.Task == TaskKind.Classification)
        {
            int[] classes = [.. Enumerable.Range(0, windows.Count).Select(i => ErrorSum.Largest(predictions.AsSpan(i * data.Outputs, data.Outputs)))];
            PredictionTable.Write(writer, data, windows, [], null, classes);
            return;
        }
        float[] inUnits = [.. predictions.Select((prediction, i) => (float)data.ToUnits(prediction, i % data.Outputs))];
        PredictionTable.Write(writer, data, windows, inUnits, null, []);
    }

    private static void Tell(CliContext context, WindowSet data, string part, WindowRun windows, ErrorFigures errors, MaskSet masks, string? path)
    {
        RunFigures figures = RunFigures.Of(errors);
        context.Write(new { part, windows = windows.Count, targets = data.OutputNames, errors = figures, masks.Sparsity, file = path }, console =>
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{windows.Count:N0} windows ({part}), network {100 * masks.Sparsity:0.0} % pruned"));
            console.WriteLine(data.Task == TaskKind.Classification
                ? string.Create(CultureInfo.InvariantCulture, $"accuracy {100 * figures.Accuracy:0.##} %, loss {figures.Loss:0.####}")
                : string.Create(CultureInfo.InvariantCulture, $"MAE {figures.Mae:0.####}, RMSE {figures.Rmse:0.####} (standardised){(figures.MaeInUnits is null ? "" : $"; MAE {figures.MaeInUnits:0.####}, RMSE {figures.RmseInUnits:0.####} in the units of {data.TargetName}")}"));
        });
        if (path is not null)
        {
            context.Note($"The predictions are in {path}.");
        }
    }
}
