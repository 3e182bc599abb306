using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using PruningLab.Components.Controls;
using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Experiments;

/// <summary>The runs behind a cell: a line per seed, a strip plot, and what can be done with each run.</summary>
public sealed partial class CellDetails : ControlBase
{
    private readonly string _titleId = ControlId.Next();
    private ElementReference _title;
    private string? _opening, _faultAt, _fault, _shownSpec;
    private string _said = string.Empty;
    private string? _key;
    private bool _takesKeyboard;

    /// <summary>The cells.</summary>
    [Parameter, EditorRequired]
    public CellSelection Selection { get; set; } = default!;

    /// <summary>The grid's plan.</summary>
    [Parameter, EditorRequired]
    public ReportPlan Plan { get; set; } = default!;

    /// <summary>Address that leads back here.</summary>
    [Parameter, EditorRequired]
    public string Link { get; set; } = string.Empty;

    /// <summary>Whether the keyboard goes to the heading when other cells are shown: when a person opened them, not a link.</summary>
    [Parameter]
    public bool TakesKeyboard { get; set; }

    /// <summary>Called when a run is to be trained again in a lab. It may throw a <see cref="SettingException"/>,
    /// <see cref="DataException"/>, <see cref="GridStoreException"/> or <see cref="OutOfDeviceMemoryException"/>: its sentence is
    /// shown beside the run.</summary>
    [Parameter]
    public EventCallback<GridResult> OnOpenInLab { get; set; }

    /// <summary>Called when a run that could not be opened on its own device is to be opened on the CPU; may throw as well.</summary>
    [Parameter]
    public EventCallback<GridResult> OnOpenOnCpu { get; set; }

    /// <summary>Called when the runs are to be closed.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    [Inject]
    private IJSRuntime Runtime { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_key != Selection.Key)
        {
            (_key, _takesKeyboard) = (Selection.Key, TakesKeyboard);
            (_faultAt, _fault, _shownSpec, _said) = (null, null, null, string.Empty);
        }
        base.OnParametersSet();
    }

    /// <inheritdoc/>
    protected override object Shown() => (Selection, Plan, Link, (_opening, _faultAt, _fault, _shownSpec, _said), (OnOpenInLab.HasDelegate, OnOpenOnCpu.HasDelegate));

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_takesKeyboard)
        {
            return;
        }

        _takesKeyboard = false;
        try
        {
            await _title.FocusAsync(preventScroll: true);
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // The page is leaving.
        }
    }

    private static string Short(string fingerprint) => fingerprint.Length > 12 ? fingerprint[..12] + "…" : fingerprint;

    private static string Summary(CellRow row)
    {
        if (row.Done == 0)
        {
            return row.Failed == 0 ? $"No run of this cell is done yet: {row.Trials}." : $"No run succeeded: {row.Trials}.";
        }

        string interval = double.IsFinite(row.HalfWidth) ? $" ± {ReportNumber.Error(row.HalfWidth)}" : "";
        string paper = row.Cell?.Published is { } published
            ? $"; paper {ReportNumber.Error(published.Mae)} {ReportNumber.Interval(published.Low, published.High)}, difference {ReportNumber.Difference(row.Difference)}"
            : "; the paper has no such cell";
        return $"MAE {ReportNumber.Error(row.Mae)}{interval} σ from {row.Trials}{paper}.";
    }

    private Task KeyAsync(KeyboardEventArgs key) => key.Key == "Escape" ? OnClose.InvokeAsync() : Task.CompletedTask;

    private void ShowSpec(GridResult run) => _shownSpec = _shownSpec == run.Job ? null : run.Job;

    private void Forgive() => (_faultAt, _fault) = (null, null);

    private async Task OpenAsync(GridResult run, EventCallback<GridResult> open)
    {
        (_opening, _faultAt, _fault) = (run.Job, null, null);
        try
        {
            await open.InvokeAsync(run);
        }
        catch (Exception exception) when (exception is SettingException or DataException or GridStoreException or OutOfDeviceMemoryException)
        {
            (_faultAt, _fault) = (run.Job, exception.Message);
        }
        finally
        {
            _opening = null;
        }
    }

    private async Task CopyAsync(string text, string name)
    {
        try
        {
            await Runtime.InvokeVoidAsync("navigator.clipboard.writeText", text);
            _said = $"{name} was copied.";
        }
        catch (JSException)
        {
            _said = $"{name} could not be copied: the browser allows it only at https or localhost. Select the text and copy it.";
        }
    }
}
