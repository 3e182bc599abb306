namespace PruningLab.Cli.Tests;

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pruninglab-cli-");

    /// <summary>A place in it.</summary>
    public string this[string name] => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>Writes a text file.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>Names of what lies in it.</summary>
    public string[] Names() => [.. _folder.EnumerateFileSystemInfos().Select(info => info.Name).Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Delete(recursive: true);
}
