namespace PruningLab.Components.Controls;

/// <summary>Ids that tie labels to their fields.</summary>
internal static class ControlId
{
    /// <summary>A new id that no other element on the page has.</summary>
    /// <returns>A letter and 12 hexadecimal digits.</returns>
    public static string Next() => "c" + Guid.NewGuid().ToString("N")[..12];
}
