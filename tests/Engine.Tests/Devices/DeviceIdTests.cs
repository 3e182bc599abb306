using PruningLab.Engine.Devices;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Devices;

public sealed class DeviceIdTests
{
    [Theory]
    [InlineData("cpu", 0)]
    [InlineData("torch-cpu", -1)]
    [InlineData("cuda:0", 1)]
    [InlineData("cuda:1", 2)]
    [InlineData("cuda:63", 64)]
    public void Number_OfAnId_AndBack(string id, double number)
    {
        Assert.Equal(number, DeviceId.Number(id));
        Assert.Equal(id, DeviceId.Of(number));
        Assert.True(DeviceId.IsKnown(id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("CPU")]
    [InlineData("cuda")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:+1")]
    [InlineData("cuda:01")]
    [InlineData("cuda: 1")]
    [InlineData("cuda:64")]
    [InlineData("cuda:99999999999")]
    [InlineData("CUDA:0")]
    public void Number_NoSuchId_SaysWhichThereAre(string id)
    {
        Assert.False(DeviceId.IsKnown(id));
        Assert.Equal(-1, DeviceId.Card(id));

        SettingException e = Assert.Throws<SettingException>(() => DeviceId.Number(id));

        Assert.Equal($"There is no device “{id}”; devices are called cpu, torch-cpu, cuda:0, cuda:1 and so on.", e.Message);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(0.5)]
    [InlineData(1.5)]
    [InlineData(65)]
    [InlineData(1e300)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Of_NoSuchNumber_SaysWhichThereAre(double number)
    {
        SettingException e = Assert.Throws<SettingException>(() => DeviceId.Of(number));

        Assert.StartsWith("There is no device number ", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("; devices are called cpu, torch-cpu, cuda:0, cuda:1 and so on.", e.Message, StringComparison.Ordinal);
    }
}
