using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using PruningLab.Components.Controls;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Reports;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Components.Experiments;

/// <summary>The report of a grid as a page: findings, ranks, tables, figures, all cells, and the runs behind each of them. A
/// grid that runs hands in one report after the other; rows and columns stand still meanwhile. Which cell is open stands in
/// the address (<c>?cell=</c>, see <see cref="CellKey"/>).</summary>
public sealed partial class ReportView : ControlBase, IDisposable
{
    /// <summary>Name of the cell in the page's address.</summary>
    public const string CellParameter = "cell";

    /// <summary>Findings in sight; the others unfold.</summary>
    private const int FirstFindings = 6;

    private readonly string _id = ControlId.Next();
    private GridReport? _report;
    private ReportPlan? _plan;
    private IReadOnlyList<CellRow> _rows = [];
    private IReadOnlyList<TableBlock> _blocks = [];
    private Choice[] _networks = [], _settings = [];
    private string _network = string.Empty, _setting = string.Empty;
    private string? _key;
    private CellSelection? _selection;
    private string? _stale;
    private ElementReference? _opener, _returnTo;

    /// <summary>The report; a new one replaces it while the grid runs.</summary>
    [Parameter, EditorRequired]
    public GridReport Report { get; set; } = default!;

    /// <summary>The grid's plan; made from the report's grid when none is given.</summary>
    [Parameter]
    public ReportPlan? Plan { get; set; }

    /// <summary>Called when a run is to be trained again in a lab. It may throw a <see cref="Engine.Training.SettingException"/>,
    /// <see cref="Engine.Data.DataException"/> or <see cref="GridStoreException"/>: its sentence is shown beside the run.</summary>
    [Parameter]
    public EventCallback<GridResult> OpenInLab { get; set; }

    /// <summary>Called when a run that could not be opened on its own device is to be opened on the CPU.</summary>
    [Parameter]
    public EventCallback<GridResult> OpenOnCpu { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IJSRuntime Runtime { get; set; } = default!;

    /// <summary>Address of this page with the cell that is open.</summary>
    private string Link => Navigation.GetUriWithQueryParameter(CellParameter, _key);

    private string Facts
    {
        get
        {
            string failed = Report.Failures.Count > 0 ? $", {ReportNumber.Count(Report.Failures.Count)} failed" : "";
            string done = Report.Done == Report.Jobs ? $"{ReportNumber.Count(Report.Jobs)} trainings, all done" : $"{ReportNumber.Count(Report.Done)} of {ReportNumber.Count(Report.Jobs)} trainings done";
            return $"{done}{failed}; {ReportNumber.Duration(Report.TotalSeconds)} of training in all.";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Navigation.LocationChanged -= Moved;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Navigation.LocationChanged += Moved;
        ReadAddress();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(Report, _report))
        {
            _report = Report;
            if (Plan is not null || !ReferenceEquals(_plan?.Spec, Report.Spec))
            {
                _plan = Plan ?? ReportPlan.Of(Report.Spec, RuleCatalogue.Default);
            }
            _rows = CellRow.Of(Report, _plan!);
            Offer();
            Arrange();
            Select();
        }
        base.OnParametersSet();
    }

    /// <inheritdoc/>
    protected override object Shown() => (Report, _network, _setting, (_selection, _stale));

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_returnTo is not { } element)
        {
            return;
        }

        _returnTo = null;
        try
        {
            await element.FocusAsync(preventScroll: true);
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or InvalidOperationException or OperationCanceledException)
        {
            // The row is not on the page any more, or the page is leaving.
        }
    }

    private string Id(string section) => $"{_id}-{section}";

    private void Offer()
    {
        string[] networks = [.. _rows.Select(row => row.Place.Network).Distinct()];
        string[] settings = [.. _rows.Select(row => row.Place.Setting).Distinct()];
        if (!networks.SequenceEqual(_networks.Select(choice => choice.Value)))
        {
            _networks = [.. networks.Select(name => new Choice(name, name))];
        }
        if (!settings.SequenceEqual(_settings.Select(choice => choice.Value)))
        {
            _settings = [.. settings.Select(name => new Choice(name, name.Length == 0 ? "as given" : name))];
        }
        _network = networks.Contains(_network) ? _network : networks.FirstOrDefault("");
        _setting = settings.Contains(_setting) ? _setting : settings.FirstOrDefault("");
    }

    private void Arrange() => _blocks = TableBlock.Of(Report, _rows, _network, _setting);

    private void Show(string network)
    {
        _network = network;
        Arrange();
    }

    private void ShowSetting(string setting)
    {
        _setting = setting;
        Arrange();
    }

    private void ReadAddress()
    {
        string query = Navigation.ToAbsoluteUri(Navigation.Uri).Query;
        _key = query.TrimStart('?').Split('&')
            .Select(pair => pair.Split('=', 2))
            .Where(pair => pair.Length == 2 && pair[0] == CellParameter)
            .Select(pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')))
            .FirstOrDefault();
    }

    private void Select()
    {
        _selection = _key is null ? null : CellSelection.Find(_rows, _key);
        _stale = _key is null || _selection is not null ? null
            : $"The link leads to “{_key.Replace("~", " · ", StringComparison.Ordinal)}”, but this grid has no such cell; choose one from the tables.";
    }

    private void Moved(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(() =>
    {
        ReadAddress();
        Select();
        if (_selection is null)
        {
            (_returnTo, _opener) = (_opener, null);
        }
        StateHasChanged();
    });

    private Task OpenAsync(CellOpening opening)
    {
        _opener = opening.Opener;
        return GoAsync(opening.Key);
    }

    private Task CloseAsync()
    {
        (_returnTo, _opener) = (_opener, null);
        return GoAsync(null);
    }

    /// <summary>Opens or closes a cell and puts it into the address. By the browser's own history: a navigation of Blazor's
    /// scrolls to the top of the page.</summary>
    private async Task GoAsync(string? key)
    {
        _key = key;
        Select();
        try
        {
            await Runtime.InvokeVoidAsync("history.pushState", null, "", Link);
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // The page is leaving.
        }
    }
}
