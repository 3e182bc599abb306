using System.Numerics;
using System.Runtime.Intrinsics;
using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Tests.Kernels;

/// <summary>Guards the runs of <c>test.sh</c> that mean to be without certain instructions.</summary>
/// <remarks>
/// The runtime ignores a switch whose name it does not know, and the names change: <c>DOTNET_EnableAVX512F</c> of .NET 8 and 9
/// is <c>DOTNET_EnableAVX512</c> in .NET 10. So such a run says in <see cref="Variable"/> what it expects.
/// </remarks>
public sealed class InstructionLevelTests
{
    private const string Variable = "PRUNINGLAB_EXPECT_VECTORS";

    [Fact]
    public void Vectors_OfThisRun_AreThoseThatTheRunExpects()
    {
        string? expected = Environment.GetEnvironmentVariable(Variable);
        switch (expected)
        {
            case null or "":
                break;
            case "512":
                Assert.True(Vector512.IsHardwareAccelerated);
                break;
            case "256":
                Assert.False(Vector512.IsHardwareAccelerated);
                Assert.NotEqual(KernelPath.Vector512, KernelPaths.Best);
                Assert.True(Vector128.IsHardwareAccelerated);
                break;
            case "none":
                Assert.False(Vector512.IsHardwareAccelerated);
                Assert.False(Vector256.IsHardwareAccelerated);
                Assert.False(Vector128.IsHardwareAccelerated);
                Assert.False(Vector.IsHardwareAccelerated);
                Assert.Equal(KernelPath.Scalar, KernelPaths.Best);
                break;
            default:
                Assert.Fail($"{Variable} is {expected}, but must be 512, 256 or none.");
                break;
        }
    }
}
