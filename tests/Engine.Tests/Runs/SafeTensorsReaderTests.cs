using System.Buffers.Binary;
using PruningLab.Engine.Data;
using PruningLab.Engine.Runs;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Runs;

public sealed class SafeTensorsReaderTests
{
    [Fact]
    public void Read_OtherRealTypes_AreConverted()
    {
        byte[] data = new byte[16];
        BinaryPrimitives.WriteHalfLittleEndian(data, (Half)1.5);
        BinaryPrimitives.WriteHalfLittleEndian(data.AsSpan(2), (Half)(-0.25));
        data[5] = 0x40;
        data[7] = 0xbf;
        BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan(8), 1e-3);
        using SafeTensorsReader reader = SafeTensorsBytes.Read(SafeTensorsBytes.File(
            """{"d":{"dtype":"F64","shape":[1],"data_offsets":[8,16]},"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4],"other":[1,{}]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[4,8]}}   """,
            data));

        Assert.Equal(["h", "b", "d"], reader.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([1.5f, -0.25f], Singles(reader, "h"));
        Assert.Equal([2f, -0.5f], Singles(reader, "b"));
        Assert.Equal([1e-3f], Singles(reader, "d"));
    }

    [Fact]
    public void Read_WrongTypeOrLength_SaysSo()
    {
        using SafeTensorsReader reader = SafeTensorsBytes.Read(SafeTensorsBytes.File(
            """{"i":{"dtype":"I16","shape":[1],"data_offsets":[0,2]},"u":{"dtype":"BOOL","shape":[2],"data_offsets":[2,4]}}""", 1, 0, 1, 0));
        TensorEntry integers = reader.Find("i")!, truths = reader.Find("u")!;
        byte[] bytes = new byte[2];
        reader.Read(truths, bytes);

        Assert.Equal([1, 0], bytes);
        Assert.Contains("tensor i has the type I16 where F32", Assert.Throws<DataException>(() => reader.Read(integers, new float[1])).Message, StringComparison.Ordinal);
        Assert.Contains("tensor i has the type I16 where U8", Assert.Throws<DataException>(() => reader.Read(integers, new byte[1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => reader.Read(truths, new byte[3]));
        Assert.Throws<ArgumentException>(() => reader.Read(truths with { }, bytes));
    }

    [Theory]
    [InlineData("no JSON", "the header is not the JSON")]
    [InlineData("[1]", "the header is not the JSON")]
    [InlineData("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}""", "the header is not the JSON")]
    [InlineData("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}} {}""", "the header is not the JSON")]
    [InlineData("""{"w":7}""", "the header is not the JSON")]
    [InlineData("""{"\ud800":7}""", "the header is not the JSON")]
    [InlineData("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", "two tensors are called w")]
    [InlineData("""{"__metadata__":{"a":1}}""", "the metadata's a")]
    [InlineData("""{"__metadata__":{"a":"","a":""}}""", "the metadata's a")]
    [InlineData("""{"w":{"shape":[4],"data_offsets":[0,4]}}""", "the tensor w lacks")]
    [InlineData("""{"w":{"dtype":3,"shape":[4],"data_offsets":[0,4]}}""", "the tensor w lacks")]
    [InlineData("""{"w":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}""", "the tensor w lacks")]
    [InlineData("""{"w":{"dtype":"U8","shape":[4.5],"data_offsets":[0,4]}}""", "the tensor w lacks")]
    [InlineData("""{"w":{"dtype":"U8","shape":{"a":[1]},"data_offsets":[0,4]}}""", "the tensor w lacks")]
    [InlineData("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4,4]}}""", "the tensor w lacks")]
    [InlineData("""{"w":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}""", "the tensor w has the type F31")]
    [InlineData("""{"w":{"dtype":"1","shape":[4],"data_offsets":[0,4]}}""", "the tensor w has the type 1")]
    [InlineData("""{"w":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}""", "the tensor w has the type f32")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "the tensor w lies at bytes 0 to 4, which do not hold F32 numbers of the shape [2]")]
    [InlineData("""{"w":{"dtype":"U8","shape":[0],"data_offsets":[4,0]}}""", "the tensor w lies at bytes 4 to 0")]
    [InlineData("""{"w":{"dtype":"F64","shape":[4611686018427387904,4611686018427387904,4611686018427387904,4],"data_offsets":[0,0]}}""", "the tensor w lies at bytes 0 to 0")]
    [InlineData("""{"w":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}}""", "the tensor w lies at bytes 0 to 9, but the file holds only 4: it is cut off")]
    [InlineData("""{"v":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"w":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", "the tensor v and the tensor w overlap")]
    [InlineData("""{"w":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}""", "the header and the tensor w leave a gap")]
    [InlineData("""{"w":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", "1 bytes follow the tensor w")]
    [InlineData("{}", "4 bytes follow the header")]
    public void Open_HeaderThatCannotBe_IsRefusedByASentence(string header, string sentence)
    {
        DataException error = Assert.Throws<DataException>(() => SafeTensorsBytes.Read(SafeTensorsBytes.File(header, 1, 2, 3, 4)));

        Assert.StartsWith("a.safetensors: " + sentence, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 }, "the file has 3 bytes")]
    [InlineData(new byte[] { 9, 0, 0, 0, 0, 0, 0, 0, 123 }, "said to have 9 bytes, but only 1 follow")]
    [InlineData(new byte[] { 0x01, 0xe1, 0xf5, 0x05, 0, 0, 0, 0 }, "said to have 100000001 bytes where at most 100000000")]
    [InlineData(new byte[] { 0x50, 0x4b, 3, 4, 0, 0, 8, 8 }, "no safetensors file")]
    public void Open_FileThatIsTooShortOrNone_IsRefusedByASentence(byte[] file, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<DataException>(() => SafeTensorsBytes.Read(file)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Open_CutOffAnywhere_IsRefused()
    {
        byte[] file = await SafeTensorsBytes.WriteAsync([new("w", [3], new float[3]), new("m", [3], new byte[3])], ("a", "b"));
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Throws<DataException>(() => SafeTensorsBytes.Read(file[..length]));
        }
    }

    [Fact]
    public async Task Open_BytesChangedAtRandom_IsRefusedOrReadButNeverBreaks()
    {
        byte[] sound = await SafeTensorsBytes.WriteAsync([new("w", [3], new float[3]), new("m", [3], new byte[3])], ("a", "b"));
        RandomStream random = new(9);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] file = [.. sound];
            for (int changes = 1 + random.NextInt32(3); changes > 0; changes--)
            {
                file[random.NextInt32(file.Length)] = (byte)random.NextInt32(256);
            }
            try
            {
                using SafeTensorsReader reader = SafeTensorsBytes.Read(file);
                foreach (TensorEntry tensor in reader.Tensors.Where(t => t.Type.IsReal()))
                {
                    reader.Read(tensor, new float[tensor.Count]);
                }
            }
            catch (DataException e)
            {
                Assert.StartsWith("a.safetensors: ", e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Read_FileShortenedMeanwhile_IsRefusedByASentence()
    {
        MemoryStream stream = new();
        stream.Write(SafeTensorsBytes.File("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", new byte[8]));
        stream.Position = 0;
        using SafeTensorsReader reader = new(stream, "a.safetensors");
        stream.SetLength(stream.Length - 1);
        Assert.Contains("within the tensor w", Assert.Throws<DataException>(() => reader.Read(reader.Find("w")!, new float[2])).Message, StringComparison.Ordinal);
    }

    private static float[] Singles(SafeTensorsReader reader, string name)
    {
        float[] values = new float[reader.Find(name)!.Count];
        reader.Read(reader.Find(name)!, values);
        return values;
    }
}
