namespace PruningLab.Engine.Runs;

/// <summary>Something asked the matrices of a file for what only a network with data has.</summary>
internal sealed class NoDataException : Exception
{
    /// <summary>With a finished sentence.</summary>
    public NoDataException()
        : base("The rule scores connections on data, which a file of weights alone does not have.")
    {
    }
}
