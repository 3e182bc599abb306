namespace PruningLab.Engine.Tests.Data;

/// <summary>Tests of the test helper.</summary>
public sealed class CsvHelperTests
{
    [Theory]
    [InlineData("test.csv, line 3: this is wrong, do that.", true)]
    [InlineData("test.csv, line 3: this is wrong", false)]
    [InlineData("test.csv is wrong. Do that.", false)]
    [InlineData("test.csv is\nwrong, do that.", false)]
    [InlineData("test.csv is wrong, do that..", false)]
    [InlineData("", false)]
    public void IsOneSentence_Messages_AreJudged(string message, bool expected) =>
        Assert.Equal(expected, Csv.IsOneSentence(message));
}
