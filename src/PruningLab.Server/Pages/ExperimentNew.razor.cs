using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;
using PruningLab.Components.Controls;
using PruningLab.Components.Grids;
using PruningLab.Components.Interop;
using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;
using PruningLab.Server.Experiments;

namespace PruningLab.Server.Pages;

/// <summary>Sets a grid up: from a preset, a file, or by hand.</summary>
public sealed partial class ExperimentNew : ComponentBase, IAsyncDisposable
{
    private const string OwnFile = "file";
    private const long MostBytes = 4 * 1024 * 1024;

    private ElementReference _root;
    private PictureHandle? _page;
    private IReadOnlyList<CatalogueEntry> _entries = [];
    private DeviceList _devices = DeviceList.CpuOnly;
    private Choice[] _presets = [.. GridPreset.All.Select(preset => new Choice(preset.Id, preset.Name, preset.Explanation))];
    private string _preset = GridPreset.Small.Id;
    private string _explanation = GridPreset.Small.Explanation;
    private GridSpec _spec = GridPreset.Small.Spec;
    private int _generation;
    private int? _jobs;
    private string? _fault;
    private string? _refusal;
    private string? _uploadFault;
    private TimeSpan? _estimate;
    private int _workers = GridServiceOptions.DefaultWorkers;
    private bool _isBusy;

    /// <summary>The preset to start from, by its id; null for the small one.</summary>
    [SupplyParameterFromQuery(Name = "preset")]
    public string? Preset { get; set; }

    [Inject]
    private GridService Grids { get; set; } = default!;

    [Inject]
    private DataCatalogue Catalogue { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IJSRuntime Runtime { get; set; } = default!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_page is not null)
        {
            await _page.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        try
        {
            _entries = Catalogue.Entries;
        }
        catch (DataException exception)
        {
            _refusal = exception.Message;
        }

        _devices = await Task.Run(() => Grids.Devices);
        if (GridPreset.All.FirstOrDefault(preset => preset.Id == Preset) is { } chosen)
        {
            (_preset, _explanation, _spec) = (chosen.Id, chosen.Explanation, chosen.Spec);
        }

        await ChangeAsync(_spec);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _page = await PictureHandle.OpenAsync(Runtime, "grid-page", "create", _root, new { });
        }
    }

    private static string? NameFault(string name) =>
        name.Length == 0 ? "The experiment needs a name." : name.Length > 100 ? "The name must not be longer than 100 letters." : null;

    private Task StartFrom(string id)
    {
        if (GridPreset.All.FirstOrDefault(preset => preset.Id == id) is not { } chosen)
        {
            return Task.CompletedTask;
        }

        (_preset, _explanation) = (chosen.Id, chosen.Explanation);
        return ReplaceAsync(chosen.Spec);
    }

    private Task ReplaceAsync(GridSpec spec)
    {
        // Controls that kept what was typed into them belong to the grid before.
        _generation++;
        _uploadFault = null;
        return ChangeAsync(spec);
    }

    private async Task UploadAsync(InputFileChangeEventArgs change)
    {
        try
        {
            if (change.File.Size > MostBytes)
            {
                throw new SettingException(FormattableString.Invariant($"{change.File.Name}: the file has {change.File.Size / 1024d / 1024:0.0} MB where a grid of at most {MostBytes / 1024 / 1024} MB was expected."));
            }

            using StreamReader reader = new(change.File.OpenReadStream(MostBytes));
            GridSpec spec = GridSpec.FromJson(await reader.ReadToEndAsync());
            _presets = [.. _presets.Where(preset => preset.Value != OwnFile), new Choice(OwnFile, change.File.Name)];
            (_preset, _explanation) = (OwnFile, $"Read from {change.File.Name}.");
            await ReplaceAsync(spec);
        }
        catch (SettingException exception)
        {
            _uploadFault = exception.Message.StartsWith(change.File.Name, StringComparison.Ordinal) ? exception.Message : $"{change.File.Name}: {exception.Message}";
        }
        catch (IOException)
        {
            _uploadFault = $"{change.File.Name}: the file could not be sent; choose it again.";
        }
    }

    /// <summary>Takes a changed grid and looks, off the page's thread, whether it can be and how long it takes.</summary>
    private async Task ChangeAsync(GridSpec spec)
    {
        (_spec, _refusal) = (spec, null);
        (int? jobs, string? fault, TimeSpan? estimate) = await Task.Run(() => Check(spec, _workers));
        if (ReferenceEquals(spec, _spec))
        {
            (_jobs, _fault, _estimate) = (jobs, fault, estimate);
        }
    }

    private (int? Jobs, string? Fault, TimeSpan? Estimate) Check(GridSpec spec, int workers)
    {
        if (GridDraft.Missing(spec) is { } missing)
        {
            return (null, missing, null);
        }

        string[] gone = [.. spec.Data.Where(data => _entries.FirstOrDefault(entry => entry.Id == data.Spec.Source) is not { Bytes: > 0 }).Select(data => data.Name)];
        if (gone.Length > 0)
        {
            return (null, $"There is no file here for {string.Join(", ", gone)}: put it into the data folder, or leave it out.", null);
        }

        try
        {
            _ = Grids.Devices.Find(spec.Training.Device ?? DeviceId.Cpu);
            IReadOnlyList<GridJob> jobs = GridPlan.Of(spec, RuleCatalogue.Default);
            return (jobs.Count, null, Grids.Estimate(jobs, workers));
        }
        catch (SettingException exception)
        {
            return (null, exception.Message, null);
        }
    }

    private Task SetWorkersAsync(int workers)
    {
        _workers = workers;
        return ChangeAsync(_spec);
    }

    private async Task CreateAsync(bool starts)
    {
        (_isBusy, _refusal) = (true, null);
        try
        {
            GridSpec spec = _spec;
            GridEntry entry = await Task.Run(() => Grids.Create(spec));
            string address = $"/experiments/{Uri.EscapeDataString(entry.Slug)}";
            if (starts)
            {
                try
                {
                    Grids.Start(entry, _workers);
                }
                catch (SettingException)
                {
                    // Another one runs: the page of this one has the button and says why it must wait.
                    address += "?waits=true";
                }
            }

            Navigation.NavigateTo(address);
        }
        catch (Exception exception) when (exception is SettingException or GridStoreException)
        {
            (_isBusy, _refusal) = (false, exception.Message);
        }
    }
}
