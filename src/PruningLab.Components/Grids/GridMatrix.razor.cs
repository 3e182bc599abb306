using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;

namespace PruningLab.Components.Grids;

/// <summary>All trainings of a grid at once: data set and network down, window and method across, seeds as signs within.</summary>
public sealed partial class GridMatrix : ControlBase
{
    private static readonly (string Letter, GridCellState State)[] s_legend =
        [.. Enum.GetValues<GridCellState>().Select(state => (GridMatrixModel.Letter(state).ToString(), state))];

    /// <summary>Where the trainings stand.</summary>
    [Parameter, EditorRequired]
    public GridMatrixModel Model { get; set; } = default!;

    /// <summary>Their states (<see cref="GridMatrixModel.States"/>); another array when one has changed.</summary>
    [Parameter, EditorRequired]
    public string[,] States { get; set; } = new string[0, 0];

    private int PerData => Model.Networks * Model.Settings;

    /// <summary>Whether the methods' names must stand upright to leave room for the columns.</summary>
    private bool Narrow => Model.Columns.Count > 10;

    private int PerLine => Model.MostTrials <= 6 && !Narrow ? 6 : 5;

    /// <inheritdoc/>
    protected override object Shown() => (Model, States);

    private string Title(int row, int column)
    {
        (string data, string network, string setting) = Model.Rows[row];
        (int window, string method) = Model.Columns[column];
        string place = GridWords.Invariant($"{data}, {network}, window {window}, {method}{(setting.Length == 0 ? string.Empty : ", " + setting)}");
        return States[row, column].Length == 0 ? place : $"{place}: {GridDots.Describe(States[row, column])}";
    }
}
