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
    private static readonly Lock _silence = new();

    /// <inheritdoc/>
    public string Version => torch.NormalizeNuGetVersion(torch.__version__);

    /// <inheritdoc/>
    public string? Load()
    {
        // As TorchSharp does: whether the first can be loaded by its name does not matter.
        _ = LoadPart("torch_cpu");
        return LoadPart("LibTorchSharp") ?? Silently(() =>
        {
            Initialise();
            return null;
        });
    }

    /// <inheritdoc/>
    public string? WhyNoCuda() => LoadPart("torch_cuda");

    /// <inheritdoc/>
    public int CountCards()
    {
        int cards = 0;
        _ = Guarded(() =>
        {
            cards = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
            return null;
        });
        return cards;
    }

    /// <inheritdoc/>
    /// <remarks>A product of two matrices, so that the library for them is loaded, too; every number in it is exact in any
    /// precision that a card may compute in.</remarks>
    public string? Try(string device) => Guarded(() =>
    {
        using IDisposable scope = torch.NewDisposeScope();
        using Scalar value = 0.5f;
        torch.Tensor half = torch.full([Side, Side], value, dtype: torch.ScalarType.Float32, device: new torch.Device(device));
        // Not by matmul, an error of which would end the process; see SelfAttention.
        double sum = half.mm(half).add(Scalars.One, Scalars.One).sum().cpu().ToDouble();
        double expected = Side * Side * ((Side * 0.25) + 1);
        return sum == expected ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"a sum of {expected} came out as {sum}");
    });

    /// <summary>The first sentence of an error of libtorch, without its full stop; what follows is advice and a list of addresses.</summary>
    /// <param name="message">The message.</param>
    internal static string FirstSentence(string message)
    {
        string line = message.Trim().Split('\n')[0].Split(". ")[0].Trim().TrimEnd('.', ':');
        return line.Length <= MostCharacters ? line : string.Concat(line.AsSpan(0, MostCharacters - 1).TrimEnd(), "…");
    }

    /// <summary>What the loader says about the library that is missing or wrong.</summary>
    /// <remarks>On Linux .NET's message begins with advice and then has one line for each place where it looked. Most of them say
    /// that there is no such file; the line worth showing is another one, if there is one. On Windows it is one line.</remarks>
    /// <param name="library">Name of the library that was to be loaded.</param>
    /// <param name="message">.NET's message.</param>
    internal static string ReasonOfLoader(string library, string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string? telling = lines.Length == 1 ? lines[0] : lines.Skip(1).FirstOrDefault(line => !IsMissing(line, library));
        return FirstSentence(telling is null ? $"the library {library} is missing" : WithoutFolders(telling));
    }

    /// <summary>Whether a line says no more than that the library's own file is not in some place.</summary>
    private static bool IsMissing(string line, string library) => line.Contains("No such file", StringComparison.Ordinal)
        && (line.Contains($"{library}: ", StringComparison.Ordinal) || line.Contains($"{library}.so: ", StringComparison.Ordinal));

    /// <summary>Loads one of the native libraries beside TorchSharp; what is wrong, or null.</summary>
    private static string? LoadPart(string library)
    {
        try
        {
            _ = NativeLibrary.Load(library, typeof(torch).Assembly, null);
            return null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            return ReasonOfLoader(library, exception.Message);
        }
    }

    /// <summary>File names instead of paths.</summary>
    private static string WithoutFolders(string line) =>
        string.Join(' ', line.Split(' ').Select(word => word.StartsWith('/') ? word[(word.LastIndexOf('/') + 1)..] : word));

    // In a method of its own: the static constructor of torch must run inside Guarded's catch.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Initialise() => torch.InitializeDeviceType(DeviceType.CPU);

    /// <summary>Runs something with the standard output silenced, and turns its errors into words.</summary>
    /// <param name="action">Returns what went wrong, or null.</param>
    internal static string? Silently(Func<string?> action)
    {
        // Two at a time would put back each other's silence.
        lock (_silence)
        {
            TextWriter output = Console.Out;
            Console.SetOut(TextWriter.Null);
            try
            {
                return Guarded(action);
            }
            finally
            {
                Console.SetOut(output);
            }
        }
    }

    /// <summary>Runs something and turns its errors into words.</summary>
    private static string? Guarded(Func<string?> action)
    {
        try
        {
            return action();
        }
        // Whatever TorchSharp and libtorch throw at first contact means the same: this device does not work.
#pragma warning disable CA1031
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return FirstSentence(exception.GetBaseException().Message);
        }
    }
}
