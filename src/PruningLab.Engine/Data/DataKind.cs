namespace PruningLab.Engine.Data;

/// <summary>What a data set of the catalogue holds.</summary>
public enum DataKind
{
    /// <summary>A table of columns: a series in time order, or separate rows.</summary>
    Table,

    /// <summary>Pictures with a class each; a picture is one row of all its pixels.</summary>
    Pictures,

    /// <summary>Pictures with a class each; a picture is a window of its rows, from the top down.</summary>
    PictureRows,
}
