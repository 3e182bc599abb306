using System.Diagnostics;
using System.Globalization;

namespace PruningLab.Benchmarks;

/// <summary>A Python process that runs PyTorch's side of a race, one request per line.</summary>
internal sealed class TorchProcess : IDisposable
{
    private readonly Process _process;

    private TorchProcess(Process process, string version)
    {
        _process = process;
        Version = version;
    }

    /// <summary>What the script says about PyTorch.</summary>
    public string Version { get; }

    /// <summary>Starts a script, or returns null when Python or PyTorch is missing.</summary>
    /// <param name="python">Python interpreter.</param>
    /// <param name="script">File name in <c>benchmarks/pytorch</c>.</param>
    /// <param name="threads">Threads of PyTorch and of OpenBLAS.</param>
    /// <param name="coreType">Kernels of OpenBLAS, such as <c>SkylakeX</c>; empty for its own choice.</param>
    public static TorchProcess? Start(string python, string script, int threads = 1, string coreType = "")
    {
        ProcessStartInfo start = new(python, [Path.Combine(AppContext.BaseDirectory, "pytorch", script)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["OPENBLAS_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        start.Environment["OMP_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        if (coreType.Length > 0)
        {
            start.Environment["OPENBLAS_CORETYPE"] = coreType;
        }
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        string? version = process.StandardOutput.ReadLine();
        if (version is null)
        {
            process.Dispose();
            return null;
        }
        return new TorchProcess(process, version);
    }

    /// <summary>Sends a request and reads the number that answers it.</summary>
    public double Ask(string request)
    {
        _process.StandardInput.WriteLine(request);
        string answer = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException("The Python script ended early; its message stands above.");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }

    /// <summary>Ends the script by closing its input.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
