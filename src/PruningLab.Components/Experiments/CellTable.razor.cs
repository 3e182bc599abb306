using System.Globalization;
using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;

namespace PruningLab.Components.Experiments;

/// <summary>All cells of a grid in one table that can be filtered and sorted, a page at a time. A new report changes numbers,
/// never which rows there are or, unless it is sorted by a number, where they stand.</summary>
public sealed partial class CellTable : ControlBase
{
    /// <summary>Rows of one page.</summary>
    public const int PageLength = 48;

    private static readonly Head[] s_heads =
    [
        new(CellColumn.Data, "Data", null, "text data", "Data set"),
        new(CellColumn.Network, "Network", null, "text network", "Network"),
        new(CellColumn.Window, "Window", "rows", "number window", "Rows per window"),
        new(CellColumn.Method, "Method", null, "text method", "Method"),
        new(CellColumn.Setting, "Setting", null, "text setting", "What is varied beside the methods"),
        new(CellColumn.Mae, "MAE", "σ", "number", "Mean over the seeds of the mean absolute error, in standard deviations of the target"),
        new(CellColumn.HalfWidth, "±", "σ", "number", "Half the width of the 95 % t interval of the mean"),
        new(CellColumn.Trials, "Seeds", null, "number trials", "Trials that are done of those the grid means to have"),
        new(CellColumn.Published, "Paper", "σ", "number", "The paper’s MAE (Appendix A), over 10 trials"),
        new(CellColumn.Difference, "Ours − paper", "σ", "number difference", "Our mean less the paper’s; below zero ours is better"),
        new(CellColumn.Sparsity, "Pruned", "%", "number", "Share of the prunable weights that is pruned at the end"),
        new(CellColumn.Seconds, "Time", "s", "number", "Seconds per trial"),
    ];

    private readonly Dictionary<string, ElementReference> _openers = [];
    private IReadOnlyList<CellRow>? _rows;
    private IReadOnlyList<CellRow> _shown = [];
    private Choice[] _datas = [], _networks = [], _windows = [], _methods = [];
    private CellFilter _filter = CellFilter.All;
    private CellSort _sort = CellSort.None;
    private bool _hasSettings;
    private int _page;

    /// <summary>All cells, in the grid's order.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<CellRow> Rows { get; set; } = [];

    /// <summary>The cell whose runs are shown; null when none is.</summary>
    [Parameter]
    public string? Selected { get; set; }

    /// <summary>Called when the runs of a cell are to be shown.</summary>
    [Parameter]
    public EventCallback<CellOpening> OnOpen { get; set; }

    private int Pages => Math.Max(1, (_shown.Count + PageLength - 1) / PageLength);

    private IEnumerable<Head> Heads => _hasSettings ? s_heads : s_heads.Where(head => head.Column != CellColumn.Setting);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(Rows, _rows))
        {
            _rows = Rows;
            _hasSettings = Rows.Any(row => row.Place.Setting.Length > 0);
            Offer(ref _datas, "all data sets", row => row.Place.Data);
            Offer(ref _networks, "all networks", row => row.Place.Network);
            Offer(ref _windows, "all windows", row => row.Place.Window.ToString(CultureInfo.InvariantCulture));
            Offer(ref _methods, "all methods", row => row.Place.Method);
            Arrange();
        }
        base.OnParametersSet();
    }

    /// <inheritdoc/>
    protected override object Shown() => (_shown, _page, Selected, _filter, _sort);

    /// <summary>Lists what can be filtered by; the list stays the same object while its choices do.</summary>
    private void Offer(ref Choice[] choices, string all, Func<CellRow, string> name)
    {
        Choice[] now = [new Choice("", all), .. Rows.Select(name).Distinct().Select(value => new Choice(value, value))];
        choices = now.SequenceEqual(choices) ? choices : now;
    }

    private void Arrange()
    {
        _shown = [.. _sort.Sort(Rows.Where(_filter.Passes))];
        _page = Math.Min(_page, Pages - 1);
    }

    private void Filter(CellFilter filter)
    {
        (_filter, _page) = (filter, 0);
        Arrange();
    }

    private void Sort(CellColumn column)
    {
        (_sort, _page) = (_sort.Click(column), 0);
        Arrange();
    }

    private void Turn(int pages) => _page = Math.Clamp(_page + pages, 0, Pages - 1);

    private Task OpenAsync(string key) => OnOpen.InvokeAsync(new CellOpening(key, _openers[key]));

    private sealed record Head(CellColumn Column, string Title, string? Unit, string Class, string Help);
}
