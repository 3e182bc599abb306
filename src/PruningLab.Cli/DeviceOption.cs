using System.CommandLine;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Cli;

/// <summary>The option <c>--device</c>, and devices that a file names.</summary>
internal static class DeviceOption
{
    /// <summary>Name of the option.</summary>
    public const string Name = "--device";

    private const string FirstCard = "cuda";

    /// <summary>Makes the option.</summary>
    /// <param name="description">What the device is used for.</param>
    public static Option<string?> Create(string description) => new(Name)
    {
        Description = $"{description} One that pruninglab devices lists, such as {DeviceId.Cpu}, {DeviceId.TorchCpu} or {DeviceId.Cuda(0)}.",
        HelpName = "ID",
        CustomParser = result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            // As PyTorch has it, the first card.
            text = text == FirstCard ? DeviceId.Cuda(0) : text;
            if (DeviceId.IsKnown(text))
            {
                return text;
            }
            result.AddError($"{Name} is “{text}”, but must be {DeviceId.Cpu}, {DeviceId.TorchCpu} or a graphics card such as {DeviceId.Cuda(0)}");
            return null;
        },
    };

    /// <summary>The backend of a device that was asked for by the option.</summary>
    /// <exception cref="CliException">It does not work here.</exception>
    public static IBackend Open(CliContext context, string? device) => Open(context, device, Name, "");

    /// <summary>The backend of a device that a file names.</summary>
    /// <param name="context">The command's context.</param>
    /// <param name="device">Id of the device; null for the managed engine.</param>
    /// <param name="name">Name of the file, for the sentence.</param>
    /// <param name="wayOut">A sentence that says how to go on without the device; empty for none.</param>
    /// <exception cref="CliException">It does not work here.</exception>
    public static IBackend Open(CliContext context, string? device, string name, string wayOut)
    {
        try
        {
            return context.Backend.Open(device);
        }
        catch (SettingException exception)
        {
            throw new CliException($"{name}: {exception.Message}{(wayOut.Length > 0 ? " " : "")}{wayOut}", exception);
        }
    }

    /// <summary>How a device is called among people who have not asked for one.</summary>
    public static string Of(string? device) => device ?? DeviceId.Cpu;
}
