using Xunit.Sdk;

namespace PruningLab.E2E.Tests;

/// <summary>A test that exists only when an environment variable is set: a tool for people rather than a check.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("PruningLab.E2E.Tests.OnRequestDiscoverer", "PruningLab.E2E.Tests")]
public sealed class OnRequestFactAttribute : FactAttribute
{
    /// <summary>The variable that asks for it.</summary>
    /// <param name="variable">Its name.</param>
    public OnRequestFactAttribute(string variable) => Variable = variable;

    /// <summary>The environment variable's name.</summary>
    public string Variable { get; }
}
