using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PruningLab.Components.Grids;
using PruningLab.Components.Interop;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Training;
using PruningLab.Server.Experiments;

namespace PruningLab.Server.Pages;

/// <summary>One grid: how far it is, live, with what can be done about it, and what it came to.</summary>
public sealed partial class Experiment : ComponentBase, IAsyncDisposable
{
    private ElementReference _root;
    private PictureHandle? _page;
    private GridEntry? _entry;
    private GridView _view = default!;
    private GridMatrixModel? _model;
    private DeviceList _devices = DeviceList.CpuOnly;
    private string[,] _states = new string[0, 0];
    private IReadOnlyList<GridResult> _failures = [];
    private IDisposable? _subscription;
    private int _workers = GridServiceOptions.DefaultWorkers;
    private string? _fault;
    private int _isQueued;
    private int _lines;

    /// <summary>Name of the grid's folder.</summary>
    [Parameter, EditorRequired]
    public string Slug { get; set; } = string.Empty;

    /// <summary>Whether it was to be started when it was set up, and could not be because another one ran.</summary>
    [SupplyParameterFromQuery(Name = "waits")]
    public bool Waits { get; set; }

    [Inject]
    private GridService Grids { get; set; } = default!;

    [Inject]
    private SessionRegistry Registry { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IJSRuntime Runtime { get; set; } = default!;

    /// <summary>Spoken when the state changes and at each quarter of the way, not with every training.</summary>
    private string Announcement => _view.Standing == GridStanding.Running && _view.Jobs.Count > 0
        ? (4 * _view.Done / _view.Jobs.Count) switch
        {
            0 => "Running.",
            int quarters => FormattableString.Invariant($"Running, {quarters * 25} percent done."),
        }
        : GridWords.Standing(_view) + ".";

    /// <summary>Why this machine cannot train what is left of the grid; null when it can.</summary>
    private string? WhyNotHere => _view.Standing is GridStanding.Ready or GridStanding.Stopped && !_devices.Has(_view.Spec.Training.Device)
        ? $"This experiment is for the device “{_view.Spec.Training.Device}”, which does not work on this machine."
        : null;

    /// <summary>What is said of a line of the workers' table in which nothing is trained.</summary>
    private string Idle => _view.Standing switch
    {
        GridStanding.Running => "reads data or is between two trainings",
        GridStanding.Paused => "paused",
        GridStanding.Finished => "nothing, all is done",
        _ => "nothing",
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        if (_page is not null)
        {
            await _page.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _entry = Grids.Find(Slug);
        if (_entry is { } entry)
        {
            _view = entry.View;
            await Task.Run(() =>
            {
                entry.Refresh(mayReport: true);
                _devices = Grids.Devices;
            });
            Take(entry.View);
            if (Waits && _view.Standing == GridStanding.Ready)
            {
                _fault = Grids.BusyWith(entry);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_entry is not null && _page is null && _subscription is null)
        {
            _subscription = Grids.Watch(_entry, Changed);
            _page = await PictureHandle.OpenAsync(Runtime, "grid-page", "create", _root, new { });
        }
    }

    private void Changed(GridView view)
    {
        // Latest wins: while an update is on its way, another one would only stand behind it.
        if (Interlocked.Exchange(ref _isQueued, 1) == 0)
        {
            _ = InvokeAsync(() =>
            {
                Interlocked.Exchange(ref _isQueued, 0);
                Take(_entry!.View);
                StateHasChanged();
            });
        }
    }

    private void Take(GridView view)
    {
        GridView before = _view;
        _view = view;
        if (_model is null || !ReferenceEquals(before.Jobs, view.Jobs))
        {
            _model = view.Jobs.Count > 0 ? new GridMatrixModel(view.Spec, view.Jobs) : null;
            _states = new string[0, 0];
        }

        if (_model is { IsTooLarge: false } model)
        {
            string[,] states = model.States(view.Results.Results, view.Running);
            if (_states.Length != states.Length || !_states.Cast<string>().SequenceEqual(states.Cast<string>()))
            {
                _states = states;
            }
        }

        // The workers' table keeps its place when they have ended, so that what is below it does not move.
        if (view.Workers > 0)
        {
            _lines = view.Workers;
        }
        else if (_lines == 0 && view.Standing is GridStanding.Ready or GridStanding.Stopped)
        {
            _lines = _workers;
        }

        if (_failures.Count != view.Failed)
        {
            _failures = [.. view.Results.Results.Where(result => result.Failure is not null)];
        }
    }

    private void SetWorkers(int workers)
    {
        _workers = workers;
        _lines = _lines > 0 ? workers : 0;
    }

    private void Start(bool retryFailed) => Try(() => Grids.Start(_entry!, _workers, retryFailed));

    private void Resume() => Try(() => Grids.Resume(_entry!));

    private Task CancelAsync() => _entry!.CancelAsync();

    private async Task DeleteAsync()
    {
        if (Try(() => Grids.Delete(_entry!)))
        {
            await Task.Yield();
            Navigation.NavigateTo("/experiments");
        }
    }

    /// <summary>Opens a lab with the experiment of a run. What it throws, the report's view says beside the run.</summary>
    private Task OpenInLabAsync(GridResult result) => OpenAsync(JobOf(result).Spec);

    /// <summary>The same on the CPU, where it could not be on the run's own device.</summary>
    private Task OpenOnCpuAsync(GridResult result)
    {
        ExperimentSpec spec = JobOf(result).Spec;
        return OpenAsync(spec with { Training = spec.Training with { Device = null } });
    }

    private async Task OpenAsync(ExperimentSpec spec)
    {
        Session session = await Task.Run(() => Registry.Create(spec));
        Navigation.NavigateTo($"/lab/{session.Id}", forceLoad: true);
    }

    private GridJob JobOf(GridResult result) => _view.Jobs.FirstOrDefault(job => job.Id == result.Job)
        ?? throw new SettingException("This training is not one of the grid's any more, so its settings are not known.");

    /// <summary>Sets the same grid up for the CPU and shows it.</summary>
    private async Task CopyForCpuAsync()
    {
        GridSpec spec = _view.Spec with { Name = CpuName(_view.Spec.Name), Training = _view.Spec.Training with { Device = null } };
        GridEntry? made = null;
        if (Try(() => made = Grids.Create(spec)))
        {
            await Task.Yield();
            Navigation.NavigateTo($"/experiments/{Uri.EscapeDataString(made!.Slug)}", forceLoad: true);
        }
    }

    private static string CpuName(string name) => $"{(name.Length > 90 ? name[..90] : name)}, CPU";

    private bool Try(Action act)
    {
        try
        {
            _fault = null;
            act();
            return true;
        }
        catch (Exception exception) when (exception is SettingException or GridStoreException)
        {
            _fault = exception.Message;
            return false;
        }
    }
}
