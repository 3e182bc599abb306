namespace PruningLab.Engine.Data;

/// <summary>Puts rows into the order of time.</summary>
internal static class TimeOrder
{
    /// <summary>Leaves ascending rows alone, reverses strictly descending ones, sorts others, equal times in file order.</summary>
    /// <returns>A sentence on what was done; null when the rows were in order.</returns>
    public static string? Arrange(DateTime[] timestamps, IReadOnlyList<double[]> columns)
    {
        bool ascending = true;
        bool descending = timestamps.Length > 1;
        for (int i = 1; i < timestamps.Length; i++)
        {
            ascending &= timestamps[i] >= timestamps[i - 1];
            descending &= timestamps[i] < timestamps[i - 1];
        }
        if (ascending)
            return null;
        if (descending)
        {
            Array.Reverse(timestamps);
            foreach (double[] column in columns)
                Array.Reverse(column);
            return "The rows ran from new to old and were reversed, so that time ascends.";
        }
        int[] order = [.. Enumerable.Range(0, timestamps.Length).OrderBy(row => timestamps[row])];
        Permute(timestamps, order);
        foreach (double[] column in columns)
            Permute(column, order);
        return "The rows were not in the order of time and were sorted; rows of equal time keep the file's order.";
    }

    private static void Permute<T>(T[] values, int[] order)
    {
        T[] copy = [.. values];
        for (int i = 0; i < order.Length; i++)
            values[i] = copy[order[i]];
    }
}
