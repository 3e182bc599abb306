namespace PruningLab.Engine.Data.Features;

/// <summary>One column of 0 and 1 for each word of a column of few words.</summary>
internal static class WordFeatures
{
    /// <summary>Most words of a column that become features.</summary>
    public const int MostWords = 32;

    /// <summary>Adds <c>column=word</c> for the words that the training part holds; another word, or none, is 0 in all of them.</summary>
    /// <param name="table">Takes the features.</param>
    /// <param name="predicted">The column that is predicted in the same row and therefore left out; null when there is none.</param>
    public static void Add(FeatureTable table, string? predicted)
    {
        foreach (CategoryColumn column in table.Series.Categories)
        {
            if (column.Name == predicted)
                continue;
            int[] words = WordsOf(column, table.Training);
            if (words.Length > MostWords)
            {
                table.Note($"The column {column.Name} holds {words.Length} words in the training part and was left as it is, because at most {MostWords} become features.");
                continue;
            }
            foreach (int word in words)
                table.Add($"{column.Name}={column.Classes[word]}", Marks(column.Numbers, word));
        }
    }

    private static int[] WordsOf(CategoryColumn column, int rows)
    {
        bool[] seen = new bool[column.Classes.Count];
        foreach (double number in column.Numbers[..rows])
        {
            if (!double.IsNaN(number))
                seen[(int)number] = true;
        }
        return [.. Enumerable.Range(0, seen.Length).Where(word => seen[word])];
    }

    private static double[] Marks(ReadOnlySpan<double> numbers, int word)
    {
        double[] marks = new double[numbers.Length];
        for (int row = 0; row < marks.Length; row++)
            marks[row] = numbers[row] == word ? 1 : 0;
        return marks;
    }
}
