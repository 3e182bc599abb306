namespace PruningLab.Engine.Plasticity;

/// <summary>What t of the schedule is.</summary>
public enum ScheduleClock
{
    /// <summary>The epoch, counted from 1 (Algorithm 4): the last epoch reaches s_max.</summary>
    EpochFromOne,

    /// <summary>The epoch, counted from 0 (the authors' released code): the last epoch falls short of s_max.</summary>
    EpochFromZero,

    /// <summary>Batches done divided by batches per epoch: the target moves at every update.</summary>
    Batch,
}
