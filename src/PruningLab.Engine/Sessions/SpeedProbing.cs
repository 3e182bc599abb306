namespace PruningLab.Engine.Sessions;

/// <summary>When a session times dense against sparse kernels.</summary>
public enum SpeedProbing
{
    /// <summary>Never.</summary>
    Off,

    /// <summary>When it is asked.</summary>
    OnRequest,

    /// <summary>When it is asked, and every few seconds while it trains and somebody watches.</summary>
    Regularly,
}
