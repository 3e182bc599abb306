using System.Globalization;
using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;
using PruningLab.Engine.Data;

namespace PruningLab.Components.Panels;

/// <summary>How a file was read, for correction, with its first rows as they stand in the file.</summary>
public sealed partial class FormatDetails : ComponentBase
{
    private static readonly Choice[] s_separators = [new(",", "comma ,"), new(";", "semicolon ;"), new("\t", "tab"), new("|", "bar |"), new(" ", "blanks")];

    private static readonly Choice[] s_decimalMarks = [new(".", "point ."), new(",", "comma ,")];

    private Choice[] _dateColumns = [];
    private SeriesPreview? _listed;
    private string? _fault;

    /// <summary>How the file was read and what came out.</summary>
    [Parameter, EditorRequired]
    public SeriesPreview Preview { get; set; } = default!;

    /// <summary>Called with the corrected format.</summary>
    [Parameter]
    public EventCallback<CsvFormat> OnChange { get; set; }

    private CsvFormat Format => Preview.Format;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_listed, Preview))
        {
            _listed = Preview;
            _dateColumns = [new Choice(string.Empty, "none"), .. Preview.Columns.Select(column => new Choice(column.Name, column.Name))];
        }
    }

    private static string Text(ChangeEventArgs change) => (change.Value as string)?.Trim() ?? string.Empty;

    private static string[] Words(ChangeEventArgs change) => Text(change).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Kind(ColumnDescription column) => column.Kind switch
    {
        ColumnKind.Numeric when column.MissingCount > 0 => $"number, {column.MissingCount} missing",
        ColumnKind.Numeric => "number",
        ColumnKind.Date => "time",
        ColumnKind.Empty => "empty",
        _ => "text",
    };

    private Task SetAsync(CsvFormat format)
    {
        _fault = null;
        return OnChange.InvokeAsync(format);
    }

    private Task SetMissingMarksAsync(ChangeEventArgs change) => SetAsync(Format with { MissingMarks = Words(change) });

    private Task SetMissingNumbersAsync(ChangeEventArgs change)
    {
        List<double> numbers = [];
        foreach (string word in Words(change))
        {
            if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
            {
                _fault = $"“{word}” is not a number; write numbers such as -200 with blanks between them.";
                return Task.CompletedTask;
            }

            numbers.Add(number);
        }

        return SetAsync(Format with { MissingNumbers = numbers });
    }
}
