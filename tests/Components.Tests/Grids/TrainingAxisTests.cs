using Bunit;
using PruningLab.Components.Grids;
using PruningLab.Components.Tests.Fakes;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Experiments.Grids;

namespace PruningLab.Components.Tests.Grids;

public sealed class TrainingAxisTests : BunitContext
{
    private GridSpec _spec = SmallGrids.Of(1, 1, 1, 1, 1);

    [Fact]
    public void Device_CpuAlone_IsNoChoice() => Assert.Empty(Show(DeviceList.CpuOnly).FindAll("[data-testid=axis-device]"));

    [Fact]
    public void Device_Chosen_IsTheGrids()
    {
        IRenderedComponent<TrainingAxis> axis = Show(new DeviceList([ComputeDevice.Cpu, TestCard.Device], ""));

        axis.Find("[data-testid=axis-device] select").Change("cuda:0");
        Assert.Equal("cuda:0", _spec.Training.Device);

        axis.Find("[data-testid=axis-device] select").Change("cpu");
        Assert.Null(_spec.Training.Device);
        Assert.Empty(axis.FindAll("[role=alert]"));
    }

    [Fact]
    public void Device_OfAnotherMachine_IsSaidInASentenceAndTheCpuIsOffered()
    {
        _spec = _spec with { Training = _spec.Training with { Device = "cuda:0" } };
        IRenderedComponent<TrainingAxis> axis = Show(DeviceList.CpuOnly);

        Assert.Equal($"There is no device “cuda:0” on this machine: choose cpu. {DeviceList.NotBuiltIn}", axis.Find("[role=alert]").TextContent);
        Assert.Equal("cuda:0 (not on this machine)", axis.Find("[data-testid=axis-device] option[selected]").TextContent);

        axis.Find("[data-testid=axis-device] select").Change("cpu");

        Assert.Null(_spec.Training.Device);
        Assert.Empty(axis.FindAll("[role=alert]"));
        Assert.Empty(axis.FindAll("[data-testid=axis-device]"));
    }

    private IRenderedComponent<TrainingAxis> Show(DeviceList devices)
    {
        IRenderedComponent<TrainingAxis>? axis = null;
        axis = Render<TrainingAxis>(parameters => parameters.Add(shown => shown.Devices, devices).Add(shown => shown.Spec, _spec).Add(shown => shown.OnChange, spec =>
        {
            _spec = spec;
            axis!.Render(again => again.Add(shown => shown.Spec, spec));
        }));
        return axis;
    }
}
