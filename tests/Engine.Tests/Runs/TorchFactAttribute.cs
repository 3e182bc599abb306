using System.ComponentModel;
using System.Diagnostics;

namespace PruningLab.Engine.Tests.Runs;

/// <summary>A test that runs PyTorch; says why it skips when there is none. <c>PRUNINGLAB_PYTHON</c> names another Python.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TorchFactAttribute : FactAttribute
{
    private static readonly Lazy<string> Missing = new(WhyMissing);

    public TorchFactAttribute()
    {
        if (Missing.Value.Length > 0)
        {
            Skip = Missing.Value;
        }
    }

    /// <summary>The interpreter.</summary>
    public static string Python => Environment.GetEnvironmentVariable("PRUNINGLAB_PYTHON") ?? "/usr/bin/python3";

    /// <summary>Runs Python to its end.</summary>
    /// <returns>Exit code, standard output, standard error.</returns>
    public static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    private static string WhyMissing()
    {
        try
        {
            return Run("-c", "import torch").Code == 0
                ? ""
                : $"{Python} has no PyTorch; install it (Debian: apt-get install python3-torch) or name another Python in PRUNINGLAB_PYTHON.";
        }
        catch (Win32Exception)
        {
            return $"There is no {Python}; install Python 3 with PyTorch or name another Python in PRUNINGLAB_PYTHON.";
        }
    }
}
