namespace PruningLab.E2E.Tests;

/// <summary>All browser tests share one browser and, where they can, one server, and run one after the other: two cores carry no more.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<Browser>, ICollectionFixture<SharedServer>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "browser";
}
