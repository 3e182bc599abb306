using System.Globalization;
using PruningLab.Engine.Experiments.Grids;

namespace PruningLab.Cli.Output;

/// <summary>A grid's progress in words.</summary>
internal static class GridText
{
    private const string Between = " · ";

    /// <summary>A time span with its largest units: <c>3 h 20 min</c>, <c>4 min 5 s</c>, <c>12 s</c>, <c>0.4 s</c>.</summary>
    public static string Duration(TimeSpan time) => string.Create(CultureInfo.InvariantCulture,
        $"{(time.TotalHours >= 1 ? $"{(int)time.TotalHours} h {time.Minutes} min" : time.TotalMinutes >= 1 ? $"{time.Minutes} min {time.Seconds} s" : time.TotalSeconds is >= 1 or 0 ? $"{time.Seconds} s" : $"{Math.Max(0.1, time.TotalSeconds):0.0} s")}");

    /// <summary>The whole of it.</summary>
    public static string Of(GridProgress progress) => string.Create(CultureInfo.InvariantCulture,
        $"{progress.Done:N0} of {progress.Total:N0} trainings{(progress.Failed > 0 ? $" · {progress.Failed:N0} failed" : "")} · {Duration(progress.Elapsed)}{(progress.Left is { } left && progress.Done < progress.Total ? $" · about {Duration(left)} left" : "")}");

    /// <summary>One training.</summary>
    public static string Of(GridJobProgress job) => string.Create(CultureInfo.InvariantCulture,
        $"{job.Job.Place} · epoch {job.Epoch}/{job.Epochs}{(double.IsNaN(job.Mae) ? "" : $" · MAE {job.Mae:0.0000} · {100 * job.Sparsity:0.0} % pruned")}");

    /// <summary>A number of things: <c>1 runner</c>, <c>2 runners</c>.</summary>
    public static string Count(int number, string thing) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {thing}{(number == 1 ? "" : "s")}");

    /// <summary>As many of a text's parts, between “ · ”, as there is room for; at least the beginning of the first.</summary>
    public static string Fitted(string text, int room)
    {
        while (text.Length > room && text.LastIndexOf(Between, StringComparison.Ordinal) is > 0 and int end)
        {
            text = text[..end];
        }
        return text.Length <= room ? text : $"{text[..Math.Max(1, room - 1)]}…";
    }
}
