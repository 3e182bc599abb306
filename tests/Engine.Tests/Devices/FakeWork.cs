namespace PruningLab.Engine.Tests.Devices;

/// <summary>What a <see cref="FakeDevices"/> counts.</summary>
internal enum FakeWork
{
    Create,
    Bind,
    Pass,
    Predict,
    Weights,
    Gradients,
    SetWeights,
    TakeLosses,
}
