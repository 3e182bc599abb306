using System.Globalization;
using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Sessions;

namespace PruningLab.Components.Panels;

/// <summary>The devices of this machine: how long a step of the run takes on each, measured when asked, and a button that has the
/// run go on there.</summary>
/// <remarks>Opened by any button whose <c>data-opens-dialog</c> is <see cref="Id"/>.</remarks>
public sealed partial class DeviceDialog : ComponentBase
{
    /// <summary>The dialog's id in the page.</summary>
    public const string Id = "device-dialog";

    private const string Place = "devices", Measuring = "*";

    private readonly string _titleId = ControlId.Next();
    private string? _busy;

    /// <summary>The desk.</summary>
    [Parameter, EditorRequired]
    public LabDesk Desk { get; set; } = default!;

    private DeviceReport? Report => Desk.View.DeviceComparison;

    private string InForce => Desk.View.Spec.Training.Device ?? DeviceId.Cpu;

    /// <summary>The device that the measurement recommends; null when the run is on it, or there is no clear difference.</summary>
    private DeviceTime? Faster => Report?.FasterThan(InForce);

    private string Verdict => _busy == Measuring ? "Measuring …"
        : Report is null ? "Not compared yet for this network and batch size."
        : Report.Sentence;

    private string How => Report is null ? string.Empty : string.Create(CultureInfo.InvariantCulture,
        $"After {(Report.Batch == 0 ? "no batch" : $"batch {Report.Batch:N0}")}: a step (forward, backward, optimiser) of {Report.BatchSize:N0} windows, best of several turns, on copies of weights and masks. What the rule does between the steps is not in the times. Training waited {Report.Paused / 1000:0.0} s.");

    private static string? Bare(DeviceTime? time) => time?.Milliseconds?.ToString("R", CultureInfo.InvariantCulture);

    private bool IsInUse(ComputeDevice device) => device.Id == InForce;

    /// <summary>The bar's length: the slowest device has the whole one.</summary>
    private string Width(DeviceTime? time)
    {
        double longest = Report?.Devices.Max(other => other.Milliseconds) ?? 0;
        return string.Create(CultureInfo.InvariantCulture, $"{(time?.Milliseconds is { } milliseconds && longest > 0 ? 100 * milliseconds / longest : 0):0.0}%");
    }

    private Task CompareAsync() => DoAsync(Measuring, () => Desk.TryAsync(Place, Desk.Session.CompareDevicesAsync));

    private Task MoveAsync(string device) => DoAsync(device, () => Desk.MoveAsync(Place, device));

    private async Task DoAsync(string what, Func<Task> act)
    {
        if (_busy is not null)
        {
            return;
        }

        _busy = what;
        StateHasChanged();
        await act();
        _busy = null;
        StateHasChanged();
    }
}
