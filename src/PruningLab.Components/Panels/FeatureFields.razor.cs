using System.Globalization;
using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;
using PruningLab.Engine.Data;
using PruningLab.Engine.Data.Features;

namespace PruningLab.Components.Panels;

/// <summary>Features that are made of a table's columns: whether, which, and what they may know of later rows.</summary>
public sealed partial class FeatureFields : DeskGroup
{
    private static readonly Choice[] s_leads =
    [
        new(nameof(LeadKind.None), "none", "No feature of a row knows anything of later rows."),
        new(nameof(LeadKind.Calendar), "date of the predicted row", "The calendar of the row that is predicted, which is known in advance."),
        new(nameof(LeadKind.Target), "target (leaks!)", "Later values of the target, as the code released with paper 001 has them: the answer is among the inputs."),
    ];

    /// <summary>Names of the made columns of the table in force; null while there is none.</summary>
    [Parameter]
    public IReadOnlyList<string>? Made { get; set; }

    /// <inheritdoc/>
    protected override string Place => "data";

    private FeatureSpec? Wanted => Spec.Data.Engineering;

    private string Count => Wanted is null ? "off" : Made is { } made ? string.Create(CultureInfo.InvariantCulture, $"{made.Count}") : "on";

    private static string Text(IReadOnlyList<int> rows) => string.Join(' ', rows.Select(row => row.ToString(CultureInfo.InvariantCulture)));

    private static string? CheckLags(string text) => Read(text, "A lag", 1, FeatureSpec.MostLags, out _);

    private static string? CheckRolling(string text) => Read(text, "A rolling length", 2, FeatureSpec.MostRolling, out _);

    private static string? Read(string text, string what, int least, int most, out IReadOnlyList<int> rows)
    {
        List<int> found = [];
        rows = found;
        foreach (string word in text.Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int row) || row < least || row > FeatureSpec.FarthestRow)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{what} must be a whole number from {least} to {FeatureSpec.FarthestRow:N0}, with blanks between several.");
            }

            if (found.Contains(row))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{what} of {row} rows is named twice; take one of them away.");
            }

            found.Add(row);
        }

        return found.Count <= most ? null : string.Create(CultureInfo.InvariantCulture, $"There may be {most} of these at most.");
    }

    private Task SwitchAsync(bool on) => ChangeAsync("data:made", on ? "make features" : "no made features",
        spec => spec with { Data = spec.Data with { Engineering = on ? new FeatureSpec() : null, Features = [] } });

    private Task SetCalendarAsync(bool on) => SetAsync("calendar", on ? "calendar features" : "no calendar features", spec => spec with { Calendar = on });

    private Task SetMostLagsAsync(double most) => SetAsync("lags", most == 0 ? "no lags" : string.Create(CultureInfo.InvariantCulture, $"at most {most} lags"), spec => spec with { MaxLags = (int)most });

    private Task SetLagsAsync(string text)
    {
        Read(text, "A lag", 1, FeatureSpec.MostLags, out IReadOnlyList<int> rows);
        return SetAsync("lag list", rows.Count == 0 ? "lags as found" : $"lags {Text(rows)}", spec => spec with { Lags = rows });
    }

    private Task SetRollingAsync(string text)
    {
        Read(text, "A rolling length", 2, FeatureSpec.MostRolling, out IReadOnlyList<int> rows);
        return SetAsync("rolling", rows.Count == 0 ? "no rolling figures" : $"rolling over {Text(rows)}", spec => spec with { Rolling = rows });
    }

    private Task SetWordsAsync(bool on) => SetAsync("words", on ? "words as 0 and 1" : "words left out", spec => spec with { OneHot = on });

    private Task SetLeadsAsync(string kind) => SetAsync("leads", $"leads: {s_leads.First(choice => choice.Value == kind).Label}",
        spec => spec with { Leads = Enum.Parse<LeadKind>(kind) });

    /// <summary>A change takes all features again, because those that were chosen by name may be there no more.</summary>
    private Task SetAsync(string key, string text, Func<FeatureSpec, FeatureSpec> apply) => ChangeAsync($"data:made:{key}", text,
        spec => spec with { Data = spec.Data with { Engineering = apply(spec.Data.Engineering ?? new FeatureSpec()), Features = [] } });
}
