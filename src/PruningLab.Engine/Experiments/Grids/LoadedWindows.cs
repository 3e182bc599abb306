using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PruningLab.Engine.Data;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>Windows that trainings share; they never change, so that any number of threads may read them.</summary>
internal sealed class LoadedWindows
{
    private readonly Lazy<string> _fingerprint;

    public LoadedWindows(WindowSet windows)
    {
        Windows = windows;
        _fingerprint = new Lazy<string>(() => FingerprintOf(windows));
    }

    public WindowSet Windows { get; }

    /// <summary>First 16 hexadecimal digits of the SHA-256 of all standardised rows, then of the targets or classes of all windows.</summary>
    public string Fingerprint => _fingerprint.Value;

    private static string FingerprintOf(WindowSet windows)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // In pieces, because bytes of a long series are more than a span counts.
        for (ReadOnlySpan<float> rows = windows.Rows; !rows.IsEmpty;)
        {
            int count = Math.Min(rows.Length, 1 << 20);
            hash.AppendData(MemoryMarshal.AsBytes(rows[..count]));
            rows = rows[count..];
        }
        foreach (WindowSet stage in windows.Stages)
        {
            float[] targets = new float[Math.Max(1, stage.Targets.Count)];
            for (int window = 0; window < stage.Count; window++)
            {
                for (int output = 0; output < targets.Length; output++)
                {
                    targets[output] = stage.Task == TaskKind.Classification ? stage.Label(window) : stage.Target(window, output);
                }
                hash.AppendData(MemoryMarshal.AsBytes<float>(targets));
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
