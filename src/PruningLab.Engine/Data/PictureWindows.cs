using System.Globalization;

namespace PruningLab.Engine.Data;

/// <summary>Turns labelled pictures into windows: one row of all pixels, or a window of the picture's rows.</summary>
internal static class PictureWindows
{
    private static readonly string[] s_digits = [.. Enumerable.Range(0, LabelledPictures.Classes).Select(digit => digit.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Makes sure that a spec's choices fit pictures; columns, window, horizon and training share are not looked at,
    /// because pictures bring their own.</summary>
    /// <exception cref="DataException">They do not; one sentence.</exception>
    public static void Require(CatalogueEntry entry, DataSpec spec)
    {
        if (spec.Task == TaskKind.Regression)
            throw new DataException($"{entry.Title}: a regression was asked for where a classification was expected, because "
                + $"pictures have a class each; choose that.");
        if (spec.Features.Count > 0 || spec.Targets.Count > 0)
            throw new DataException($"{entry.Title}: the column {spec.Features.Concat(spec.Targets).First()} was asked for where none "
                + $"was expected, because pictures have no columns to choose; leave features and targets empty.");
        if (spec.ShuffleRows)
            throw new DataException($"{entry.Title}: shuffled rows were asked for where pictures in order were expected, "
                + $"because they come with their own training and test part; leave them in order.");
        if (spec.NoisePercent != 0)
            throw new DataException($"{entry.Title}: {spec.NoisePercent} % of noise were asked for where none was expected, because only the "
                + $"distillation column comes with levels of noise; leave it at 0.");
        if (!string.IsNullOrEmpty(spec.Group) || spec.From is not null || spec.To is not null || spec.Resample != ResampleStep.None || spec.Engineering is not null)
            throw new DataException($"{entry.Title}: a group, a range of time, longer steps or made features were asked for where none was "
                + $"expected, because pictures have no times and no columns; leave these empty.");
        if (spec.Stages > 1 && spec.StageKind != StageKind.Classes)
            throw new DataException($"{entry.Title}: parts in the order of time were asked for where parts by classes were expected, "
                + $"because pictures have no order; choose these.");
        Partition.RequireNumbers(entry.Title, spec);
        if (spec.MaxSamples < 0)
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{entry.Title}: {spec.MaxSamples} training pictures "
                + $"were asked for where 1 or more, or 0 for all, was expected; choose such a number."));
    }

    /// <summary>The windows; the pixels are not copied.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="entry">The data set: <see cref="DataKind.Pictures"/> or <see cref="DataKind.PictureRows"/>.</param>
    /// <param name="spec">Share of the validation part, and the stages.</param>
    public static WindowSet Build(LabelledPictures pictures, CatalogueEntry entry, DataSpec spec)
    {
        bool byRow = entry.Kind == DataKind.PictureRows;
        int validation = Partition.Share(spec.ValidationShare, pictures.TrainCount);
        if (spec.ValidationShare > 0 && (validation == 0 || validation == pictures.TrainCount))
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{entry.Title}: a validation share of {spec.ValidationShare} of "
                + $"{pictures.TrainCount} training pictures leaves none to {(validation == 0 ? "validate" : "train")} where at least one was expected; choose another share."));
        string[] features = byRow
            ? [.. Enumerable.Range(1, pictures.Columns).Select(column => $"column {column}")]
            : [.. Enumerable.Range(0, pictures.Rows * pictures.Columns).Select(pixel => $"pixel {(pixel / pictures.Columns) + 1}, {(pixel % pictures.Columns) + 1}")];
        WindowSet windows = new(pictures.Pixels, pictures.Labels, features, s_digits, byRow ? pictures.Rows : 1, pictures.TrainCount - validation)
        {
            ValidationCount = validation,
            ClassTitle = "digit",
            FeatureScales = [.. features.Select(name => new ColumnScale(name, 255.0 * LabelledPictures.Mean, 255.0 * LabelledPictures.Spread))],
            Notes = [.. pictures.Notes, .. Partition.Notes(spec, s_digits)],
        };
        return spec.Stages > 1 ? Partition.ByClass(windows, entry.Title, spec) : windows;
    }
}
