using PruningLab.Engine.Experiments.Grids;

namespace PruningLab.Components.Grids;

/// <summary>The trainings of a grid in rows (data, network, setting) and columns (window, method); the trials of a cell by seed.</summary>
public sealed class GridMatrixModel
{
    /// <summary>Most cells that are drawn.</summary>
    public const int MostCells = 3000;

    private readonly Dictionary<string, (int Row, int Column, int Trial)> _places = [];
    private readonly int[,] _trials;

    /// <summary>Lays out a grid.</summary>
    /// <param name="spec">The grid.</param>
    /// <param name="jobs">Its trainings.</param>
    public GridMatrixModel(GridSpec spec, IReadOnlyList<GridJob> jobs)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(jobs);
        Rows = [.. from data in spec.Data from network in spec.Networks from setting in spec.Settings select (data.Name, network.Name, setting.Name)];
        string[] methods = [.. spec.Methods.Select(method => method.Name).Distinct()];
        Columns = [.. from window in spec.Windows from method in methods select (window, method)];
        Methods = methods.Length;
        Settings = spec.Settings.Count;
        Networks = spec.Networks.Count;
        _trials = new int[Rows.Count, Columns.Count];
        var rows = Index(Rows);
        var columns = Index(Columns);
        foreach (GridJob job in jobs)
        {
            GridPlace place = job.Place;
            if (rows.TryGetValue((place.Data, place.Network, place.Setting), out int row) && columns.TryGetValue((place.Window, place.Method), out int column))
            {
                _places[job.Id] = (row, column, _trials[row, column]++);
                MostTrials = Math.Max(MostTrials, _trials[row, column]);
            }
        }
    }

    /// <summary>The rows.</summary>
    public IReadOnlyList<(string Data, string Network, string Setting)> Rows { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<(int Window, string Method)> Columns { get; }

    /// <summary>Columns of one window.</summary>
    public int Methods { get; }

    /// <summary>Rows of one network.</summary>
    public int Settings { get; }

    /// <summary>Networks of one data set.</summary>
    public int Networks { get; }

    /// <summary>Trials of the fullest cell.</summary>
    public int MostTrials { get; }

    /// <summary>Whether there are too many cells to look at.</summary>
    public bool IsTooLarge => (long)Rows.Count * Columns.Count > MostCells;

    /// <summary>The states of all trainings.</summary>
    /// <param name="results">What is done.</param>
    /// <param name="running">What is being trained.</param>
    /// <returns>By row and column one letter per trial: w waiting, r running, d done, f failed; empty where there is no training.</returns>
    public string[,] States(IReadOnlyList<GridResult> results, IReadOnlyList<GridJobProgress> running)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(running);
        char[,][] letters = new char[Rows.Count, Columns.Count][];
        for (int row = 0; row < Rows.Count; row++)
        {
            for (int column = 0; column < Columns.Count; column++)
            {
                letters[row, column] = new char[_trials[row, column]];
                Array.Fill(letters[row, column], Letter(GridCellState.Waiting));
            }
        }

        foreach (GridResult result in results)
        {
            Mark(letters, result.Job, result.Failure is null ? GridCellState.Done : GridCellState.Failed);
        }

        foreach (GridJobProgress job in running)
        {
            Mark(letters, job.Job.Id, GridCellState.Running);
        }

        string[,] states = new string[Rows.Count, Columns.Count];
        for (int row = 0; row < Rows.Count; row++)
        {
            for (int column = 0; column < Columns.Count; column++)
            {
                states[row, column] = new string(letters[row, column]);
            }
        }

        return states;
    }

    /// <summary>The letter of a state.</summary>
    internal static char Letter(GridCellState state) => state switch
    {
        GridCellState.Running => 'r',
        GridCellState.Done => 'd',
        GridCellState.Failed => 'f',
        _ => 'w',
    };

    private static Dictionary<T, int> Index<T>(IReadOnlyList<T> items)
        where T : notnull
    {
        Dictionary<T, int> index = [];
        for (int i = 0; i < items.Count; i++)
        {
            index.TryAdd(items[i], i);
        }

        return index;
    }

    private void Mark(char[,][] letters, string job, GridCellState state)
    {
        if (_places.TryGetValue(job, out (int Row, int Column, int Trial) place))
        {
            letters[place.Row, place.Column][place.Trial] = Letter(state);
        }
    }
}
