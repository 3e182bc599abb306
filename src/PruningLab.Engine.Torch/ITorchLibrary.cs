namespace PruningLab.Engine.Torch;

/// <summary>libtorch as far as it concerns devices.</summary>
internal interface ITorchLibrary
{
    /// <summary>Loads it.</summary>
    /// <returns>Why it cannot be loaded, in a few words; null when it is loaded.</returns>
    string? Load();

    /// <summary>Version that TorchSharp was made for, for example <c>2.10.0</c>; asked for after <see cref="Load"/>.</summary>
    string Version { get; }

    /// <summary>Number of graphics cards that it sees; 0 without CUDA.</summary>
    int CountCards();

    /// <summary>Why its part for CUDA cannot be loaded, in a few words; null when it is loaded.</summary>
    string? WhyNoCuda();

    /// <summary>Computes something small on a device and reads it back.</summary>
    /// <param name="device">Device in libtorch's words: <c>cpu</c>, <c>cuda:0</c>, ….</param>
    /// <returns>What went wrong, in a few words; null when the result is right.</returns>
    string? Try(string device);
}
