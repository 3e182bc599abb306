using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PruningLab.Components.Controls;
using PruningLab.Engine.Data;

namespace PruningLab.Components.Panels;

/// <summary>Which data the network learns and how they become windows.</summary>
public sealed partial class DataGroup : DeskGroup, IDisposable
{
    private static readonly Choice[] s_windows =
        [.. new[] { 1, 3, 7, 14, 30, 60 }.Select(rows => rows.ToString(CultureInfo.InvariantCulture)).Select(rows => new Choice(rows, rows))];

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

    private DotNetObjectReference<DataGroup>? _receiver;
    private Choice[] _sources = [];
    private Choice[] _columns = [];
    private Series? _series;
    private (string Source, CsvFormat? Format)? _opened;

    /// <summary>The data sets there are.</summary>
    [Parameter, EditorRequired]
    public DataCatalogue Catalogue { get; set; } = default!;

    /// <inheritdoc/>
    protected override string Place => "data";

    private string Note => Spec.Data == Desk.View.Spec.Data
        ? string.Create(CultureInfo.InvariantCulture, $"{Desk.View.Data.TrainCount:N0} train · {Desk.View.Data.TestCount:N0} test")
        : string.Empty;

    private string Target => Spec.Data.Target.Length > 0 ? Spec.Data.Target : _series!.DefaultTarget ?? _series.ColumnNames[^1];

    private int FeatureCount => Spec.Data.Features.Count == 0 ? _series!.ColumnNames.Count : Spec.Data.Features.Count;

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
        var wanted = (Spec.Data.Source, Spec.Data.Format);
        if (_opened == wanted)
        {
            return;
        }

        _opened = wanted;
        Series? series = null;
        await Desk.TryAsync(Place, async () => series = await Task.Run(() => Catalogue.Open(wanted.Source, wanted.Format)));
        if (_opened == wanted)
        {
            _series = series;
            _columns = series is null ? [] : [.. series.ColumnNames.Select(name => new Choice(name, name))];
        }
    }

    private void ListSources() => _sources = [.. Catalogue.Entries.Select(entry => new Choice(entry.Id, entry.Title, entry.SourceNote))];

    private bool IsFeature(string column) => Spec.Data.Features.Count == 0 || Spec.Data.Features.Contains(column);

    private Task SetSourceAsync(string id)
    {
        string title = _sources.FirstOrDefault(source => source.Value == id)?.Label ?? id;
        return ChangeAsync("data", title, spec => spec with { Data = spec.Data with { Source = id, Format = null, Features = [], Target = string.Empty } });
    }

    private Task SetTargetAsync(string column) => SetAsync("data:target", $"target {column}", data => data with { Target = column });

    private Task SetFeatureAsync(string column, bool chosen)
    {
        string[] features = [.. _series!.ColumnNames.Where(name => name == column ? chosen : IsFeature(name))];
        if (features.Length == 0)
        {
            Desk.Fault(Place, "The network needs at least one feature; choose another one before you take this one away.");
            return Task.CompletedTask;
        }

        IReadOnlyList<string> stored = features.Length == _series.ColumnNames.Count ? [] : features;
        return SetAsync("data:features", $"{features.Length} of {_series.ColumnNames.Count} features", data => data with { Features = stored });
    }

    private Task SetWindowAsync(double rows) => SetAsync("data:window", $"window {(int)rows}", data => data with { Window = (int)rows });

    private Task SetUsualWindowAsync(string rows) => SetWindowAsync(int.Parse(rows, CultureInfo.InvariantCulture));

    private Task SetMissingAsync(string rule) => SetAsync("data:missing", $"missing values: {Label(s_missing, rule)}",
        data => data with { Missing = Enum.Parse<MissingValueRule>(rule) });

    private Task SetScalerAsync(string fit) => SetAsync("data:scaler", $"scaler on {Label(s_scalers, fit)}",
        data => data with { Scaler = Enum.Parse<ScalerFit>(fit) });

    private Task SetShareAsync(double percent) => SetAsync("data:share", string.Create(CultureInfo.InvariantCulture, $"{percent:0.##} % training"),
        data => data with { TrainShare = percent / 100 });

    private Task SetFormatAsync(CsvFormat format) => SetAsync("data:format", "corrected format", data => data with { Format = format });

    private Task SetAsync(string key, string text, Func<DataSpec, DataSpec> apply) => ChangeAsync(key, text, spec => spec with { Data = apply(spec.Data) });

    private static string Label(Choice[] choices, string value) => choices.First(choice => choice.Value == value).Label;
}
