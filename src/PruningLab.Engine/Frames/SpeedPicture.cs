using PruningLab.Engine.Sessions;

namespace PruningLab.Engine.Frames;

/// <summary>What the speed panel shows beside the frames (docs/wire-format.md); serialised as camel-case JSON.</summary>
/// <param name="Probing">When it is measured: off, onRequest, regularly.</param>
/// <param name="Report">The last measurement of the run; null before the first.</param>
public sealed record SpeedPicture(string Probing, SpeedReport? Report)
{
    /// <summary>The picture of a session's view.</summary>
    public static SpeedPicture Of(SessionView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new SpeedPicture(NameOf(view.SpeedProbing), view.Speed);
    }

    /// <summary>The name of a choice as the page knows it.</summary>
    public static string NameOf(SpeedProbing probing) => probing switch
    {
        SpeedProbing.Off => "off",
        SpeedProbing.Regularly => "regularly",
        _ => "onRequest",
    };
}
