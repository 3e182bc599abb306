namespace PruningLab.Components.Controls;

/// <summary>How much a sentence matters.</summary>
public enum AlertKind
{
    /// <summary>Worth knowing; said when the screen reader has time.</summary>
    Notice,

    /// <summary>Something failed; said at once.</summary>
    Error,
}
