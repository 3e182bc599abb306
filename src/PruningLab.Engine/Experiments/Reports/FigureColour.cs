namespace PruningLab.Engine.Experiments.Reports;

/// <summary>A colour of the figures: a CSS variable of the product's theme, and its light value.</summary>
/// <param name="Variable">Variable of the page that embeds the figure.</param>
/// <param name="Light">Value where there is no such variable.</param>
internal sealed record FigureColour(string Variable, string Light)
{
    public static FigureColour Ink { get; } = new("--pl-ink", "#1d2025");

    public static FigureColour Muted { get; } = new("--pl-muted", "#656b76");

    public static FigureColour Field { get; } = new("--pl-field", "#868d98");

    public static FigureColour Grid { get; } = new("--pl-grid", "#eceef1");

    public static FigureColour Panel { get; } = new("--pl-panel", "#ffffff");

    public static FigureColour Blue { get; } = new("--pl-train", "#2355d6");

    public static FigureColour Amber { get; } = new("--pl-test", "#b5730a");

    public static FigureColour Purple { get; } = new("--pl-validation", "#8b3fa8");

    public static FigureColour Green { get; } = new("--pl-born", "#1a8f4d");

    public static FigureColour Sky { get; } = new("--pl-neg", "#2b66b0");
}
