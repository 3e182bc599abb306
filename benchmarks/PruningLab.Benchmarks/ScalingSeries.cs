namespace PruningLab.Benchmarks;

/// <summary>Milliseconds over a size.</summary>
internal sealed record ScalingSeries(string Axis, string Title, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>One unit of the axis.</summary>
    public string Unit => Axis switch
    {
        "window in rows" => "row",
        "batch" => "window",
        _ => "weight",
    };

    /// <summary>Slope of log y over log x, by least squares.</summary>
    public double Exponent()
    {
        double meanX = Points.Average(p => Math.Log(p.X)), meanY = Points.Average(p => Math.Log(p.Y));
        return Points.Sum(p => (Math.Log(p.X) - meanX) * (Math.Log(p.Y) - meanY))
            / Points.Sum(p => (Math.Log(p.X) - meanX) * (Math.Log(p.X) - meanX));
    }
}
