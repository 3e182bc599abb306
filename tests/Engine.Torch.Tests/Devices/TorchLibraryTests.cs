using PruningLab.Engine.Devices;

namespace PruningLab.Engine.Torch.Tests.Devices;

public sealed class TorchLibraryTests
{
    [Fact]
    public void Find_ThisMachine_OffersTheProcessor()
    {
        DeviceList found = new TorchDevices().Find();

        ComputeDevice cpu = Assert.Single(found.All, device => device.Id == DeviceId.TorchCpu);
        Assert.Matches(@"^libtorch \d+\.\d+\.\d+$", cpu.Library);
        Assert.Equal(found.All.Any(device => DeviceId.Card(device.Id) >= 0), found.WhyNoCuda.Length == 0);
    }

    [Fact]
    public void Try_UnknownDevice_SaysInOneLineWhatIsWrong()
    {
        TorchLibrary library = new();

        Assert.Null(library.Load());
        Assert.Null(library.Try("cpu"));
        string wrong = Assert.IsType<string>(library.Try("cuda:63"));
        Assert.DoesNotContain('\n', wrong);
        Assert.NotEmpty(wrong);
    }

    [Theory]
    [InlineData("libtorch_cpu.so: cannot open shared object file: No such file or directory", "libtorch_cpu.so: cannot open shared object file: No such file or directory")]
    [InlineData("/opt/lab/libLibTorchSharp.so: invalid ELF header", "libLibTorchSharp.so: invalid ELF header")]
    [InlineData("/lib/libc.so.6: version `GLIBC_2.38' not found (required by /opt/lab/libLibTorchSharp.so)", "libc.so.6: version `GLIBC_2.38' not found (required by libLibTorchSharp.so)")]
    [InlineData("/opt/lab/LibTorchSharp: cannot open shared object file: No such file or directory", "the library LibTorchSharp is missing")]
    public void ReasonOfLoader_ManyPlaces_PicksTheTellingLine(string line, string reason) =>
        Assert.Equal(reason, TorchLibrary.ReasonOfLoader("LibTorchSharp", $"""
            Unable to load shared library 'LibTorchSharp' or one of its dependencies. In order to help diagnose loading problems, consider setting the LD_DEBUG environment variable:
            /usr/share/dotnet/LibTorchSharp.so: cannot open shared object file: No such file or directory
            /opt/lab/libLibTorchSharp: cannot open shared object file: No such file or directory
            {line}
            /opt/my lab/libLibTorchSharp.so: cannot open shared object file: No such file or directory

            """));

    [Fact]
    public void ReasonOfLoader_OneLine_IsTheLine() => Assert.Equal(
        "Unable to load DLL 'LibTorchSharp' or one of its dependencies: The specified module could not be found",
        TorchLibrary.ReasonOfLoader("LibTorchSharp", "Unable to load DLL 'LibTorchSharp' or one of its dependencies: The specified module could not be found. (0x8007007E)"));

    [Theory]
    [InlineData("CUDA error: no kernel image is available for execution on the device\nCUDA kernel errors might be reported later\n", "CUDA error: no kernel image is available for execution on the device")]
    [InlineData("  Expected one of cpu, cuda.\r\nException raised from c10", "Expected one of cpu, cuda")]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 MiB. GPU 0 has 3 MiB free.\n", "CUDA out of memory")]
    public void FirstSentence_MessageOfLibtorch_LeavesTheRestOut(string message, string line) =>
        Assert.Equal(line, TorchLibrary.FirstSentence(message));

    [Fact]
    public void FirstSentence_LongLine_IsCut()
    {
        string line = TorchLibrary.FirstSentence(new string('a', 500));

        Assert.Equal($"{new string('a', 159)}…", line);
    }
}
