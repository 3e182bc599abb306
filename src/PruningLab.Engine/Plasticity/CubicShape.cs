namespace PruningLab.Engine.Plasticity;

/// <summary>The two cubic shapes.</summary>
public enum CubicShape
{
    /// <summary><c>s_min + (s_max − s_min)·p³</c>: slow start (Vos et al. 2025, Algorithm 2).</summary>
    SlowStart,

    /// <summary><c>s_max + (s_min − s_max)·(1 − p)³</c>: fast start (Zhu and Gupta 2017).</summary>
    FastStart,
}
