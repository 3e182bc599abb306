using Xunit.Abstractions;
using Xunit.Sdk;

namespace PruningLab.E2E.Tests;

/// <summary>Finds the tests of <see cref="OnRequestFactAttribute"/> when their variable is set.</summary>
/// <param name="messages">Where the runner wants to be told.</param>
public sealed class OnRequestDiscoverer(IMessageSink messages) : IXunitTestCaseDiscoverer
{
    /// <inheritdoc/>
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        ArgumentNullException.ThrowIfNull(factAttribute);
        string variable = factAttribute.GetConstructorArguments().OfType<string>().Single();
        return string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable))
            ? []
            : [new XunitTestCase(messages, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)];
    }
}
