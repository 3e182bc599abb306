using System.Buffers.Binary;
using System.Text;
using PruningLab.Engine.Runs;

namespace PruningLab.Engine.Tests.Runs;

/// <summary>Safetensors files made by hand.</summary>
internal static class SafeTensorsBytes
{
    /// <summary>A file with a given header, unpadded, and data.</summary>
    public static byte[] File(string header, params byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        return [.. length, .. json, .. data];
    }

    public static SafeTensorsReader Read(byte[] file) => new(new MemoryStream(file), "a.safetensors");

    public static async Task<byte[]> WriteAsync(IReadOnlyList<TensorContent> tensors, params (string Key, string Value)[] metadata)
    {
        MemoryStream stream = new();
        SafeTensorsWriter writer = new(tensors, metadata.ToDictionary(pair => pair.Key, pair => pair.Value));
        await writer.WriteAsync(stream);
        Assert.Equal(writer.Length, stream.Length);
        return stream.ToArray();
    }
}
