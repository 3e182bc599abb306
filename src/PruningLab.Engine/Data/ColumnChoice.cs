namespace PruningLab.Engine.Data;

/// <summary>The columns that a spec means for a series: features, and targets or one column of classes.</summary>
internal sealed record ColumnChoice
{
    private const int MostNamed = 20;

    /// <summary>Numeric columns that the network sees.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>Numeric columns that it predicts; empty for a classification.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>The classes that it predicts; null for a regression.</summary>
    public CategoryColumn? Classes { get; init; }

    /// <summary>The choice that a spec makes, its gaps filled by what the series proposes.</summary>
    /// <exception cref="DataException">The series has no such columns, or they cannot be chosen together.</exception>
    public static ColumnChoice Of(Series series, DataSpec spec)
    {
        CategoryColumn? classes = spec.Task == TaskKind.Classification ? ClassesOf(series, spec) : null;
        IReadOnlyList<string> targets = classes is null ? TargetsOf(series, spec) : [];
        return new ColumnChoice { Classes = classes, Targets = targets, Features = FeaturesOf(series, spec, classes is null ? targets : [classes.Name]) };
    }

    /// <summary>Names of the columns that can be the target of a classification: words first, then whole numbers.</summary>
    public static IReadOnlyList<string> ClassColumnsOf(Series series) =>
        [.. series.Categories.Select(column => column.Name), .. series.ColumnNames.Where((name, index) =>
            !series.MadeColumns.Contains(name) && CategoryColumn.TryFrom(name, series.Column(index), out CategoryColumn? column) is null && column!.Classes.Count > 1)];

    /// <summary>Name of the column of classes that a spec means: the chosen one, else the last column of words that are
    /// classes, else the last one of whole numbers.</summary>
    public static string ClassColumnOf(Series series, DataSpec spec)
    {
        if (spec.Targets.Count > 1)
            throw new DataException($"{series.Name}: {spec.Targets.Count} targets were chosen where a classification expects "
                + $"one column of classes; choose one of them, or a regression.");
        if (spec.Targets.Count == 1)
            return spec.Target;
        if (series.Categories.Count > 0)
            return series.Categories[^1].Name;
        IReadOnlyList<string> found = ClassColumnsOf(series);
        return found.Count > 0 ? found[^1] : throw new DataException($"{series.Name}: no column of 2 to "
            + $"{CategoryColumn.MostClasses} different words or whole numbers was found where a classification expects one; "
            + $"choose a regression.");
    }

    /// <summary>Target columns of a regression.</summary>
    public static IReadOnlyList<string> TargetsOf(Series series, DataSpec spec)
    {
        if (spec.Targets.Count == 0)
            return [series.DefaultTarget is string proposed && series.IndexOf(proposed) >= 0 ? proposed : series.ColumnNames.Last(name => !series.MadeColumns.Contains(name))];
        RequireColumns(series, spec.Targets, "target");
        return [.. spec.Targets];
    }

    private static CategoryColumn ClassesOf(Series series, DataSpec spec)
    {
        string name = ClassColumnOf(series, spec);
        CategoryColumn? column = series.Categories.FirstOrDefault(category => category.Name == name);
        if (column is null)
        {
            int index = series.IndexOf(name);
            string? found = index >= 0 ? CategoryColumn.TryFrom(name, series.Column(index), out column)
                : series.TextColumns.Contains(name) ? $"the column {name} holds dates, nothing, one word only, or more than {CategoryColumn.MostClasses} different words"
                : $"no column is called \"{name}\"";
            if (found is not null)
                throw new DataException($"{series.Name}: {found} where a column of classes, words or whole numbers, was "
                    + $"expected; choose another target or a regression.");
        }
        if (column!.Classes.Count < 2)
            throw new DataException($"{series.Name}: the column {name} holds {(column.Classes.Count == 0 ? "no class" : "one class only")} "
                + $"where at least two were expected; choose another target or a regression.");
        return column;
    }

    private static IReadOnlyList<string> FeaturesOf(Series series, DataSpec spec, IReadOnlyList<string> targets)
    {
        if (spec.Features.Count == 0)
        {
            IReadOnlyList<string> all = spec.Horizon > 0 ? series.ColumnNames : [.. series.ColumnNames.Except(targets)];
            return all.Count > 0 ? all : throw new DataException($"{series.Name}: every numeric column is a target where at "
                + $"least one feature was expected beside them; choose fewer targets, or predict a row ahead.");
        }
        RequireColumns(series, spec.Features, "feature");
        if (spec.Horizon == 0 && spec.Features.FirstOrDefault(targets.Contains) is string both)
            throw new DataException($"{series.Name}: the column {both} is chosen as feature and as target of the same row where "
                + $"a prediction was expected; take it away from the features, or predict a row ahead.");
        return [.. spec.Features];
    }

    private static void RequireColumns(Series series, IReadOnlyList<string> columns, string role)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string column in columns)
        {
            if (series.IndexOf(column) < 0)
            {
                string found = series.TextColumns.Contains(column) ? $"the column {column} holds no numbers" : $"no column is called \"{column}\"";
                string remedy = role == "target" && series.Categories.Any(category => category.Name == column) ? ", or a classification" : "";
                throw new DataException($"{series.Name}: {found} where the {role} was expected; choose one of "
                    + $"{string.Join(", ", series.ColumnNames.Take(MostNamed))}{remedy}.");
            }
            if (!seen.Add(column))
                throw new DataException($"{series.Name}: the {role} {column} is chosen twice where each {role} "
                    + $"was expected once; take one of them away.");
        }
    }
}
