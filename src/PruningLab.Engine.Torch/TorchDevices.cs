using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Torch;

[assembly: DeviceSource(typeof(TorchDevices))]

namespace PruningLab.Engine.Torch;

/// <summary>The devices that libtorch can compute on here: the processor and NVIDIA's graphics cards.</summary>
/// <remarks>A device is offered when a small computation on it gave the right result, whatever the build and the driver say of
/// themselves; those are asked for names and numbers, and for the reason when no card works.</remarks>
public sealed class TorchDevices : IDeviceSource
{
    private readonly ITorchLibrary _library;
    private readonly ICudaDriver _driver;
    private readonly CudaSurroundings _here;

    /// <summary>Those of this machine; they are looked for by <see cref="Find"/>.</summary>
    public TorchDevices()
        : this(new TorchLibrary(), new CudaDriver(), CudaSurroundings.Here())
    {
    }

    /// <summary>Those of other parts.</summary>
    /// <param name="library">libtorch.</param>
    /// <param name="driver">NVIDIA's driver.</param>
    /// <param name="here">Build and machine.</param>
    internal TorchDevices(ITorchLibrary library, ICudaDriver driver, CudaSurroundings here) =>
        (_library, _driver, _here) = (library, driver, here);

    /// <inheritdoc/>
    /// <remarks>Loads libtorch, which takes seconds and stays loaded. On each card libtorch keeps what the trial needed; the
    /// variable <c>CUDA_VISIBLE_DEVICES</c> keeps it off a card.</remarks>
    public DeviceList Find()
    {
        if (_library.Load() is { } reason)
        {
            return new DeviceList([], CudaReason.NotLoaded(_here, reason));
        }
        string library = $"libtorch {_library.Version}";
        List<ComputeDevice> found = [];
        if (_library.Try("cpu") is null)
        {
            found.Add(new ComputeDevice(DeviceId.TorchCpu, "CPU by libtorch") { Library = library });
        }
        return new DeviceList(found, FindCards(library, found));
    }

    /// <inheritdoc/>
    public IBackend Open(ComputeDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        int card = DeviceId.Card(device.Id);
        return new TorchBackend(device, card < 0 ? new MachineMemory() : new CardMemory(_driver, card));
    }

    /// <summary>Adds the cards that work; returns why there are none.</summary>
    private string FindCards(string library, List<ComputeDevice> found)
    {
        int count = Math.Min(_library.CountCards(), DeviceId.MaxCard + 1);
        // A build for the processor need not load the driver.
        if (count == 0 && CudaReason.BuiltForAnother(_here) is { } another)
        {
            return another;
        }
        CudaDriverReport driver = _driver.Look();
        string libraryForCuda = $"{library} for CUDA {CudaReason.LibraryCuda}";
        if (count == 0)
        {
            return CudaReason.NoDriver(_here, driver, libraryForCuda)
                ?? CudaReason.NotAvailable(_here, driver, libraryForCuda, _library.WhyNoCuda());
        }
        List<(string Id, CudaCard Card, string Reason)> failures = [];
        bool works = false;
        for (int i = 0; i < count; i++)
        {
            string id = DeviceId.Cuda(i);
            CudaCard card = Named(i < driver.Cards.Count ? driver.Cards[i] : null);
            if (_library.Try(id) is { } reason)
            {
                failures.Add((id, card, reason));
                continue;
            }
            works = true;
            found.Add(new ComputeDevice(id, card.Name)
            {
                Memory = card.Memory,
                Library = $"{library}, CUDA {CudaReason.LibraryCuda}",
                Driver = driver.Version.Length > 0 ? $"driver {driver.Version}" : driver.Cuda is { } cuda ? $"driver for CUDA {cuda}" : "",
            });
        }
        return works ? "" : CudaReason.AllFailed(failures, libraryForCuda);
    }

    private static CudaCard Named(CudaCard? card) =>
        card is null ? new CudaCard("NVIDIA card", 0, null) : card.Name.Length > 0 ? card : card with { Name = "NVIDIA card" };
}
