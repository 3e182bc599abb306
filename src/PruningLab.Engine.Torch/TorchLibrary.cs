using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace PruningLab.Engine.Torch;

/// <summary>libtorch by TorchSharp.</summary>
/// <remarks>
/// TorchSharp loads libtorch in the static constructor of <c>torch</c>: when that fails, it writes pages to the standard output,
/// and <c>torch</c> stays unusable for the life of the process. So the native libraries are loaded here first, in the same
/// order, and <c>torch</c> is not touched unless that went well. The constructor itself then loads <c>torch_cuda</c>, if the
/// build has it, before anything asks for CUDA: libtorch remembers the first answer.
/// </remarks>
internal sealed class TorchLibrary : ITorchLibrary
{
    private const int Side = 16;
    private const int MostCharacters = 160;

    /// <inheritdoc/>
    public string Version => torch.NormalizeNuGetVersion(torch.__version__);

    /// <inheritdoc/>
    public string? Load()
    {
        Assembly assembly = typeof(torch).Assembly;
        _ = NativeLibrary.TryLoad("torch_cpu", assembly, null, out _);
        try
        {
            _ = NativeLibrary.Load("LibTorchSharp", assembly, null);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            return ReasonOfLoader(exception.Message);
        }
        return Silently(() =>
        {
            Initialise();
            return null;
        });
    }

    /// <inheritdoc/>
    public int CountCards()
    {
        int cards = 0;
        _ = Silently(() =>
        {
            cards = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
            return null;
        });
        return cards;
    }

    /// <inheritdoc/>
    /// <remarks>A product of two matrices, so that the library for them is loaded, too; every number in it is exact in any
    /// precision that a card may compute in.</remarks>
    public string? Try(string device) => Silently(() =>
    {
        using IDisposable scope = torch.NewDisposeScope();
        torch.Tensor half = torch.full([Side, Side], 0.5f, dtype: torch.ScalarType.Float32, device: new torch.Device(device));
        double sum = torch.matmul(half, half).add(1).sum().cpu().ToDouble();
        double expected = Side * Side * ((Side * 0.25) + 1);
        return sum == expected ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"a sum of {expected} came out as {sum}");
    });

    /// <summary>The first line of an error of libtorch; what follows is a list of addresses.</summary>
    /// <param name="message">The message.</param>
    internal static string FirstLine(string message)
    {
        string line = message.AsSpan().Trim().ToString().Split('\n')[0].Trim().TrimEnd('.', ':');
        return line.Length <= MostCharacters ? line : string.Concat(line.AsSpan(0, MostCharacters - 1).TrimEnd(), "…");
    }

    /// <summary>What the loader says about the library that is missing or wrong.</summary>
    /// <remarks>.NET's message begins with advice and then has one line for each place where it looked. Most of them say that
    /// there is no such file; the line worth showing is another one, if there is one.</remarks>
    /// <param name="message">.NET's message.</param>
    internal static string ReasonOfLoader(string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string? telling = lines.Skip(1).FirstOrDefault(line => !line.Contains("LibTorchSharp", StringComparison.Ordinal)
            || !line.Contains("No such file", StringComparison.Ordinal));
        return FirstLine(telling is null ? "its file LibTorchSharp is not there" : WithoutFolders(telling));
    }

    /// <summary>File names instead of paths.</summary>
    private static string WithoutFolders(string line) =>
        string.Join(' ', line.Split(' ').Select(word => word.StartsWith('/') ? word[(word.LastIndexOf('/') + 1)..] : word));

    // In a method of its own: the static constructor of torch must run inside Silently's catch.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Initialise() => torch.InitializeDeviceType(DeviceType.CPU);

    /// <summary>Runs something with the standard output silenced, and turns its errors into words.</summary>
    private static string? Silently(Func<string?> action)
    {
        TextWriter output = Console.Out;
        Console.SetOut(TextWriter.Null);
        try
        {
            return action();
        }
        // Whatever TorchSharp and libtorch throw at first contact means the same: this device does not work.
#pragma warning disable CA1031
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return FirstLine((exception.GetBaseException() ?? exception).Message);
        }
        finally
        {
            Console.SetOut(output);
        }
    }
}
