using TorchSharp;
using static TorchSharp.torch;

namespace PruningLab.Engine.Torch;

/// <summary>Numbers that stand in calls of TorchSharp, kept for good.</summary>
/// <remarks>TorchSharp hands a <see cref="Scalar"/> over by its handle and does not keep it alive during the call: one that was
/// made by an implicit conversion may be freed by the finaliser while the call still reads it, which then fails, or computes with
/// another number. So may the factor 1 that <c>a + b</c>, <c>add</c> and <c>add_</c> make up themselves. Hence the rule of this assembly: no implicit
/// scalars and no <c>+</c>, but these numbers, <see cref="Plus"/>, or a <c>using Scalar</c>, whose disposal keeps it alive.
/// With TorchSharp 0.106.0, <c>a + b</c> threw 278 times in 1.6 million calls while the collector never rested, and never this
/// way; <c>FinaliserTests</c> keeps watch.</remarks>
internal static class Scalars
{
    public static Scalar Zero { get; } = 0;

    public static Scalar One { get; } = 1;

    public static Scalar MinusOne { get; } = -1;

    /// <summary><c>a + b</c>.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, One);

    /// <summary><c>a ← a + b</c>.</summary>
    public static Tensor Gain(this Tensor a, Tensor b) => a.add_(b, One);
}
