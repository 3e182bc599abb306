namespace PruningLab.Engine.Data;

/// <summary>The rules for missing values; NaN means missing.</summary>
internal static class MissingValues
{
    /// <summary>Each gap takes the last known value; a gap at the start takes the first known value.</summary>
    /// <param name="values">Changed in place; at least one is known.</param>
    public static void CarryForward(Span<double> values)
    {
        int first = FirstKnown(values);
        if (first < 0)
            return;
        values[..first].Fill(values[first]);
        for (int i = first + 1; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
                values[i] = values[i - 1];
        }
    }

    /// <summary>Each gap takes the straight line between its neighbours, row by row; gaps at either end the nearest value.</summary>
    /// <param name="values">Changed in place; at least one is known.</param>
    public static void Interpolate(Span<double> values)
    {
        int before = FirstKnown(values);
        if (before < 0)
            return;
        values[..before].Fill(values[before]);
        for (int i = before + 1; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
                continue;
            double low = values[before];
            double high = values[i];
            for (int gap = before + 1; gap < i; gap++)
            {
                double share = (gap - before) / (double)(i - before);
                values[gap] = ((1 - share) * low) + (share * high);
            }
            before = i;
        }
        values[(before + 1)..].Fill(values[before]);
    }

    /// <summary>Number of missing values.</summary>
    public static int Count(ReadOnlySpan<double> values)
    {
        int count = 0;
        foreach (double value in values)
        {
            if (double.IsNaN(value))
                count++;
        }
        return count;
    }

    private static int FirstKnown(ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
                return i;
        }
        return -1;
    }
}
