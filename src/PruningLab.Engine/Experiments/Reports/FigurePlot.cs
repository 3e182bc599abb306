using System.Globalization;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>A panel made ready for drawing: its categories in order, its vertical axis, what the paper has beyond it.</summary>
internal sealed class FigurePlot
{
    /// <summary>Published values above so many times our highest one are told, not drawn: they would flatten our bars.</summary>
    private const double MostTimesOurs = 3;

    /// <summary>An interval that ends above so many times the highest value is cut there: of two windows it says little, and would
    /// flatten the bars too.</summary>
    private const double MostTimesValue = 2;

    private readonly Dictionary<(string Series, string X), FigurePoint> _points = [];

    private FigurePlot(ReportFigure figure, FigurePanel panel)
    {
        Panel = panel;
        foreach (FigureSeries series in panel.Series)
        {
            foreach (FigurePoint point in series.Points)
            {
                _points[(series.Name, point.X)] = point;
            }
        }
        string[] categories = [.. panel.Series.SelectMany(series => series.Points).Select(point => point.X).Distinct()];
        double[] places = [.. categories.Select(Place)];
        IsNumeric = categories.Length > 0 && places.All(double.IsFinite);
        Categories = IsNumeric ? [.. categories.OrderBy(Place)] : categories;
        IsLogX = !figure.IsBars && IsNumeric && places.Min() > 0 && places.Max() / places.Min() >= 10;
        double ours = _points.Values.Select(point => point.Y).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();
        Limit = ours > 0 ? ours * MostTimesOurs : double.PositiveInfinity;
        double[] told = [.. _points.Values.Select(point => point.Y), .. _points.Values.Select(point => point.Published).Where(value => value <= Limit)];
        double highest = told.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max(), lowest = told.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
        double top = highest > 0 ? MostTimesValue * highest : double.PositiveInfinity, floor = lowest >= 0 ? 0 : double.NegativeInfinity;
        double[] values = [.. told, .. _points.Values.SelectMany(point => new[] { Math.Max(point.Low, floor), Math.Min(point.High, top) })];
        double[] positive = [.. values.Where(double.IsFinite)];
        Axis = !figure.IsBars && positive.Length > 0 && positive.Min() > 0 && positive.Max() / positive.Min() > 50
            ? FigureAxis.Log(positive)
            : FigureAxis.Linear(positive);
        double[] beyond = [.. _points.Values.Select(point => point.Published).Where(value => double.IsFinite(value) && value > Limit)];
        Note = beyond.Length == 0 ? "" : beyond.Length == 1
            ? $"published {ReportNumbers.Significant(beyond[0], 3)} ↑"
            : $"published {ReportNumbers.Significant(beyond.Min(), 3)}–{ReportNumbers.Significant(beyond.Max(), 3)} ↑";
    }

    /// <summary>The panel.</summary>
    public FigurePanel Panel { get; }

    /// <summary>Categories from left to right; numbers in their order.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>True when the only category is what the panel's title says already.</summary>
    public bool IsTold => Categories.Count == 1 && (Categories[0] == Panel.Title || Categories[0].Length == 0);

    /// <summary>True when all categories are numbers.</summary>
    public bool IsNumeric { get; }

    /// <summary>True when equal distances on the horizontal axis are equal ratios.</summary>
    public bool IsLogX { get; }

    /// <summary>Published values above it are not drawn to scale.</summary>
    public double Limit { get; }

    /// <summary>The vertical axis.</summary>
    public FigureAxis Axis { get; }

    /// <summary>What the paper has beyond the axis; empty: nothing.</summary>
    public string Note { get; }

    /// <summary>All panels of a figure.</summary>
    public static IReadOnlyList<FigurePlot> Of(ReportFigure figure) => [.. figure.Panels.Select(panel => new FigurePlot(figure, panel))];

    /// <summary>The point of a series at a category; all NaN when it has none.</summary>
    public FigurePoint At(FigureSeries series, string category) => _points.TryGetValue((series.Name, category), out FigurePoint point)
        ? point
        : new FigurePoint(category, double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>Share of the way from left to right of a category on a line figure.</summary>
    public double ShareX(int category)
    {
        if (Categories.Count < 2)
        {
            return 0.5;
        }
        if (!IsNumeric)
        {
            return category / (double)(Categories.Count - 1);
        }
        double On(string text) => IsLogX ? Math.Log(Place(text)) : Place(text);
        return (On(Categories[category]) - On(Categories[0])) / (On(Categories[^1]) - On(Categories[0]));
    }

    /// <summary>What is said of a point.</summary>
    public static string Words(FigureSeries series, FigurePoint point)
    {
        string value = double.IsFinite(point.Y) ? ReportNumbers.Significant(point.Y, 4) : "no value";
        string interval = double.IsFinite(point.Low) && double.IsFinite(point.High)
            ? $" [{ReportNumbers.Significant(point.Low, 4)}, {ReportNumbers.Significant(point.High, 4)}]" : "";
        string published = double.IsFinite(point.Published) ? $"; published {ReportNumbers.Significant(point.Published, 4)}" : "";
        string category = point.X.Length > 0 && point.X != series.Name ? ", " + point.X : "";
        return $"{series.Name}{category}: {value}{interval}{published}";
    }

    private static double Place(string text) =>
        double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : double.NaN;
}
