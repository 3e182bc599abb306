using PruningLab.Engine.Experiments.Grids;
using Spectre.Console;

namespace PruningLab.Cli.Output;

/// <summary>A grid that runs under the eyes of a person: bars at a terminal, now and then a line elsewhere.</summary>
internal static class GridProgressView
{
    // Bar, blank, percentage of four places, blank.
    private const int LeastBar = 10, MostBar = 40, Beside = 6;
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(200), s_line = TimeSpan.FromSeconds(10);

    /// <summary>Runs it to its end.</summary>
    public static Task<GridProgress> RunAsync(CliContext context, GridRunner runner, CancellationToken cancellation) => context.ShowsProgress
        ? BarsAsync(context.Status, runner, cancellation)
        : LinesAsync(context, runner, cancellation);

    private static async Task<GridProgress> LinesAsync(CliContext context, GridRunner runner, CancellationToken cancellation)
    {
        Task<GridProgress> run = runner.RunAsync(cancellation);
        int told = -1;
        while (await Task.WhenAny(run, Task.Delay(s_line, CancellationToken.None)).ConfigureAwait(false) != run)
        {
            GridProgress progress = runner.Progress;
            if (progress.Done != told)
            {
                told = progress.Done;
                context.Note(GridText.Of(progress));
            }
        }
        return await run.ConfigureAwait(false);
    }

    private static Task<GridProgress> BarsAsync(IAnsiConsole console, GridRunner runner, CancellationToken cancellation)
    {
        int bar = Math.Clamp(console.Profile.Width / 8, LeastBar, MostBar);
        return console.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn { Width = bar }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async view =>
            {
                Task<GridProgress> run = runner.RunAsync(cancellation);
                // The library refuses a task without a text.
                ProgressTask all = view.AddTask("starts", maxValue: Math.Max(1, runner.Progress.Total));
                List<ProgressTask> slots = [];
                while (true)
                {
                    // A line that is longer than the terminal is wide would take the bar's place.
                    Draw(view, all, slots, runner.Progress, room: console.Profile.Width - bar - Beside);
                    if (await Task.WhenAny(run, Task.Delay(s_frame, CancellationToken.None)).ConfigureAwait(false) == run)
                    {
                        return await run.ConfigureAwait(false);
                    }
                }
            });
    }

    private static void Draw(ProgressContext view, ProgressTask all, List<ProgressTask> slots, GridProgress progress, int room)
    {
        all.Value = progress.Done;
        all.Description = Markup.Escape(GridText.Fitted(GridText.Of(progress), room));
        while (slots.Count < progress.Running.Count)
        {
            slots.Add(view.AddTask("waits"));
        }
        for (int i = 0; i < slots.Count; i++)
        {
            GridJobProgress? job = i < progress.Running.Count ? progress.Running[i] : null;
            // A bar never reaches its end: a finished one would not be drawn any more, and the next training needs it.
            slots[i].MaxValue = (job?.Epochs ?? 1) + 1e-6;
            slots[i].Value = job?.Epoch ?? 0;
            slots[i].Description = Markup.Escape(job is null ? "waits" : GridText.Fitted(GridText.Of(job), room));
        }
    }
}
