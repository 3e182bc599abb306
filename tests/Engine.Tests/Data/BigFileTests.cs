using System.Globalization;
using System.Text;
using PruningLab.Engine.Data;

namespace PruningLab.Engine.Tests.Data;

/// <summary>What reading and windowing cost per row, in bytes, so that long files stay affordable.</summary>
public sealed class BigFileTests
{
    private const int Columns = 7;
    private const int Few = 10_000;
    private const int Many = 40_000;

    [Fact]
    public void Read_LongerFile_AllocatesItsColumnsAtMostTwice()
    {
        byte[] few = Household(Few);
        byte[] many = Household(Many);
        Csv.Read(few);

        double perRow = (Allocated(() => Csv.Read(many)) - Allocated(() => Csv.Read(few))) / (double)(Many - Few);

        // A number per cell and a time, once while their count is an estimate and once in the end.
        Assert.InRange(perRow, 8 * (Columns + 1), (2.2 * 8 * (Columns + 1)) + 4);
    }

    [Theory]
    [InlineData(MissingValueRule.CarryForward, 8)]
    [InlineData(MissingValueRule.Interpolate, 8)]
    [InlineData(MissingValueRule.Drop, 8 + 8 + 4 + 1)] // a column, the times, the list of the rows that are left, the marks
    public void Build_LongerSeries_AllocatesTheWindowsRowsAndOneColumn(MissingValueRule rule, int beside)
    {
        Series few = Csv.Read(Household(Few));
        Series many = Csv.Read(Household(Many));
        DataSpec spec = new() { Missing = rule, Targets = ["Global_active_power"] };
        WindowBuilder.Build(few, spec);

        WindowSet? windows = null;
        double perRow = (Allocated(() => windows = WindowBuilder.Build(many, spec)) - Allocated(() => WindowBuilder.Build(few, spec))) / (double)(Many - Few);

        Assert.Equal(Columns, windows!.FeatureCount);
        Assert.InRange(perRow, 4 * Columns, (4 * (Columns + 1)) + beside + 1);
    }

    [Fact]
    public void Build_NothingMissing_SharesTheTimesAndCopiesNoColumn()
    {
        Series series = Csv.Read(Household(Few, missing: false));

        WindowSet windows = WindowBuilder.Build(series, new DataSpec { Targets = ["Global_active_power"] });

        Assert.Same(series.Timestamps, windows.Timestamps);
    }

    private static long Allocated(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static byte[] Household(int rows, bool missing = true)
    {
        StringBuilder text = new("Date;Time;Global_active_power;Global_reactive_power;Voltage;Global_intensity;Sub_metering_1;Sub_metering_2;Sub_metering_3\r\n");
        DateTime start = new(2006, 12, 16, 17, 24, 0);
        for (int row = 0; row < rows; row++)
        {
            text.Append(start.AddMinutes(row).ToString("d/M/yyyy;HH:mm:ss;", CultureInfo.InvariantCulture));
            text.Append(missing && row % 80 == 79 ? "?;?;?;?;?;?;\r\n" : string.Create(CultureInfo.InvariantCulture, $"{1 + (row % 7)}.216;0.41{row % 10};234.840;18.400;0.000;{row % 3}.000;17.000\r\n"));
        }
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
