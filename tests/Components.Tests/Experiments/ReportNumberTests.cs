using PruningLab.Components.Experiments;

namespace PruningLab.Components.Tests.Experiments;

public sealed class ReportNumberTests
{
    [Theory]
    [InlineData(0.26214, "0.2621")]
    [InlineData(-0.26214, "−0.2621")]
    [InlineData(17.698, "17.6980")]
    [InlineData(1234.5, "1,234.5000")]
    [InlineData(-0.00001, "0.0000")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.PositiveInfinity, "–")]
    public void Error_AnyNumber_HasFourDecimalsOrADash(double value, string expected) => Assert.Equal(expected, ReportNumber.Error(value));

    [Theory]
    [InlineData(0.0140596, "0.01")]
    [InlineData(0.0018598, "< 0.01")]
    [InlineData(46.2384, "46.24")]
    [InlineData(double.NaN, "–")]
    public void Seconds_AlsoOfAShortTraining_AreNotNothing(double value, string expected) => Assert.Equal(expected, ReportNumber.Seconds(value));

    [Theory]
    [InlineData(0.0123, "+0.0123")]
    [InlineData(-0.0123, "−0.0123")]
    [InlineData(0.00001, "0.0000")]
    [InlineData(double.NaN, "–")]
    public void Difference_AnyNumber_HasItsSignUnlessItRoundsToZero(double value, string expected) => Assert.Equal(expected, ReportNumber.Difference(value));

    [Theory]
    [InlineData(0.00004, "< 0.0001", "***")]
    [InlineData(0.0009, "= 0.0009", "***")]
    [InlineData(0.001, "= 0.0010", "**")]
    [InlineData(0.01, "= 0.0100", "*")]
    [InlineData(0.05, "= 0.0500", "")]
    [InlineData(1, "= 1.0000", "")]
    public void PValue_AtItsLimits_HasTheRightStars(double value, string equation, string stars) =>
        Assert.Equal((equation, stars), (ReportNumber.Equation(value), ReportNumber.Stars(value)));

    [Theory]
    [InlineData(12.34, "12.3 s")]
    [InlineData(135, "2 min 15 s")]
    [InlineData(18_720, "5 h 12 min")]
    [InlineData(double.NaN, "–")]
    public void Duration_AnyTime_IsForPeople(double seconds, string expected) => Assert.Equal(expected, ReportNumber.Duration(seconds));

    [Theory]
    [InlineData(0.012345, "0.0123")]
    [InlineData(12.345, "12.35")]
    [InlineData(431.26, "431.3")]
    [InlineData(54321.9, "54,322")]
    public void Significant_AnySize_KeepsAboutFourDigits(double value, string expected) => Assert.Equal(expected, ReportNumber.Significant(value));
}
