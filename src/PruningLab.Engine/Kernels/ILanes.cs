namespace PruningLab.Engine.Kernels;

/// <summary>The arithmetic that the kernels need, on a vector of single-precision lanes.</summary>
/// <remarks>
/// Kernels are written once, generic over <typeparamref name="TVector"/>; the JIT compiles one body per implementation
/// (<see cref="ScalarLanes"/>, <see cref="Lanes256"/>, <see cref="Lanes512"/>) with every call inlined. All
/// implementations run on every machine, in software where the instructions are missing, so each can be tested anywhere.
/// </remarks>
/// <typeparam name="TVector">Type of the vector.</typeparam>
internal unsafe interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Lanes per vector; divides <see cref="KernelLayout.LaneMultiple"/>.</summary>
    static abstract int Width { get; }

    /// <summary>Vectors per tile row that fit the register file: 4, 2 or 1.</summary>
    static abstract int TileVectors { get; }

    /// <summary>Reads one vector.</summary>
    static abstract TVector Load(float* source);

    /// <summary>Writes one vector.</summary>
    static abstract void Store(float* destination, TVector value);

    /// <summary>The value in every lane.</summary>
    static abstract TVector Broadcast(float value);

    /// <summary>The number with this representation in every lane.</summary>
    static abstract TVector BroadcastBits(int bits);

    /// <summary><c>a + b</c>.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary><c>a − b</c>.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary><c>a · b</c>.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary><c>a / b</c>.</summary>
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary><c>a · b + c</c>, rounded once where the machine can, else twice.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary><c>√a</c>.</summary>
    static abstract TVector SquareRoot(TVector a);

    /// <summary>x limited to [low, high]; a NaN in x stays NaN.</summary>
    static abstract TVector Limit(TVector x, TVector low, TVector high);

    /// <summary>The value where the condition is greater than 0, else +0.</summary>
    static abstract TVector KeepPositive(TVector value, TVector condition);

    /// <summary>Sum of all lanes.</summary>
    static abstract float Sum(TVector value);

    /// <summary>2ⁿ⁻¹²⁷ for the whole number n in the low eight bits of each lane's representation.</summary>
    static abstract TVector PowerOfTwo(TVector bits);

    /// <summary>The value where the mask's byte is 1, exactly +0 (even for NaN and infinity) where it is 0.</summary>
    static abstract TVector KeepActive(TVector value, byte* mask);

    /// <summary>Adds the sum over the lanes of each of four vectors that lie one after the other to four floats.</summary>
    static abstract void AddSums(float* vectors, float* destination);
}
