namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Gives names of files and elements that no two tables or figures share: names of networks and settings may differ by signs
/// alone that a file's name does not have.</summary>
internal sealed class OwnNames
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The name, or, when its file name is taken, the name with the next free number from 2 on behind it.</summary>
    public string Of(string name)
    {
        string own = name;
        for (int number = 2; !_taken.Add(FigureSvg.FileName(own)); number++)
        {
            own = FormattableString.Invariant($"{name}-{number}");
        }
        return own;
    }
}
