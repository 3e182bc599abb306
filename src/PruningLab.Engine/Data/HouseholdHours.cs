using System.Globalization;

namespace PruningLab.Engine.Data;

/// <summary>Turns the household's power, as others prepared it in sums over hours or days, into the means that gathering the original
/// minutes gives.</summary>
/// <remarks>
/// A sum is divided by the number of minutes that the hour has. That number is not in the file. It is 60 while the voltage's sum is
/// at least 60 · 223 V, because no minute of the original is lower; else it is the voltage's sum over the mean voltage of
/// the nearest full hour before (for want of one, after), rounded. So an hour that lacks up to about four minutes passes as full, and its
/// means are too small by as much. A voltage of 0 means that the hour has no data: its values are missing. Where rows are further
/// apart than an hour, all this holds of that step: a day has 1,440 minutes. A file whose voltages are all voltages of a mains holds
/// no sums, and its numbers stay. The column <c>sub_metering_4</c> is no part of the original (it is the active energy that the
/// three meters leave) and goes.
/// </remarks>
internal static class HouseholdHours
{
    private const double HourMinutes = 60, DayMinutes = 1440;
    private const double LowestVoltage = 223, NoVoltage = 300;
    private const string Voltage = "Voltage";
    private const string Added = "sub_metering_4";

    /// <summary>The series of means.</summary>
    public static Series ToMeans(Series sums)
    {
        int at = sums.IndexOf(Voltage);
        if (at < 0)
            return sums;
        ReadOnlySpan<double> voltage = sums.Column(at);
        int[] kept = [.. Enumerable.Range(0, sums.ColumnNames.Count).Where(i => !sums.ColumnNames[i].Equals(Added, StringComparison.OrdinalIgnoreCase))];
        string[] names = [.. kept.Select(i => sums.ColumnNames[i])];
        if (!HoldsSums(voltage))
            return new Series(sums.Name, names, [.. kept.Select(i => sums.Arrays[i])], sums.Times, sums);
        double full = StepMinutes(sums.Times);
        double[] minutes = MinutesOf(voltage, full, out int partial, out int empty);
        double[][] means = [.. kept.Select(i => Divided(sums.Column(i), minutes))];
        string steps = full == HourMinutes ? "hours" : full == DayMinutes ? "days" : "steps";
        string note = string.Create(CultureInfo.InvariantCulture,
            $"The file holds sums over {steps}, which were divided by {full:N0} minutes; {partial} {steps} lack minutes, whose number was told from the voltage, and {empty} {steps} have no data.");
        return new Series(sums.Name, names, means, sums.Times, sums) { Notes = [.. sums.Notes, note] };
    }

    private static bool HoldsSums(ReadOnlySpan<double> voltage)
    {
        foreach (double value in voltage)
        {
            if (value > NoVoltage)
                return true;
        }
        return false;
    }

    /// <summary>Minutes from a row to the next: the shortest step, an hour where rows have no times.</summary>
    private static double StepMinutes(DateTime[]? times)
    {
        double shortest = double.PositiveInfinity;
        for (int i = 1; i < times?.Length; i++)
        {
            double step = (times[i] - times[i - 1]).TotalMinutes;
            if (step >= 1 && step < shortest)
                shortest = step;
        }
        return double.IsFinite(shortest) ? Math.Round(shortest) : HourMinutes;
    }

    private static double[] MinutesOf(ReadOnlySpan<double> voltage, double full, out int partial, out int empty)
    {
        double[] minutes = new double[voltage.Length];
        partial = 0;
        empty = 0;
        double reference = FirstFull(voltage, full);
        for (int i = 0; i < voltage.Length; i++)
        {
            if (!(voltage[i] > 0))
            {
                minutes[i] = double.NaN;
                empty++;
            }
            else if (voltage[i] >= full * LowestVoltage)
            {
                minutes[i] = full;
                reference = voltage[i] / full;
            }
            else
            {
                minutes[i] = Math.Clamp(Math.Round(voltage[i] / reference), 1, full);
                partial++;
            }
        }
        return minutes;
    }

    private static double FirstFull(ReadOnlySpan<double> voltage, double full)
    {
        foreach (double sum in voltage)
        {
            if (sum >= full * LowestVoltage)
                return sum / full;
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
