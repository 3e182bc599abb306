using System.Buffers.Binary;
using System.IO.Compression;
using PruningLab.Engine.Data;

namespace PruningLab.Engine.Tests.Data;

/// <summary>Small IDX files, written byte by byte.</summary>
internal static class Idx
{
    public const string FileName = "test-idx";

    /// <summary>Bytes of a file: two zeros, type, number of dimensions, sizes, values.</summary>
    public static byte[] File(byte[] values, params uint[] sizes)
    {
        byte[] bytes = new byte[4 + (4 * sizes.Length) + values.Length];
        bytes[2] = 8;
        bytes[3] = (byte)sizes.Length;
        for (int i = 0; i < sizes.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 + (4 * i)), sizes[i]);
        values.CopyTo(bytes.AsSpan(4 + (4 * sizes.Length)));
        return bytes;
    }

    /// <summary>The same bytes, packed by gzip.</summary>
    public static byte[] Packed(byte[] bytes)
    {
        using MemoryStream stream = new();
        using (GZipStream packing = new(stream, CompressionLevel.Fastest))
            packing.Write(bytes);
        return stream.ToArray();
    }

    /// <summary>Pictures of 2 × 3 pixels, whose pixels are 10·number + place, with labels number mod 10.</summary>
    public static void WriteSmallMnist(TemporaryFolder folder, int train = 4, int test = 2)
    {
        Write(folder, "train", train, 0);
        Write(folder, "t10k", test, 5);
    }

    /// <summary>Reads all of a file.</summary>
    public static byte[] Read(byte[] bytes, int dimensions)
    {
        using IdxReader reader = new(new MemoryStream(bytes), FileName, dimensions);
        byte[] values = new byte[reader.Count * reader.Rows * reader.Columns];
        reader.Read(values, 0);
        reader.RequireEnd();
        return values;
    }

    private static void Write(TemporaryFolder folder, string part, int count, int first)
    {
        folder.Write($"{part}-images-idx3-ubyte", File([.. Enumerable.Range(0, count * 6).Select(i => (byte)((10 * (first + (i / 6))) + (i % 6)))], (uint)count, 2, 3));
        folder.Write($"{part}-labels-idx1-ubyte", File([.. Enumerable.Range(first, count).Select(i => (byte)(i % 10))], (uint)count));
    }
}
