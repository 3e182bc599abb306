using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Frames;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Grids;

/// <summary>The networks of a grid, out of the presets; recurrent ones may have another size.</summary>
public sealed partial class NetworkAxis : GridAxis
{
    private static NetworkPreset? Preset(NetworkSpec network) => NetworkPreset.All.FirstOrDefault(preset => preset.Fits(network));

    private static string? Fault(NetworkSpec network)
    {
        try
        {
            network.Validate();
            return null;
        }
        catch (SettingException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>The name that tables get: the kind alone, as the papers write it, while it is free.</summary>
    private string NameOf(NetworkPreset preset)
    {
        string kind = Topology.NameOf(preset.Spec.Kind);
        return Spec.Networks.Any(network => network.Name == kind) ? Free(preset.Name, Spec.Networks.Select(network => network.Name)) : kind;
    }

    private string? NameFault(string name, int index) => NameFault(name, "network", Spec.Networks.Where((_, place) => place != index).Select(network => network.Name));

    private Task AddAsync(NetworkPreset preset) => SetAsync(Spec with { Networks = [.. Spec.Networks, new GridNetwork(NameOf(preset), preset.Spec)] });

    private Task RemoveAsync(int index) => SetAsync(Spec with { Networks = Without(Spec.Networks, index) });

    private Task ResizeAsync(int index, int units)
    {
        GridNetwork network = Spec.Networks[index];
        return SetAsync(Spec with { Networks = Replace(Spec.Networks, index, network with { Spec = network.Spec with { HiddenUnits = units } }) });
    }

    /// <summary>Gives a network another name, and the methods that are for it alone as well.</summary>
    private Task RenameAsync(int index, string name)
    {
        string before = Spec.Networks[index].Name;
        return SetAsync(Spec with
        {
            Networks = Replace(Spec.Networks, index, Spec.Networks[index] with { Name = name }),
            Methods = [.. Spec.Methods.Select(method => method with { Networks = [.. method.Networks.Select(network => network == before ? name : network)] })],
        });
    }
}
