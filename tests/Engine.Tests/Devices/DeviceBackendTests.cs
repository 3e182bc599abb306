using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Devices;

public sealed class DeviceBackendTests
{
    [Fact]
    public void Devices_OfAMachineWithACard_AreTheProcessorFirst()
    {
        FakeDevices card = new();
        DeviceBackend machine = card.Machine();
        Assert.Equal(0, card.Looks);

        Assert.Equal(["cpu", "cuda:0"], machine.Devices.All.Select(device => device.Id));
        Assert.Equal("", machine.Devices.WhyNoCuda);
        _ = machine.Devices;
        Assert.Equal(1, card.Looks);
    }

    [Fact]
    public void Open_ForTheProcessor_LooksForNoOther()
    {
        FakeDevices card = new();
        DeviceBackend machine = card.Machine();

        Assert.IsType<ManagedBackend>(machine.Open(null));
        Assert.IsType<ManagedBackend>(machine.Open("cpu"));
        Assert.Equal(0, card.Looks);
    }

    [Fact]
    public void Open_ACard_GivesTheSameBackendEachTime()
    {
        DeviceBackend machine = new FakeDevices().Machine();

        IBackend card = machine.Open("cuda:0");

        Assert.Equal("Fake card", card.Name);
        Assert.Same(card, machine.Open("cuda:0"));
    }

    [Fact]
    public void Open_ACardThatIsNotThere_SaysWhichThereAre()
    {
        SettingException e = Assert.Throws<SettingException>(() => new FakeDevices().Machine().Open("cuda:1"));

        Assert.Equal("There is no device “cuda:1” on this machine: choose cpu or cuda:0.", e.Message);
    }

    [Fact]
    public void Open_ACardWhereNoneWorks_SaysWhy()
    {
        FakeDevices none = new() { All = [new ComputeDevice(DeviceId.TorchCpu, "libtorch") { Library = "fake 1" }], WhyNoCuda = "There is no driver." };

        SettingException e = Assert.Throws<SettingException>(() => none.Machine().Open("cuda:0"));

        Assert.Equal("There is no device “cuda:0” on this machine: choose cpu or torch-cpu. There is no driver.", e.Message);
    }

    [Fact]
    public void Open_TorchOnTheProcessorWhereItIsNot_SaysNothingOfCards()
    {
        IBackend managed = new ManagedBackend();

        SettingException e = Assert.Throws<SettingException>(() => managed.Open("torch-cpu"));

        Assert.Equal("There is no device “torch-cpu” on this machine: choose cpu.", e.Message);
        Assert.Same(managed, managed.Open("cpu"));
    }

    [Fact]
    public void Find_WithoutTheLibrary_HasTheProcessorAlone()
    {
        DeviceBackend machine = DeviceBackend.Find(new ManagedBackend());

        Assert.Equal(DeviceList.CpuOnly, machine.Devices);
        Assert.Equal([ComputeDevice.Cpu], machine.Devices.All);
        SettingException e = Assert.Throws<SettingException>(() => machine.Open("cuda:0"));
        Assert.EndsWith(DeviceList.NotBuiltIn, e.Message, StringComparison.Ordinal);
    }
}
