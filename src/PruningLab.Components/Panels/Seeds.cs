using System.Security.Cryptography;

namespace PruningLab.Components.Panels;

/// <summary>Seeds for people who want "another one".</summary>
public static class Seeds
{
    /// <summary>A new seed, short enough to read out.</summary>
    /// <returns>A number from 1 to 9999.</returns>
    public static int Next() => RandomNumberGenerator.GetInt32(1, 10_000);
}
