using System.Globalization;
using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;
using PruningLab.Engine.Data;

namespace PruningLab.Components.Panels;

/// <summary>Which rows of a file are used: one of several series, a range of time, rows gathered into longer steps. Folded away until
/// it is opened.</summary>
public sealed partial class RowFields : DeskGroup
{
    private static readonly string[] s_formats = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    private static readonly Choice[] s_steps =
    [
        new(nameof(ResampleStep.None), "rows as they are"),
        new(nameof(ResampleStep.Hour), "hours", "One row per hour: the mean of its known values; of prices the first open, highest high, lowest low, last close and the sum of volumes."),
        new(nameof(ResampleStep.Day), "days", "One row per day: the mean of its known values; of prices the first open, highest high, lowest low, last close and the sum of volumes."),
    ];

    private RowChoices? _listed;
    private Choice[] _groups = [];

    /// <summary>What there is to choose.</summary>
    [Parameter, EditorRequired]
    public RowChoices Rows { get; set; } = default!;

    /// <inheritdoc/>
    protected override string Place => "data";

    private string Group => string.IsNullOrEmpty(Spec.Data.Group) ? Rows.Group : Spec.Data.Group;

    private string Summary
    {
        get
        {
            List<string> parts = [];
            if (Rows.Groups.Count > 1)
            {
                parts.Add(Group);
            }

            if (Spec.Data.From is not null || Spec.Data.To is not null)
            {
                parts.Add($"{Text(Spec.Data.From)} … {Text(Spec.Data.To)}".Trim());
            }

            if (Spec.Data.Resample != ResampleStep.None)
            {
                parts.Add(Spec.Data.Resample == ResampleStep.Hour ? "by hours" : "by days");
            }

            return parts.Count == 0 ? "all" : string.Join(" · ", parts);
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_listed, Rows))
        {
            _listed = Rows;
            _groups = [.. Rows.Groups.Select(group => new Choice(group, group))];
        }
    }

    private static string Text(DateTime? time) => time is { } value
        ? value.ToString(value.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : value.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : string.Empty;

    private static string? Refusal(string text) => text.Length == 0 || TimeOf(text) is not null ? null
        : $"\"{text}\" was found where a day such as 2020-01-31 or a moment such as 2020-01-31 14:00 was expected; type one, or nothing for all rows.";

    private static DateTime? TimeOf(string text) =>
        DateTime.TryParseExact(text, s_formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time) ? time : null;

    private Task SetGroupAsync(string group) => SetAsync("data:group", $"series {group}", data => data with { Group = group });

    private Task SetFromAsync(string text) => SetAsync("data:from", text.Length == 0 ? "from the start" : $"from {text}", data => data with { From = TimeOf(text) });

    private Task SetToAsync(string text) => SetAsync("data:to", text.Length == 0 ? "to the end" : $"to {text}", data => data with { To = TimeOf(text) });

    private Task SetStepAsync(string step) => SetAsync("data:resample", Enum.Parse<ResampleStep>(step) switch { ResampleStep.Hour => "by hours", ResampleStep.Day => "by days", _ => "rows as they are" },
        data => data with { Resample = Enum.Parse<ResampleStep>(step) });

    private Task SetAsync(string key, string text, Func<DataSpec, DataSpec> apply) => ChangeAsync(key, text, spec => spec with { Data = apply(spec.Data) });
}
