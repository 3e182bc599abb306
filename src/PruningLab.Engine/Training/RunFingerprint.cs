using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PruningLab.Engine.Training;

/// <summary>A fingerprint of a run's state: equal fingerprints mean equal bits of all weights and masks.</summary>
public static class RunFingerprint
{
    /// <summary>SHA-256 over all parameters' bits and all masks, as hexadecimal digits.</summary>
    public static string Of(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < trainer.Network.Parameters.Count; i++)
        {
            hash.AppendData(MemoryMarshal.AsBytes(trainer.Network.Weights(i)));
        }
        for (int i = 0; i < trainer.Masks.Count; i++)
        {
            hash.AppendData(trainer.Masks[i].Bits);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
