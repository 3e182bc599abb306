using System.Globalization;
using System.Runtime.InteropServices;
using PruningLab.Engine.Devices;

namespace PruningLab.Engine.Torch;

/// <summary>Why no graphics card is offered: one sentence for each case, which ends with what to do.</summary>
/// <remarks>
/// Sources for the limits. Driver: programs built with any CUDA 12.x run on drivers of version 525 on, on Windows 528
/// (CUDA Toolkit Release Notes, minimum required driver version for CUDA minor version compatibility). Cards: libtorch 2.10 for CUDA 12.8 has code for compute capabilities 7.0
/// to 12.0 (PyTorch, RELEASE.md, CUDA Support Matrix for releases 2.9 and 2.10).
/// </remarks>
internal static class CudaReason
{
    /// <summary>The CUDA that libtorch in the packages of TorchSharp 0.106.0 is built with; TorchSharp does not tell.</summary>
    public static Version LibraryCuda { get; } = new(12, 8);

    private static readonly Version _oldestCuda = new(12, 0);
    private static readonly Version _lowestCapability = new(7, 0);
    private const string Start = "Graphics cards are not offered because ";

    /// <summary>libtorch could not be loaded.</summary>
    /// <param name="here">Build and machine.</param>
    /// <param name="reason">What the loader says.</param>
    public static string NotLoaded(CudaSurroundings here, string reason) => (here.Flavour == "cpu" ? null : BuiltForAnother(here))
        ?? $"Neither graphics cards nor torch-cpu are offered because libtorch could not be loaded ({reason}): build again with -p:Torch={here.Flavour} and copy the whole folder if the build is to run elsewhere.";

    /// <summary>The build is for another machine than this one, or has no CUDA; null when it is the right one.</summary>
    /// <param name="here">Build and machine.</param>
    public static string? BuiltForAnother(CudaSurroundings here)
    {
        if (here.Platform is not ("Linux" or "Windows") || here.Processor != Architecture.X64)
        {
            return $"{Start}TorchSharp has them for Windows and Linux on x64 processors only, not for {here.Platform} on {here.Processor}: train on the processor.";
        }
        if (here.Flavour == "cpu")
        {
            return DeviceList.NotBuiltIn;
        }
        string right = here.Platform == "Windows" ? "cuda-windows" : "cuda-linux";
        return here.Flavour == right
            ? null
            : $"{Start}this build is for {(right == "cuda-linux" ? "Windows" : "Linux")} and this is {here.Platform}: build with -p:Torch={right}.";
    }

    /// <summary>There is no driver, or it does not start, is too old or has no card; null when all that is well.</summary>
    /// <param name="here">Build and machine.</param>
    /// <param name="driver">The driver.</param>
    /// <param name="library">libtorch with its version.</param>
    public static string? NoDriver(CudaSurroundings here, CudaDriverReport driver, string library)
    {
        if (!driver.Found)
        {
            return $"{Start}no NVIDIA driver was found ({CudaFunctions.FileName} is missing): install version {OldestDriver(here)} or newer, or give the container access to the card.";
        }
        if (driver.Failure.Length > 0)
        {
            return $"{Start}{Driver(driver)} does not start ({driver.Failure}): restart the machine, and install the driver again if that does not help.";
        }
        if (driver.Cuda is { } cuda && cuda < _oldestCuda)
        {
            return $"{Start}{Driver(driver)} supports CUDA {cuda} and {library} needs CUDA {_oldestCuda} or newer: update the driver to version {OldestDriver(here)} or newer.";
        }
        if (driver.Cards.Count > 0)
        {
            return null;
        }
        return here.VisibleDevices is { } visible
            ? $"{Start}{Driver(driver)} finds no card while the variable CUDA_VISIBLE_DEVICES is “{visible}”: unset it or name a card in it, and start again."
            : $"{Start}{Driver(driver)} finds no card: see with nvidia-smi whether the card is there, and give the container access to it if this is one.";
    }

    /// <summary>Driver and cards are there, but libtorch sees none.</summary>
    /// <param name="here">Build and machine.</param>
    /// <param name="driver">The driver.</param>
    /// <param name="library">libtorch with its version.</param>
    /// <param name="notLoaded">Why libtorch's part for CUDA cannot be loaded; null when it can.</param>
    public static string NotAvailable(CudaSurroundings here, CudaDriverReport driver, string library, string? notLoaded) => notLoaded is null
        ? $"{Start}{library} says that CUDA is not available, although {Driver(driver)} has {Names(driver.Cards)}: restart the machine, and update the driver if that does not help."
        : $"{Start}libtorch's part for CUDA could not be loaded ({notLoaded}): build again with -p:Torch={here.Flavour} and copy the whole folder if the build is to run elsewhere.";

    /// <summary>Every card failed at a trial computation.</summary>
    /// <param name="failures">Ids, cards and what went wrong.</param>
    /// <param name="library">libtorch with its version.</param>
    public static string AllFailed(IReadOnlyList<(string Id, CudaCard Card, string Reason)> failures, string library)
    {
        string what = string.Join(" and ", failures.Select(failure => $"{failure.Card.Name} ({failure.Id}: {Cause(failure.Card, failure.Reason, library)})"));
        string then = failures.All(failure => IsTooOld(failure.Card))
            ? "train on the processor, or with a newer card"
            : "update the driver, end other programs that use the card, and start again";
        return $"{Start}a trial computation failed on {what}: {then}.";
    }

    /// <summary>The oldest driver that CUDA 12 runs on.</summary>
    private static int OldestDriver(CudaSurroundings here) => here.Platform == "Windows" ? 528 : 525;

    /// <summary>The driver with its version.</summary>
    /// <param name="driver">The driver.</param>
    private static string Driver(CudaDriverReport driver) => driver.Version.Length > 0 ? $"the NVIDIA driver {driver.Version}" : "the NVIDIA driver";

    private static string Cause(CudaCard card, string reason, string library) => IsTooOld(card)
        ? string.Create(CultureInfo.InvariantCulture, $"its compute capability {card.Capability} is below {_lowestCapability}, the lowest that {library} is built for")
        : reason;

    private static bool IsTooOld(CudaCard card) => card.Capability is { } capability && capability < _lowestCapability;

    private static string Names(IReadOnlyList<CudaCard> cards) => string.Join(" and ", cards.Select(card => card.Name));
}
