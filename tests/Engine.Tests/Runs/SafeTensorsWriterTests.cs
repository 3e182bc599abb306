using System.Text;
using PruningLab.Engine.Runs;

namespace PruningLab.Engine.Tests.Runs;

public sealed class SafeTensorsWriterTests
{
    [Fact]
    public async Task Write_TwoTensors_GivesTheFormatsBytes()
    {
        TensorContent w = new("w", [2, 1], new float[] { 1f, -2f }), mask = new("w_mask", [2, 1], new byte[] { 1, 0 });

        byte[] file = await SafeTensorsBytes.WriteAsync([w, mask], ("b", "ä\"+"), ("a", "1"));

        const string Header = """{"__metadata__":{"a":"1","b":"ä\"+"},"w":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"w_mask":{"dtype":"U8","shape":[2,1],"data_offsets":[8,10]}}""";
        int length = Encoding.UTF8.GetByteCount(Header), padded = (length + 7) / 8 * 8;
        byte[] expected =
        [
            (byte)padded, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(Header), .. Enumerable.Repeat((byte)' ', padded - length),
            0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 1, 0,
        ];
        Assert.Equal(expected, file);
        Assert.Equal(file, await SafeTensorsBytes.WriteAsync([w, mask], ("a", "1"), ("b", "ä\"+")));
    }

    [Fact]
    public async Task Write_MoreThanOneChunk_ReadsBackToTheBit()
    {
        float[] values = [.. Enumerable.Range(0, 40_000).Select(i => MathF.Sin(i))];
        byte[] bytes = [.. Enumerable.Range(0, 70_001).Select(i => (byte)(i % 251))];

        float[] single = [3f];

        using SafeTensorsReader reader = SafeTensorsBytes.Read(await SafeTensorsBytes.WriteAsync(
            [new("w", [200, 200], values), new("m", [70_001], bytes), new("s", [], single), new("e", [0, 5], Array.Empty<float>())]));

        Assert.Equal(values, Singles(reader, "w"));
        Assert.Equal(single, Singles(reader, "s"));
        Assert.Empty(Singles(reader, "e"));
        Assert.Empty(reader.Metadata);
        byte[] read = new byte[bytes.Length];
        reader.Read(reader.Find("m")!, read);
        Assert.Equal(bytes, read);
    }

    [Fact]
    public void New_NameTwiceReservedOrShapeWithoutRoom_IsRefused()
    {
        TensorContent w = new("w", [1], new float[1]);
        Assert.Throws<ArgumentException>(() => new SafeTensorsWriter([w, w], new Dictionary<string, string>()));
        Assert.Throws<ArgumentException>(() => new SafeTensorsWriter(
            [new("__metadata__", [1], new float[1])], new Dictionary<string, string>()));
        Assert.Throws<ArgumentException>(() => new TensorContent("w", [2, 2], new float[3]));
    }

    private static float[] Singles(SafeTensorsReader reader, string name)
    {
        float[] values = new float[reader.Find(name)!.Count];
        reader.Read(reader.Find(name)!, values);
        return values;
    }
}
