using PruningLab.Engine.Experiments.Reports;
using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Tests.Experiments.Reports;

public sealed class ReportNumbersTests
{
    [Theory]
    [InlineData(0.2621, 0.0192, 3)]
    [InlineData(0.2621, 0.00192, 4)]
    [InlineData(0.2621, 0.9, 3)]
    [InlineData(17.698, 2.5, 1)]
    [InlineData(0.0808, 0.0000001, 5)]
    [InlineData(0.2621, double.NaN, 4)]
    public void Decimals_Interval_GivesTheDigitsItBears(double mean, double half, int expected) =>
        Assert.Equal(expected, ReportNumbers.Decimals(new SampleSummary(mean, double.NaN, mean - half, mean + half, 3)));

    [Theory]
    [InlineData(0.001246, "p = 0.0012")]
    [InlineData(0.03125, "p = 0.031")]
    [InlineData(0.2407, "p = 0.24")]
    [InlineData(1, "p = 1.00")]
    [InlineData(0.00099, "p < 0.001")]
    [InlineData(double.NaN, "p n/a")]
    public void P_Value_IsWrittenForReading(double p, string expected) => Assert.Equal(expected, ReportNumbers.P(p));

    [Theory]
    [InlineData(0.4213, "0.42 s")]
    [InlineData(12.34, "12.3 s")]
    [InlineData(245, "4 min 5 s")]
    [InlineData(3599.7, "1 h 0 min")]
    [InlineData(7980, "2 h 13 min")]
    [InlineData(273_600, "3 d 4 h")]
    [InlineData(double.NaN, "n/a")]
    public void Duration_Seconds_HaveTheirUnits(double seconds, string expected) => Assert.Equal(expected, ReportNumbers.Duration(seconds));

    [Theory]
    [InlineData(812, "812 B")]
    [InlineData(4301, "4.2 KiB")]
    [InlineData(12_900_000, "12.3 MiB")]
    [InlineData(double.NaN, "n/a")]
    public void Bytes_Amounts_HaveTheirUnits(double bytes, string expected) => Assert.Equal(expected, ReportNumbers.Bytes(bytes));

    [Theory]
    [InlineData(-0.00001, 3, "0.000")]
    [InlineData(-1234.5, 1, "−1,234.5")]
    [InlineData(double.NegativeInfinity, 1, "n/a")]
    public void Number_Signs_AreTrue(double value, int decimals, string expected) => Assert.Equal(expected, ReportNumbers.Number(value, decimals));
}
