namespace PruningLab.Engine.Kernels;

/// <summary>Four rows of a product with two terms: <c>out_j = start_j + first_j · A + second_j · B</c>.</summary>
/// <remarks>Rows of <c>first</c> and <c>second</c> are contiguous scalars to broadcast; A and B are [depth × columns] with
/// columns contiguous. Rows may coincide, which is how a remainder of fewer than four rows is done.</remarks>
internal unsafe struct RowTile
{
    /// <summary>Rows of the first factor.</summary>
    public float* First0, First1, First2, First3;

    /// <summary>Rows of the second factor; not read when its depth is 0.</summary>
    public float* Second0, Second1, Second2, Second3;

    /// <summary>Matrix A: pointer, distance between rows and number of rows.</summary>
    public float* A;

    /// <summary>Distance between rows of A.</summary>
    public nint StrideA;

    /// <summary>Rows of A.</summary>
    public nint DepthA;

    /// <summary>Matrix B.</summary>
    public float* B;

    /// <summary>Distance between rows of B.</summary>
    public nint StrideB;

    /// <summary>Rows of B; 0 for a product with one term.</summary>
    public nint DepthB;

    /// <summary>Result rows.</summary>
    public float* Out0, Out1, Out2, Out3;

    /// <summary>Start values, used unless <see cref="Accumulate"/> is set.</summary>
    public float Start0, Start1, Start2, Start3;

    /// <summary>True to start from what the result rows hold.</summary>
    public bool Accumulate;
}
