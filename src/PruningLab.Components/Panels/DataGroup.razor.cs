using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PruningLab.Components.Controls;
using PruningLab.Engine.Data;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Panels;

/// <summary>Which data the network learns and how they become windows.</summary>
public sealed partial class DataGroup : DeskGroup, IDisposable
{
    private static readonly Choice[] s_windows =
        [.. new[] { 1, 3, 7, 14, 30, 60 }.Select(rows => rows.ToString(CultureInfo.InvariantCulture)).Select(rows => new Choice(rows, rows))];

    private static readonly Choice[] s_noise =
        [.. DistillationReader.NoiseLevels.Select(level => level.ToString(CultureInfo.InvariantCulture)).Select(level => new Choice(level, level == "0" ? "none" : $"{level} %"))];

    private static readonly Choice[] s_missing =
    [
        new(nameof(MissingValueRule.CarryForward), "carry forward", "The last known value is carried forward."),
        new(nameof(MissingValueRule.Interpolate), "interpolate", "A straight line between the neighbours."),
        new(nameof(MissingValueRule.Drop), "drop rows", "Rows with a missing value are left out."),
    ];

    private static readonly Choice[] s_scalers =
    [
        new(nameof(ScalerFit.TrainingPart), "training part", "Nothing of the test part leaks into the training."),
        new(nameof(ScalerFit.WholeSeries), "all rows", "As the paper's authors do; the test part's mean and spread leak."),
    ];

    private static readonly Choice[] s_tasks =
    [
        new(nameof(TaskKind.Regression), "numbers", "A regression: numeric targets."),
        new(nameof(TaskKind.Classification), "a class", "A classification: one column of few different words or whole numbers."),
    ];

    private DotNetObjectReference<DataGroup>? _receiver;
    private IReadOnlyList<CatalogueEntry> _entries = [];
    private Choice[] _sources = [];
    private Choice[] _columns = [];
    private Choice[] _classChoices = [];
    private IReadOnlyList<string> _classColumns = [];
    private Series? _series;
    private RowChoices? _rows;
    private string? _opened;

    /// <summary>The data sets there are.</summary>
    [Parameter, EditorRequired]
    public DataCatalogue Catalogue { get; set; } = default!;

    /// <inheritdoc/>
    protected override string Place => "data";

    private string Note => Spec.Data == Desk.View.Spec.Data
        ? PartsOf(Desk.View.Data)
        : string.Empty;

    private CatalogueEntry? Entry => _entries.FirstOrDefault(entry => entry.Id == Spec.Data.Source);

    private bool IsPictures => Entry is { Kind: not DataKind.Table };

    private int? OwnWindow => IsPictures ? Entry!.OwnWindow : null;

    private string PicturesNote => Entry!.Kind == DataKind.PictureRows
        ? "Pictures bring their own window, their rows from the top down, and their own training and test part; the pixels are standardised."
        : "Pictures bring their own window, one row of all pixels, and their own training and test part; the pixels are standardised.";

    private string Suggestion => Entry is { IsMissing: true } ? string.Empty
        : Entry is { SuggestedData: { } data, SuggestedNetwork: null } proposal && Spec.Data.Resample == data.Resample && Spec.Data.Targets.SequenceEqual(data.Targets)
        ? proposal.SuggestionNote
        : Entry is { SuggestedNetwork: { } network, SuggestedTraining: { } training } entry && Spec.Network == network && Spec.Training == training
        ? entry.SuggestionNote
        : string.Empty;

    private bool IsClassification => Spec.Data.Task == TaskKind.Classification && _classColumns.Count > 0;

    private IReadOnlyList<string> Targets => Spec.Data.Targets.Count > 0 ? Spec.Data.Targets
        : IsClassification ? [_series!.Categories.Count > 0 ? _series.Categories[^1].Name : _classColumns[^1]]
        : [_series!.DefaultTarget ?? Own[^1]];

    /// <summary>The table's own columns: those that may be targets.</summary>
    private IReadOnlyList<string> Own => _series!.MadeColumns.Count == 0 ? _series.ColumnNames : [.. _series.ColumnNames.Except(_series.MadeColumns)];

    private string TargetLabel => Spec.Data.Horizon switch
    {
        0 => "target, same row",
        1 => "target, next row",
        int rows => string.Create(CultureInfo.InvariantCulture, $"target, {rows} rows on"),
    };

    private IReadOnlyList<string> Offered => Spec.Data.Horizon > 0 ? _series!.ColumnNames : [.. _series!.ColumnNames.Except(Targets)];

    private string ValidationHelp => IsPictures
        ? "Share of the training pictures that validates instead, for early stopping; with 0 the test part is also the validation part."
        : "The rows after the training part that early stopping looks at; the rest tests; with 0 the test part is also the validation part.";

    private bool RowsAreSeparate => Spec.Data is { Window: 1, Horizon: 0 };

    private string ShuffleHelp => RowsAreSeparate
        ? "The rows come in a random order, always the same, before they are split; for rows that have nothing to do with each other."
        : "Rows can be shuffled when each is predicted by itself: with a window of 1 and a horizon of 0.";

    private IEnumerable<string> Notes => (_series?.Notes ?? []).Concat(Spec.Data == Desk.View.Spec.Data ? Desk.View.Data.Notes : []).Distinct();

    /// <summary>Called by the upload box when a file was taken in.</summary>
    /// <param name="id">The new data set.</param>
    /// <returns>When it is chosen.</returns>
    [JSInvokable]
    public async Task Uploaded(string id)
    {
        ListSources();
        await SetSourceAsync(id);
        StateHasChanged();
    }

    /// <summary>Called by the upload box when a file was refused.</summary>
    /// <param name="sentence">Why, in one sentence.</param>
    [JSInvokable]
    public void UploadFailed(string sentence) => Desk.Fault(Place, sentence);

    /// <inheritdoc/>
    public void Dispose() => _receiver?.Dispose();

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _receiver = DotNetObjectReference.Create(this);
        ListSources();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        DataSpec wanted = Spec.Data;
        string key = KeyOf(wanted);
        if (_opened == key)
        {
            return;
        }

        _opened = key;
        RowChoices? rows = null;
        Series? series = null;
        IReadOnlyList<string> classes = [];
        if (IsPictures)
        {
            (_rows, _series) = (null, null);
            return;
        }

        await Desk.TryAsync(Place, () => Task.Run(() =>
        {
            // The fields that choose rows stay when the choice itself is refused.
            rows = RowChoices.Of(Catalogue.Open(wanted.Source, wanted.Format, wanted.NoisePercent));
            series = Catalogue.Open(wanted);
            classes = WindowBuilder.ClassColumnsOf(series);
        }));
        if (_opened == key)
        {
            _classColumns = classes;
            _classChoices = [.. classes.Select(name => new Choice(name, name))];
            _columns = series is null ? [] : [.. series.ColumnNames.Except(series.MadeColumns).Select(name => new Choice(name, name))];
            _rows = rows;
            _series = series;
        }
    }

    /// <summary>What the columns to choose from depend on; made features depend on nearly all of a choice.</summary>
    private static string KeyOf(DataSpec data) => new ExperimentSpec
    {
        Data = data.Engineering is not null ? data : new DataSpec
        {
            Source = data.Source,
            Format = data.Format,
            NoisePercent = data.NoisePercent,
            Group = data.Group,
            From = data.From,
            To = data.To,
            Resample = data.Resample,
        },
    }.ToJson();

    private void ListSources()
    {
        _entries = Catalogue.Entries;
        _sources = [.. _entries.Select(entry => new Choice(entry.Id, entry.IsMissing ? $"{entry.Title} (to be fetched)" : entry.Title, entry.SourceNote))];
    }

    private bool IsFeature(string column) => Spec.Data.Features.Count == 0 || Spec.Data.Features.Contains(column);

    private Task SetSourceAsync(string id)
    {
        CatalogueEntry? entry = _entries.FirstOrDefault(entry => entry.Id == id);
        return ChangeAsync("data", entry?.Title ?? id, spec => spec with
        {
            Data = entry?.SuggestedData ?? Former(spec.Data) with
            {
                Source = id,
                Format = null,
                Task = null,
                Features = [],
                Targets = [],
                Horizon = 1,
                ShuffleRows = false,
                MaxSamples = 0,
                NoisePercent = 0,
                Group = "",
                From = null,
                To = null,
                Resample = ResampleStep.None,
                Engineering = null,
                Stages = 1,
                StageKind = StageKind.Time,
                StageEpochs = 0,
            },
            Network = entry?.SuggestedNetwork ?? spec.Network,
            Training = (entry?.SuggestedTraining ?? spec.Training) with { Device = spec.Training.Device },
        });
    }

    /// <summary>What of a choice goes over to other data: nothing that was set with the data.</summary>
    private DataSpec Former(DataSpec data) => _entries.Any(entry => entry.Id == data.Source && entry.SuggestedData is not null)
        ? new DataSpec { Missing = data.Missing, Scaler = data.Scaler }
        : data;

    private Task SetNoiseAsync(string percent) => SetAsync("data:noise", percent == "0" ? "no noise" : $"{percent} % noise",
        data => data with { NoisePercent = int.Parse(percent, CultureInfo.InvariantCulture) });

    private Task SetTaskAsync(string task) => SetAsync("data:task", task == nameof(TaskKind.Classification) ? "predict a class" : "predict numbers",
        data => data with { Task = task == nameof(TaskKind.Classification) ? TaskKind.Classification : null, Targets = [], Features = [], StageKind = StageKind.Time });

    private Task SetTargetAsync(string column) => SetAsync("data:target", $"target {column}", data => WithoutTargets(data with { Targets = [column] }, [column]));

    private Task SetTargetsAsync((string Column, bool IsChosen) change)
    {
        string[] targets = [.. Own.Where(name => name == change.Column ? change.IsChosen : Targets.Contains(name))];
        if (targets.Length == 0)
        {
            Desk.Fault(Place, "The network needs at least one target; choose another one before you take this one away.");
            return Task.CompletedTask;
        }

        return SetAsync("data:target", targets.Length == 1 ? $"target {targets[0]}" : $"{targets.Length} targets", data => WithoutTargets(data with { Targets = targets }, targets));
    }

    private Task SetFeatureAsync((string Column, bool IsChosen) change)
    {
        IReadOnlyList<string> offered = Offered;
        string[] features = [.. offered.Where(name => name == change.Column ? change.IsChosen : IsFeature(name))];
        if (features.Length == 0)
        {
            Desk.Fault(Place, "The network needs at least one feature; choose another one before you take this one away.");
            return Task.CompletedTask;
        }

        IReadOnlyList<string> stored = features.Length == offered.Count ? [] : features;
        return SetAsync("data:features", $"{features.Length} of {offered.Count} features", data => data with { Features = stored });
    }

    private Task SetSamplesAsync(double count) => SetAsync("data:samples", count == 0 ? "all pictures" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} pictures"),
        data => data with { MaxSamples = (int)count });

    private Task SetHorizonAsync(double rows)
    {
        IReadOnlyList<string> targets = Targets;
        return SetAsync("data:horizon", $"horizon {(int)rows}", data => Kept(WithoutTargets(data with { Horizon = (int)rows }, targets)));
    }

    private Task SetShuffleRowsAsync(bool shuffle) => SetAsync("data:shuffle", shuffle ? "rows shuffled" : "rows in order", data => data with { ShuffleRows = shuffle });

    private Task SetWindowAsync(double rows) => SetAsync("data:window", $"window {(int)rows}", data => Kept(data with { Window = (int)rows }));

    private Task SetUsualWindowAsync(string rows) => SetWindowAsync(int.Parse(rows, CultureInfo.InvariantCulture));

    private Task SetMissingAsync(string rule) => SetAsync("data:missing", $"missing values: {Label(s_missing, rule)}",
        data => data with { Missing = Enum.Parse<MissingValueRule>(rule) });

    private Task SetScalerAsync(string fit) => SetAsync("data:scaler", $"scaler on {Label(s_scalers, fit)}",
        data => data with { Scaler = Enum.Parse<ScalerFit>(fit) });

    private Task SetShareAsync(double percent) => SetAsync("data:share", string.Create(CultureInfo.InvariantCulture, $"{percent:0.##} % training"),
        data => data with { TrainShare = percent / 100 });

    private Task SetValidationAsync(double percent) => SetAsync("data:validation", percent == 0 ? "no validation part" : string.Create(CultureInfo.InvariantCulture, $"{percent:0.##} % validation"),
        data => data with { ValidationShare = percent / 100 });

    private Task SetFormatAsync(CsvFormat format) => SetAsync("data:format", "corrected format", data => data with { Format = format });

    private Task SetAsync(string key, string text, Func<DataSpec, DataSpec> apply) => ChangeAsync(key, text, spec => spec with { Data = apply(spec.Data) });

    /// <summary>The choice, with the targets taken from the features when both are of one row; of made features, which go by
    /// their target, all are taken again.</summary>
    private static DataSpec WithoutTargets(DataSpec data, IReadOnlyList<string> targets) =>
        data.Engineering is not null ? data with { Features = [] }
        : data.Horizon > 0 ? data : data with { Features = [.. data.Features.Except(targets)] };

    /// <summary>The choice, with its rows in order when its windows need them so.</summary>
    private static DataSpec Kept(DataSpec data) => data with { ShuffleRows = data is { ShuffleRows: true, Window: 1, Horizon: 0 } };

    private static string PartsOf(WindowSet data) => string.Create(CultureInfo.InvariantCulture,
        $"{data.TrainCount:N0} train · {(data.HasValidation ? $"{data.ValidationCount:N0} validate · " : "")}{data.TestCount:N0} test");

    private static string Label(Choice[] choices, string value) => choices.First(choice => choice.Value == value).Label;
}
