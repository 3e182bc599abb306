namespace PruningLab.Engine.Torch;

/// <summary>Units that dropout draws together.</summary>
/// <param name="Units">Units, or attention weights, of one window.</param>
/// <param name="Told">How many of the first ones stand in <see cref="Networks.INetwork.DroppedUnits"/>.</param>
/// <param name="IsDrawnByUnit">Order of the draws: <see cref="Networks.DropoutScale.DrawByUnit"/> rather than
/// <see cref="Networks.DropoutScale.Draw"/>.</param>
internal sealed record DropoutGroup(int Units, int Told, bool IsDrawnByUnit);
