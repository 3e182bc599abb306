namespace PruningLab.Engine.Torch.Tests.Conformance;

/// <summary>Dropout drawn on the device, few windows predicted together.</summary>
public sealed class TorchDeviceDrawsConformance() : TorchConformance(new TorchSettings { MostHostDraws = 0, PredictedTogether = 7 });
