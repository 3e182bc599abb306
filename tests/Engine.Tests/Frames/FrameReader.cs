using System.Buffers.Binary;

namespace PruningLab.Engine.Tests.Frames;

/// <summary>Reads frames as docs/wire-format.md has them, written apart from the encoder.</summary>
internal sealed class FrameReader
{
    public FrameReader(byte[] frame)
    {
        Assert.Equal("PLF1"u8.ToArray(), frame[..4]);
        Sequence = U32(frame, 4);
        Generation = U32(frame, 8);
        int offset = 16;
        for (int i = 0; i < U32(frame, 12); i++)
        {
            int length = U32(frame, offset + 4);
            Assert.Equal(0, length % 4);
            Sections.Add((U32(frame, offset), frame[(offset + 8)..(offset + 8 + length)]));
            offset += 8 + length;
        }
        Assert.Equal(frame.Length, offset);
    }

    public int Sequence { get; }

    public int Generation { get; }

    public List<(int Type, byte[] Payload)> Sections { get; } = [];

    public byte[] this[int type] => Sections.Single(s => s.Type == type).Payload;

    public bool Has(int type) => Sections.Any(s => s.Type == type);

    public static int U32(byte[] bytes, int offset) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(offset));

    public static float F32(byte[] bytes, int offset) => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(offset));

    public static int[] Ints(byte[] bytes, int offset, int count) => [.. Enumerable.Range(0, count).Select(i => U32(bytes, offset + (4 * i)))];

    public static float[] Floats(byte[] bytes, int offset, int count) => [.. Enumerable.Range(0, count).Select(i => F32(bytes, offset + (4 * i)))];
}
