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

    [Fact]
    public void ReasonOfLoader_DependencyMissing_NamesItWithoutFolders() =>
        Assert.Equal("libtorch_cpu.so: cannot open shared object file: No such file or directory", TorchLibrary.ReasonOfLoader("""
            Unable to load shared library 'LibTorchSharp' or one of its dependencies. In order to help diagnose loading problems, consider using a tool like strace. If you're using glibc, consider setting the LD_DEBUG environment variable: 
            libtorch_cpu.so: cannot open shared object file: No such file or directory
            /home/a b/bin/LibTorchSharp.so: cannot open shared object file: No such file or directory
            """));
}
