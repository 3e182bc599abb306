namespace PruningLab.Engine.Data;

/// <summary>Turns a choice of data into windows.</summary>
public interface IWindowSource
{
    /// <summary>Loads the data and prepares its windows.</summary>
    /// <exception cref="DataException">The data are gone, broken or do not fit the choice; the message is one sentence.</exception>
    WindowSet Load(DataSpec spec);

    /// <summary>Unit of the target, for example <c>points</c>; empty when unknown, when targets have several, and for classes.</summary>
    string TargetUnit(DataSpec spec);
}
