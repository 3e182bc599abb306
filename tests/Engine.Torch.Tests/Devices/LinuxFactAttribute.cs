namespace PruningLab.Engine.Torch.Tests.Devices;

/// <summary>A test of files that only Linux has.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    /// <summary>Skips it elsewhere.</summary>
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Only Linux has these files.";
}
