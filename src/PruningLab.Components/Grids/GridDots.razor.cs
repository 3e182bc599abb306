using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;

namespace PruningLab.Components.Grids;

/// <summary>The trials of one cell as dots: a ring waits, a disc in a ring runs, a disc is done, a cross failed; below, how many of how many.</summary>
public sealed partial class GridDots : ControlBase
{
    private const int Pitch = 8;
    private static readonly GridCellState[] s_states = Enum.GetValues<GridCellState>();

    /// <summary>One letter per trial (see <see cref="GridMatrixModel.States"/>).</summary>
    [Parameter, EditorRequired]
    public string States { get; set; } = string.Empty;

    /// <summary>Dots side by side.</summary>
    [Parameter]
    public int PerLine { get; set; } = 5;

    /// <summary>Size of a sign; 1 is 8 pixels.</summary>
    [Parameter]
    public double Scale { get; set; } = 1;

    private int Lines => (States.Length + PerLine - 1) / PerLine;

    private int Width => Math.Min(States.Length, PerLine) * Pitch;

    private int Height => Lines * Pitch;

    private string Box => $"0 0 {Text(Width)} {Text(Height)}";

    private string Figures => Text(Of(GridCellState.Done)) + "/" + Text(States.Length);

    /// <summary>The cell for screen readers and for the pointer.</summary>
    private string Words => Describe(States);

    /// <inheritdoc/>
    protected override object Shown() => (States, PerLine, Scale);

    /// <summary>A cell in words.</summary>
    /// <param name="states">Its trials.</param>
    /// <returns>Such as 2 of 3 done, 1 running.</returns>
    internal static string Describe(string states)
    {
        StringBuilder words = new(string.Create(CultureInfo.InvariantCulture, $"{Of(states, GridCellState.Done)} of {states.Length} done"));
        foreach (GridCellState state in (GridCellState[])[GridCellState.Running, GridCellState.Failed])
        {
            if (Of(states, state) is > 0 and int count)
            {
                words.Append(CultureInfo.InvariantCulture, $", {count} {GridWords.State(state)}");
            }
        }

        return words.ToString();
    }

    private static int Of(string states, GridCellState state) => states.Count(letter => letter == GridMatrixModel.Letter(state));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Scaled(int length) => (length * Scale).ToString("0.#", CultureInfo.InvariantCulture);

    private int Of(GridCellState state) => Of(States, state);

    /// <summary>All dots of one state as one path.</summary>
    private string Path(GridCellState state)
    {
        StringBuilder path = new();
        for (int i = 0; i < States.Length; i++)
        {
            if (States[i] == GridMatrixModel.Letter(state))
            {
                int x = (i % PerLine * Pitch) + (Pitch / 2), y = (i / PerLine * Pitch) + (Pitch / 2);
                path.Append(CultureInfo.InvariantCulture, $"{Dot(state, x, y)}");
            }
        }

        return path.ToString();
    }

    private static string Dot(GridCellState state, int x, int y) => state switch
    {
        GridCellState.Failed => string.Create(CultureInfo.InvariantCulture, $"M{x - 2.2} {y - 2.2}l4.4 4.4m0 -4.4l-4.4 4.4"),
        GridCellState.Running => Circle(x, y, 2.6) + Circle(x, y, 0.8),
        GridCellState.Done => Circle(x, y, 2.6),
        _ => Circle(x, y, 2.1),
    };

    private static string Circle(int x, int y, double radius) =>
        string.Create(CultureInfo.InvariantCulture, $"M{x - radius} {y}a{radius} {radius} 0 1 0 {2 * radius} 0a{radius} {radius} 0 1 0 {-2 * radius} 0z");
}
