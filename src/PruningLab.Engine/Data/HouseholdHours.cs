using System.Globalization;

namespace PruningLab.Engine.Data;

/// <summary>Turns the household's power, as others prepared it in sums over hours, into the means that gathering the original minutes
/// gives.</summary>
/// <remarks>
/// A sum is divided by the number of minutes that the hour has. That number is not in the file. It is 60 while the voltage's sum is
/// at least 60 · 223 V, because no minute of the original is lower; else it is the voltage's sum over the mean voltage of
/// the nearest full hour before (for want of one, after), rounded. So an hour that lacks up to about four minutes passes as full, and its
/// means are too small by as much. A voltage of 0 means that the hour has no data: its values are missing. The column
/// <c>sub_metering_4</c> is no part of the original (it is the active energy that the three meters leave) and goes.
/// </remarks>
internal static class HouseholdHours
{
    private const double Minutes = 60;
    private const double LowestVoltage = 223;
    private const string Voltage = "Voltage";
    private const string Added = "sub_metering_4";

    /// <summary>The series of means.</summary>
    public static Series ToMeans(Series sums)
    {
        int at = sums.IndexOf(Voltage);
        if (at < 0)
            return sums;
        ReadOnlySpan<double> voltage = sums.Column(at);
        double[] minutes = MinutesOf(voltage, out int partial, out int empty);
        int[] kept = [.. Enumerable.Range(0, sums.ColumnNames.Count).Where(i => !sums.ColumnNames[i].Equals(Added, StringComparison.OrdinalIgnoreCase))];
        double[][] means = [.. kept.Select(i => Divided(sums.Column(i), minutes))];
        string note = string.Create(CultureInfo.InvariantCulture,
            $"The file holds sums over hours, which were divided by 60 minutes; {partial} hours lack minutes, whose number was told from the voltage, and {empty} hours have no data.");
        return new Series(sums.Name, [.. kept.Select(i => sums.ColumnNames[i])], means, sums.Times, sums) { Notes = [.. sums.Notes, note] };
    }

    private static double[] MinutesOf(ReadOnlySpan<double> voltage, out int partial, out int empty)
    {
        double[] minutes = new double[voltage.Length];
        partial = 0;
        empty = 0;
        double reference = FirstFull(voltage);
        for (int i = 0; i < voltage.Length; i++)
        {
            if (!(voltage[i] > 0))
            {
                minutes[i] = double.NaN;
                empty++;
            }
            else if (voltage[i] >= Minutes * LowestVoltage)
            {
                minutes[i] = Minutes;
                reference = voltage[i] / Minutes;
            }
            else
            {
                minutes[i] = Math.Clamp(Math.Round(voltage[i] / reference), 1, Minutes);
                partial++;
            }
        }
        return minutes;
    }

    private static double FirstFull(ReadOnlySpan<double> voltage)
    {
        foreach (double sum in voltage)
        {
            if (sum >= Minutes * LowestVoltage)
                return sum / Minutes;
        }
        return LowestVoltage;
    }

    private static double[] Divided(ReadOnlySpan<double> sums, double[] minutes)
    {
        double[] means = new double[sums.Length];
        for (int i = 0; i < means.Length; i++)
            means[i] = sums[i] / minutes[i];
        return means;
    }
}
