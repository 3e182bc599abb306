namespace PruningLab.Engine.Tests.Data;

/// <summary>A test on the papers' real files; says why it skips when their folder is not beside the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
        : this(RepositoryFolders.SharedData)
    {
    }

    internal SharedDataFactAttribute(string folder)
    {
        if (!Directory.Exists(folder))
            Skip = "The papers' real files are not here: ../shared/datasets, beside the repository, does not exist.";
    }
}
