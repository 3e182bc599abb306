using PruningLab.Engine.Training;

namespace PruningLab.Engine.Networks;

/// <summary>Makes networks: the managed engine today, others behind the same seam later.</summary>
public interface IBackend
{
    /// <summary>Short name for the page, for example <c>CPU</c>.</summary>
    string Name { get; }

    /// <summary>Most threads that one network may share its batches among.</summary>
    int MaxThreads => 1;

    /// <summary>Creates a network with PyTorch's default initialisation, drawn from <paramref name="weights"/> in the
    /// order of <see cref="INetwork.Parameters"/>.</summary>
    /// <exception cref="SettingException">A size is outside what the backend supports; the sentence names it.</exception>
    INetwork Create(NetworkShape shape, RandomStream weights);
}
