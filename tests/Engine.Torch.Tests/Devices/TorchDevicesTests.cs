using System.Runtime.InteropServices;
using PruningLab.Engine.Devices;

namespace PruningLab.Engine.Torch.Tests.Devices;

public sealed class TorchDevicesTests
{
    private const long Gibibyte = 1L << 30;
    private static readonly CudaCard _ada = new("NVIDIA GeForce RTX 4090", 24 * Gibibyte, new Version(8, 9));
    private static readonly CudaCard _maxwell = new("NVIDIA GeForce GTX 970", 4 * Gibibyte, new Version(5, 2));
    private static readonly CudaSurroundings _linux = new("cuda-linux", "Linux", Architecture.X64, null);
    private static readonly CudaDriverReport _noCard = FakeDriver.With();

    [Fact]
    public void Find_TwoCards_DescribesBoth()
    {
        CudaCard second = new("NVIDIA RTX A2000", 6 * Gibibyte, new Version(8, 6));

        DeviceList found = Find(new FakeLibrary { Cards = 2 }, FakeDriver.With(_ada, second));

        Assert.Equal(
        [
            new ComputeDevice("torch-cpu", "CPU by libtorch") { Library = "libtorch 2.10.0" },
            new ComputeDevice("cuda:0", "NVIDIA GeForce RTX 4090") { Memory = 24 * Gibibyte, Library = "libtorch 2.10.0, CUDA 12.8", Driver = "driver 570.86.15" },
            new ComputeDevice("cuda:1", "NVIDIA RTX A2000") { Memory = 6 * Gibibyte, Library = "libtorch 2.10.0, CUDA 12.8", Driver = "driver 570.86.15" },
        ], found.All);
        Assert.Empty(found.WhyNoCuda);
    }

    [Fact]
    public void Find_OneOfTwoCardsFails_OffersTheOtherUnderItsNumber()
    {
        FakeLibrary library = new() { Cards = 2, Wrong = { ["cuda:0"] = "no kernel image is available" } };

        DeviceList found = Find(library, FakeDriver.With(_maxwell, _ada));

        Assert.Equal(["torch-cpu", "cuda:1"], found.All.Select(device => device.Id));
        Assert.Equal("NVIDIA GeForce RTX 4090", found.All[1].Name);
        Assert.Empty(found.WhyNoCuda);
    }

    [Fact]
    public void Find_DriverLibraryIsSilent_OffersTheCardAllTheSame()
    {
        ComputeDevice card = Find(new FakeLibrary { Cards = 1 }, CudaDriverReport.None).All[1];

        Assert.Equal(new ComputeDevice("cuda:0", "NVIDIA card") { Library = "libtorch 2.10.0, CUDA 12.8" }, card);
    }

    [Fact]
    public void Find_DriverWithoutVersion_NamesTheCudaThatItSupports() =>
        Assert.Equal("driver for CUDA 12.8", Find(new FakeLibrary { Cards = 1 }, FakeDriver.With(_ada) with { Version = "" }).All[1].Driver);

    [Fact]
    public void Find_ProcessorFails_IsNotOffered() =>
        Assert.Empty(Find(new FakeLibrary { Wrong = { ["cpu"] = "a sum came out wrong" } }, CudaDriverReport.None).All);

    [Fact]
    public void Find_MoreCardsThanIds_TriesThoseWithIds()
    {
        FakeLibrary library = new() { Cards = 70 };

        _ = Find(library, FakeDriver.With(_ada));

        Assert.Equal("cuda:63", library.Tried[^1]);
    }

    [Fact]
    public void Find_BuildForTheProcessor_LeavesTheDriverAlone()
    {
        FakeDriver driver = new(FakeDriver.With(_ada));

        DeviceList found = new TorchDevices(new FakeLibrary(), driver, _linux with { Flavour = "cpu" }).Find();

        Assert.Equal(DeviceList.NotBuiltIn, found.WhyNoCuda);
        Assert.Equal("torch-cpu", Assert.Single(found.All).Id);
        Assert.Equal(0, driver.Looks);
    }

    [Theory]
    [InlineData("cuda-windows", "Linux", "Graphics cards are not offered because this build is for Windows and this is Linux: build with -p:Torch=cuda-linux.")]
    [InlineData("cuda-linux", "Windows", "Graphics cards are not offered because this build is for Linux and this is Windows: build with -p:Torch=cuda-windows.")]
    public void WhyNoCuda_OtherOperatingSystem_NamesTheRightBuild(string flavour, string platform, string sentence)
    {
        CudaSurroundings here = _linux with { Flavour = flavour, Platform = platform };

        Assert.Equal(sentence, Find(new FakeLibrary(), FakeDriver.With(_ada), here).WhyNoCuda);
        Assert.Equal(sentence, Find(new FakeLibrary { Failure = "the library LibTorchSharp is missing" }, FakeDriver.With(_ada), here).WhyNoCuda);
    }

    [Theory]
    [InlineData("this operating system", Architecture.Arm64)]
    [InlineData("Linux", Architecture.Arm64)]
    public void WhyNoCuda_MachineWithoutPackages_SaysForWhichThereAre(string platform, Architecture processor) =>
        Assert.Equal(
            $"Graphics cards are not offered because TorchSharp has them for Windows and Linux on x64 processors only, not for {platform} on Arm64: train on the processor.",
            Find(new FakeLibrary { Failure = "the library LibTorchSharp is missing" }, CudaDriverReport.None, _linux with { Platform = platform, Processor = processor }).WhyNoCuda);

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda-linux")]
    public void WhyNoCuda_LibtorchNotLoaded_SaysWhatTheLoaderSays(string flavour)
    {
        FakeLibrary library = new() { Failure = "libtorch_cpu.so: cannot open shared object file" };

        DeviceList found = Find(library, FakeDriver.With(_ada), _linux with { Flavour = flavour });

        Assert.Empty(found.All);
        Assert.Empty(library.Tried);
        Assert.Equal($"Neither graphics cards nor torch-cpu are offered because libtorch could not be loaded (libtorch_cpu.so: cannot open shared object file): build again with -p:Torch={flavour} and copy the whole folder if the build is to run elsewhere.", found.WhyNoCuda);
    }

    [Fact]
    public void WhyNoCuda_NoDriver_AsksForOne() => AssertReason(CudaDriverReport.None,
        $"Graphics cards are not offered because no NVIDIA driver was found ({CudaFunctions.FileName} is missing): install version 525 or newer, or give the container access to the card.");

    [Fact]
    public void WhyNoCuda_NoDriverOnWindows_AsksForTheFirstThatDoesThere() => Assert.Contains(
        ": install version 528 or newer",
        Find(new FakeLibrary(), CudaDriverReport.None, _linux with { Flavour = "cuda-windows", Platform = "Windows" }).WhyNoCuda, StringComparison.Ordinal);

    [Fact]
    public void WhyNoCuda_DriverDoesNotStart_SaysItsError() => AssertReason(
        _noCard with { Failure = "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH, system has unsupported display driver" },
        "Graphics cards are not offered because the NVIDIA driver 570.86.15 does not start (CUDA_ERROR_SYSTEM_DRIVER_MISMATCH, system has unsupported display driver): restart the machine, and install the driver again if that does not help.");

    [Theory]
    [InlineData("470.256.02", "Graphics cards are not offered because the NVIDIA driver 470.256.02 supports CUDA 11.4 and libtorch 2.10.0 for CUDA 12.8 needs CUDA 12.0 or newer: update the driver to version 525 or newer.")]
    [InlineData("", "Graphics cards are not offered because the NVIDIA driver supports CUDA 11.4 and libtorch 2.10.0 for CUDA 12.8 needs CUDA 12.0 or newer: update the driver to version 525 or newer.")]
    public void WhyNoCuda_DriverTooOld_SaysBothVersions(string version, string sentence) =>
        AssertReason(FakeDriver.With(_ada) with { Version = version, Cuda = new Version(11, 4) }, sentence);

    [Fact]
    public void WhyNoCuda_NoCard_AsksToLook() => AssertReason(_noCard,
        "Graphics cards are not offered because the NVIDIA driver 570.86.15 finds no card: see with nvidia-smi whether the card is there, and give the container access to it if this is one.");

    [Theory]
    [InlineData("-1")]
    [InlineData("")]
    public void WhyNoCuda_CardsHidden_NamesTheVariable(string visible) => Assert.Equal(
        $"Graphics cards are not offered because the NVIDIA driver 570.86.15 finds no card while the variable CUDA_VISIBLE_DEVICES is “{visible}”: unset it or name a card in it, and start again.",
        Find(new FakeLibrary(), _noCard, _linux with { VisibleDevices = visible }).WhyNoCuda);

    [Theory]
    [InlineData(12, 0)]
    [InlineData(13, 0)]
    public void WhyNoCuda_OnlyLibtorchSaysNo_NamesDriverAndCards(int major, int minor) =>
        AssertReason(FakeDriver.With(_ada, _maxwell) with { Cuda = new Version(major, minor) },
            "Graphics cards are not offered because libtorch 2.10.0 for CUDA 12.8 says that CUDA is not available, although the NVIDIA driver 570.86.15 has NVIDIA GeForce RTX 4090 and NVIDIA GeForce GTX 970: restart the machine, and update the driver if that does not help.");

    [Fact]
    public void WhyNoCuda_PartForCudaNotLoaded_SaysWhatTheLoaderSays() => Assert.Equal(
        "Graphics cards are not offered because libtorch's part for CUDA could not be loaded (libcudnn.so.9: cannot open shared object file): build again with -p:Torch=cuda-linux and copy the whole folder if the build is to run elsewhere.",
        Find(new FakeLibrary { CudaFailure = "libcudnn.so.9: cannot open shared object file" }, FakeDriver.With(_ada)).WhyNoCuda);

    [Fact]
    public void WhyNoCuda_CardTooOld_SaysItsCapability() => Assert.Equal(
        "Graphics cards are not offered because a trial computation failed on NVIDIA GeForce GTX 970 (cuda:0: its compute capability 5.2 is below 7.0, the lowest that libtorch 2.10.0 for CUDA 12.8 is built for): train on the processor, or with a newer card.",
        Find(new FakeLibrary { Cards = 1, Wrong = { ["cuda:0"] = "CUDA error: no kernel image is available" } }, FakeDriver.With(_maxwell)).WhyNoCuda);

    [Fact]
    public void WhyNoCuda_TrialsFail_SaysWhatWentWrongOnEach() => Assert.Equal(
        "Graphics cards are not offered because a trial computation failed on NVIDIA GeForce RTX 4090 (cuda:0: CUDA out of memory) and NVIDIA card (cuda:1: CUDA error: unspecified launch failure): update the driver, end other programs that use the card, and start again.",
        Find(new FakeLibrary { Cards = 2, Wrong = { ["cuda:0"] = "CUDA out of memory", ["cuda:1"] = "CUDA error: unspecified launch failure" } }, FakeDriver.With(_ada)).WhyNoCuda);

    [Fact]
    public void Read_MemoryOfACard_AsksForItsNumber() =>
        Assert.Equal((1003, 2003), new CardMemory(new FakeDriver(_noCard), 3).Read());

    private static DeviceList Find(FakeLibrary library, CudaDriverReport driver, CudaSurroundings? here = null) =>
        new TorchDevices(library, new FakeDriver(driver), here ?? _linux).Find();

    private static void AssertReason(CudaDriverReport driver, string sentence) =>
        Assert.Equal(sentence, Find(new FakeLibrary(), driver).WhyNoCuda);
}
