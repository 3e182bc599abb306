using PruningLab.Components.Panels;
using PruningLab.Components.Tests.Fakes;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Sessions;

namespace PruningLab.Components.Tests;

public sealed class DeviceWordsTests
{
    private static readonly ComputeDevice s_libtorch = new(DeviceId.TorchCpu, "CPU by libtorch") { Library = "libtorch 2.10.0" };
    private static readonly DeviceList s_one = new([ComputeDevice.Cpu, s_libtorch, TestCard.Device], "");
    private static readonly DeviceList s_twins = new([ComputeDevice.Cpu, TestCard.Device, TestCard.Device with { Id = DeviceId.Cuda(1) }], "");

    [Fact]
    public void NameOf_DevicesOfOneName_AreToldApartByTheirIds()
    {
        Assert.Equal(["CPU", "Test card (cuda:0)", "Test card (cuda:1)"], s_twins.All.Select(device => s_twins.NameOf(device.Id)));
        Assert.Equal("Test card", s_one.NameOf("cuda:0"));
        Assert.Equal(("CPU", "cuda:7"), (s_one.NameOf(null), s_one.NameOf("cuda:7")));
    }

    [Fact]
    public void Choices_OfASpecFromAnotherMachine_ListItsDeviceAsMissing()
    {
        Assert.Equal(["cpu", "torch-cpu", "cuda:0"], DeviceWords.Choices(s_one, null).Select(choice => choice.Value));
        Assert.Equal("cuda:7 (not on this machine)", DeviceWords.Choices(s_one, "cuda:7")[^1].Label);
    }

    [Theory]
    [InlineData(null, "CPU", "CPU")]
    [InlineData("torch-cpu", "torch", "torch")]
    [InlineData("cuda:0", "GPU", "GPU 0")]
    [InlineData("cuda:1", "GPU", "GPU 1")]
    public void Word_OfEachKind_IsShort(string? id, string withOneCard, string withTwo) =>
        Assert.Equal((withOneCard, withTwo), (DeviceWords.Word(s_one, id), DeviceWords.Word(s_twins, id)));

    [Theory]
    [InlineData(0.04321, "0.0432 ms")]
    [InlineData(1.536, "1.54 ms")]
    [InlineData(21.66, "21.7 ms")]
    [InlineData(1240.4, "1,240 ms")]
    public void Milliseconds_OfEachSize_HaveThreeFigures(double milliseconds, string expected) =>
        Assert.Equal(expected, DeviceTime.InWords(milliseconds));

    [Fact]
    public void Facts_OfACard_NameLibraryDriverAndMemory()
    {
        Assert.Equal("library 1.2 · driver 570.86 · 24.0 GiB", DeviceWords.FactsOf(s_one, "cuda:0"));
        Assert.Equal(("libtorch 2.10.0 · memory of the machine", ""), (DeviceWords.FactsOf(s_one, "torch-cpu"), DeviceWords.FactsOf(s_one, "cuda:7")));
    }
}
