using System.Globalization;
using PruningLab.Engine.Data;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Data;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0.5", -0.5)]
    [InlineData("+12", 12)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("1e3", 1000)]
    [InlineData("-1.0400000e-02", -0.0104)]
    [InlineData("0.1", 0.1)]
    [InlineData("2.8040000000000003", 2.8040000000000003)]
    [InlineData("123456789012345678901234567890", 123456789012345678901234567890.0)]
    [InlineData("\u22125", -5)]
    public void TryParse_Numbers_GiveTheNearestDouble(string text, double expected)
    {
        Assert.True(NumberText.TryParse(text, '.', out double value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+")]
    [InlineData(".")]
    [InlineData("abc")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("12a")]
    [InlineData("--1")]
    [InlineData("1e")]
    [InlineData("inf")]
    [InlineData("Infinity")]
    [InlineData("NaN")]
    [InlineData("1e999")]
    [InlineData("1 000")]
    public void TryParse_OtherTexts_AreRefused(string text)
    {
        Assert.False(NumberText.TryParse(text, '.', out double value));
        Assert.Equal(0, value);
    }

    [Fact]
    public void TryParse_DecimalComma_RefusesPoints()
    {
        Assert.True(NumberText.TryParse("-3,25", ',', out double value));
        Assert.Equal(-3.25, value);
        Assert.True(NumberText.TryParse("1,5e2", ',', out value));
        Assert.Equal(150, value);
        Assert.False(NumberText.TryParse("18.00", ',', out _));
        Assert.False(NumberText.TryParse("1.234,5", ',', out _));
    }

    [Theory]
    [InlineData("R")]
    [InlineData("F4")]
    [InlineData("E8")]
    [InlineData("G5")]
    public void TryParse_RandomNumbers_AgreeWithTheFrameworkToTheBit(string format)
    {
        RandomStream random = new(7);
        for (int i = 0; i < 20_000; i++)
        {
            double number = (random.NextSingle() - 0.5) * Math.Pow(10, random.NextInt32(30) - 10) * (1 + random.NextSingle());
            string text = number.ToString(format, CultureInfo.InvariantCulture);

            Assert.True(NumberText.TryParse(text, '.', out double value), text);
            Assert.Equal(
                BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)), BitConverter.DoubleToInt64Bits(value));
        }
    }
}
