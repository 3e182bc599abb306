using Bunit;
using PruningLab.Components.Panels;

namespace PruningLab.Components.Tests.Fakes;

/// <summary>What tests do to the data panel.</summary>
internal static class GroupActions
{
    /// <summary>Changes a field on the component's own context, so that it does not render between finding the element and changing it.</summary>
    public static void Change(IRenderedComponent<DataGroup> group, string selector, object value)
    {
        group.WaitForElement(selector);
        _ = group.InvokeAsync(() => group.Find(selector).Change(value));
    }
}
