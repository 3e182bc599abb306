using System.Globalization;
using PruningLab.Engine.Experiments.Grids;

namespace PruningLab.Components.Grids;

/// <summary>Words and numbers about grids, as all pages write them.</summary>
public static class GridWords
{
    /// <summary>A time for people.</summary>
    /// <param name="time">The time.</param>
    /// <returns>Such as 45 s, 12 min, 3 h 20 min, 2 d 4 h.</returns>
    public static string Time(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => "under 1 s",
        { TotalSeconds: < 100 } => Invariant($"{Math.Round(time.TotalSeconds)} s"),
        { TotalMinutes: < 100 } => Invariant($"{Math.Round(time.TotalMinutes)} min"),
        { TotalHours: < 48 } => Invariant($"{(int)time.TotalHours} h {time.Minutes} min"),
        _ => Invariant($"{(int)time.TotalDays} d {time.Hours} h"),
    };

    /// <summary>A moment, seen from now.</summary>
    /// <param name="moment">The moment, UTC.</param>
    /// <param name="now">Now, UTC.</param>
    /// <returns>Such as 3 min ago; the date for what is longer ago than two days.</returns>
    public static string Ago(DateTime moment, DateTime now) => (now - moment) switch
    {
        { TotalSeconds: < 10 } => "just now",
        { TotalSeconds: < 100 } age => Invariant($"{(int)age.TotalSeconds} s ago"),
        { TotalMinutes: < 100 } age => Invariant($"{(int)age.TotalMinutes} min ago"),
        { TotalHours: < 48 } age => Invariant($"{(int)age.TotalHours} h ago"),
        _ => moment.ToLocalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    /// <summary>How a grid stands.</summary>
    /// <param name="view">The grid.</param>
    /// <returns>Such as stopped, 12 of 288 done.</returns>
    public static string Standing(GridView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        string done = Invariant($"{view.Done:N0} of {view.Jobs.Count:N0} done");
        return view.Standing switch
        {
            GridStanding.Ready => "not started",
            GridStanding.Running => $"running, {done}",
            GridStanding.Paused => $"paused, {done}",
            GridStanding.Elsewhere => $"running in another program, {done}",
            GridStanding.Stopped => $"stopped, {done}",
            GridStanding.Finished => view.Failed == 0 ? "finished" : Invariant($"finished, {view.Failed:N0} failed"),
            _ => "cannot be read",
        };
    }

    /// <summary>The icon of a standing among the Bootstrap icons, without its prefix.</summary>
    /// <param name="standing">The standing.</param>
    /// <returns>The icon's name.</returns>
    public static string Icon(GridStanding standing) => standing switch
    {
        GridStanding.Running => "play-fill",
        GridStanding.Paused => "pause-fill",
        GridStanding.Elsewhere => "box-arrow-up-right",
        GridStanding.Stopped => "stop-fill",
        GridStanding.Finished => "check-lg",
        GridStanding.Broken => "exclamation-triangle",
        _ => "circle",
    };

    /// <summary>A place in a grid.</summary>
    /// <param name="place">The place.</param>
    /// <returns>Such as S&amp;P500, LSTM, window 30, Dropout, seed 3.</returns>
    public static string Place(GridPlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        string setting = place.Setting.Length == 0 ? string.Empty : $", {place.Setting}";
        return Invariant($"{place.Data}, {place.Network}, window {place.Window}, {place.Method}{setting}, seed {place.Seed}");
    }

    /// <summary>What a state is called.</summary>
    /// <param name="state">The state.</param>
    /// <returns>waiting, running, done or failed.</returns>
    public static string State(GridCellState state) => state switch
    {
        GridCellState.Running => "running",
        GridCellState.Done => "done",
        GridCellState.Failed => "failed",
        _ => "waiting",
    };

    /// <summary>A text whose numbers are written the same everywhere.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text in the invariant culture.</returns>
    public static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
