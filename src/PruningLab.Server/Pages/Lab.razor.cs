using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PruningLab.Components.Interop;
using PruningLab.Components.Panels;
using PruningLab.Engine.Data;
using PruningLab.Engine.Frames;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Training;
using PruningLab.Server.Hosting;

namespace PruningLab.Server.Pages;

/// <summary>The lab: one session, seen and steered. The session belongs to the server; this page only attaches to it.</summary>
public sealed partial class Lab : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private DotNetObjectReference<Lab>? _receiver;
    private Session? _session;
    private LabDesk? _desk;
    private TransportBar? _transport;
    private ElementReference _root;
    private JsBench? _bench;
    private PictureHandle? _page;
    private Task _watching = Task.CompletedTask;
    private string? _scheduleFault;
    private bool _hasJournal;

    /// <summary>The session's id.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = string.Empty;

    [Inject]
    private SessionRegistry Registry { get; set; } = default!;

    [Inject]
    private DataCatalogue Catalogue { get; set; } = default!;

    [Inject]
    private IJSRuntime Runtime { get; set; } = default!;

    [Inject]
    private PageConnection Connection { get; set; } = default!;

    [Inject]
    private ILogger<Lab> Logger { get; set; } = default!;

    private string RunFile => $"/api/lab/{Id}/run.json";

    private string WeightsFile => $"/api/lab/{Id}/weights.safetensors";

    /// <summary>What the network does, in words.</summary>
    private string Heading
    {
        get
        {
            string network = Topology.NameOf(_desk!.View.Spec.Network.Kind);
            WindowSet data = _desk.View.Data;
            return data.Task == TaskKind.Classification ? $"{network} tells {data.Outputs} classes apart"
                : data.Outputs > 1 ? $"{network} predicts {data.Outputs} targets"
                : $"{network} predicts {data.TargetName}";
        }
    }

    private string OutcomeTitle => _desk!.View.Data.Task == TaskKind.Classification ? "Confusion" : "Prediction";

    /// <summary>Whether the rule shows values per connection.</summary>
    private bool HasScores => _desk!.View.Rule.Description.Scores.Count > 0;

    /// <summary>Whether the rule has something to tell of itself: readings, or a journal.</summary>
    private bool RuleTells => _hasJournal || _desk!.View.Rule.Description.Readings.Count > 0;

    /// <summary>The device in force.</summary>
    private string DeviceName => _desk!.View.Devices.NameOf(_desk.View.Spec.Training.Device);

    /// <summary>What its name in the top bar says when it is pointed at.</summary>
    private string DeviceHelp => $"The network is computed on {DeviceName} ({DeviceWords.FactsOf(_desk!.View.Devices, _desk.View.Spec.Training.Device)})";

    private string Announcement => _desk!.View.State switch
    {
        SessionState.Running => "Training runs.",
        SessionState.Finished => "Training is finished.",
        SessionState.Failed or SessionState.StoppedEarly => _desk.View.Sentence,
        SessionState.Paused when _desk.View.Sentence.Length > 0 => _desk.View.Sentence,
        _ => _desk.View.Clock.Batch == 0 ? "Ready to train." : $"Paused after batch {_desk.View.Clock.Batch}.",
    };

    /// <summary>Called by the page when one of its keys was pressed.</summary>
    /// <param name="command">play, batch, epoch, reset or reseed.</param>
    /// <returns>When the session has obeyed.</returns>
    [JSInvokable]
    public Task Key(string command) => _desk is null ? Task.CompletedTask : command switch
    {
        "play" => _transport?.PlayOrPauseAsync() ?? Task.CompletedTask,
        "batch" => _desk.TryAsync(TransportBar.Place, _desk.Session.StepBatchAsync),
        "epoch" => _desk.TryAsync(TransportBar.Place, _desk.Session.StepEpochAsync),
        "reset" => _desk.TryAsync(TransportBar.Place, _desk.Session.ResetAsync),
        "reseed" => _desk.TryAsync(TransportBar.Place, () => _desk.Session.ReseedAsync(Seeds.Next())),
        _ => Task.CompletedTask,
    };

    /// <summary>Called by the page when the run's journal has its first entry, or a new run has none.</summary>
    /// <param name="any">Whether there is one.</param>
    [JSInvokable]
    public void Journal(bool any)
    {
        _hasJournal = any;
        StateHasChanged();
    }

    /// <summary>Called while a handle of the schedule is dragged.</summary>
    /// <param name="id">The hyperparameter.</param>
    /// <param name="value">Its value under the pointer.</param>
    /// <returns>When the page shows what it would do.</returns>
    [JSInvokable]
    public Task PreviewHandle(string id, double value) => PreviewAsync((id, value));

    /// <summary>Called when a handle of the schedule was let go.</summary>
    /// <param name="id">The hyperparameter.</param>
    /// <param name="value">Its new value.</param>
    /// <returns>When it is in force.</returns>
    [JSInvokable]
    public async Task CommitHandle(string id, double value)
    {
        if (_desk is not null)
        {
            await _desk.RetuneAsync("rule", id, value);
            await ShowPreviewAsync(null);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
        {
            _session.Changed -= SessionChanged;
        }

        await _leaving.CancelAsync();
        await _watching;
        if (_page is not null)
        {
            await _page.DisposeAsync();
        }

        if (_bench is not null)
        {
            await _bench.DisposeAsync();
        }

        _receiver?.Dispose();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _session = Registry.Find(Id);
        if (_session is null)
        {
            return;
        }

        _receiver = DotNetObjectReference.Create(this);
        _desk = new LabDesk(_session);
        _desk.Changed += () => _ = InvokeAsync(StateHasChanged);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || _session is null)
        {
            return;
        }

        _session.Changed += SessionChanged;
        try
        {
            _bench = await JsBench.OpenAsync(Runtime, "lab");
            _watching = WatchAsync(_session, _bench);
            _page = await PictureHandle.OpenAsync(Runtime, "lab-page", "create", _root, new { bench = "lab", dotnet = _receiver });
        }
        catch (JSDisconnectedException)
        {
            // The page left while it was loading.
        }

        StateHasChanged();
    }

    private async Task WatchAsync(Session session, JsBench bench)
    {
        try
        {
            while (true)
            {
                CancellationToken down = await Connection.WhenUpAsync(_leaving.Token);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(_leaving.Token, down);
                try
                {
                    await FrameLoop.RunAsync(session, bench, both.Token);
                }
                catch (OperationCanceledException) when (!_leaving.IsCancellationRequested)
                {
                    // The connection broke off, or the page did not answer in time: what was on its way is lost.
                }
                catch (InvalidOperationException) when (down.IsCancellationRequested)
                {
                    // Sent after the connection broke off.
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or JSDisconnectedException or ObjectDisposedException)
        {
            // The page is gone.
        }
        catch (SettingException)
        {
            _desk = null;
            StateHasChanged();
        }
        catch (JSException exception)
        {
            Logger.LogError(exception, "The page of lab {Id} could not take a frame.", Id);
            _desk?.Fault(TransportBar.Place, "The page could not read what the server sent; reload it.");
        }
    }

    private void SessionChanged() => _ = InvokeAsync(StateHasChanged);

    private async Task PreviewAsync((string Id, double Value) edit)
    {
        if (_desk is null || _desk.RuleWaits)
        {
            return;
        }

        try
        {
            PlanPicture preview = PlanPicture.Preview(_desk.View, edit.Id, edit.Value);
            _scheduleFault = null;
            await ShowPreviewAsync(preview);
        }
        catch (SettingException exception)
        {
            _scheduleFault = exception.Message;
            await ShowPreviewAsync(null);
        }

        StateHasChanged();
    }

    private async Task ShowPreviewAsync(PlanPicture? preview)
    {
        if (preview is null && _desk?.FaultAt("rule") is null)
        {
            _scheduleFault = null;
        }

        if (_bench is not null)
        {
            await _bench.SetPlanPreviewAsync(preview, _leaving.Token);
        }
    }
}
