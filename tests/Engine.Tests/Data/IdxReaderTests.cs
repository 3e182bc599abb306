using PruningLab.Engine.Data;

namespace PruningLab.Engine.Tests.Data;

public sealed class IdxReaderTests
{
    [Fact]
    public void Read_Pictures_GivesSizesAndValuesInOrder()
    {
        byte[] file = Idx.File([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 2, 2, 3);
        Assert.Equal([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3], file[..16]);

        using IdxReader reader = new(new MemoryStream(file), Idx.FileName, IdxReader.PictureDimensions);
        Span<byte> first = stackalloc byte[6];
        Span<byte> second = stackalloc byte[6];
        reader.Read(first, 0);
        reader.Read(second, 1);
        reader.RequireEnd();

        Assert.Equal((2, 2, 3), (reader.Count, reader.Rows, reader.Columns));
        Assert.Equal([1, 2, 3, 4, 5, 6], first.ToArray());
        Assert.Equal([7, 8, 9, 10, 11, 12], second.ToArray());
    }

    [Fact]
    public void Read_PackedByGzip_GivesTheSame()
    {
        byte[] file = Idx.File([3, 1, 4, 1, 5], 5);

        Assert.Equal([3, 1, 4, 1, 5], Idx.Read(file, IdxReader.LabelDimensions));
        Assert.Equal([3, 1, 4, 1, 5], Idx.Read(Idx.Packed(file), IdxReader.LabelDimensions));
    }

    [Theory]
    [InlineData("", "the file is empty where an IDX file of pictures, which begins with the bytes 00 00 08 03, was expected")]
    [InlineData("000008", "begins with 000008 where")]
    [InlineData("89504E470D0A", "begins with 89504E47 where")]
    [InlineData("00000D0300000001000000010000000100000000", "IDX type 0D where unsigned bytes, type 08, were expected")]
    [InlineData("0000080100000001", "the file holds labels where an IDX file of pictures")]
    [InlineData("0000080200000001", "the file has 2 dimensions where")]
    [InlineData("000008030000000100000001", "ends in its header, after 12 bytes, where 16 bytes were expected")]
    [InlineData("00000803000000000000000100000001", "names 0 pictures where 1 to 16,777,216 were expected")]
    [InlineData("00000803FFFFFFFF0000000100000001", "names 4,294,967,295 pictures where")]
    [InlineData("00000803000000010000000000000001", "names 0 rows per picture where 1 to 4,096 were expected")]
    [InlineData("00000803000000010000000100001001", "names 4,097 columns per picture where")]
    [InlineData("0000080300FFFFFF0000100000001000", "where at most 536,870,912 values were expected")]
    [InlineData("0000080300000002000000010000000207", "ends after 0 pictures where the 2 of its header were expected")]
    [InlineData("00000803000000020000000100000002070707", "ends after 1 picture where the 2")]
    [InlineData("000008030000000200000001000000020707070707", "more bytes follow where the end was expected after the 2 pictures")]
    public void Read_MalformedPictures_AreRefusedByOneSentence(string hex, string found)
    {
        byte[] bytes = Convert.FromHexString(hex);

        AssertRefused(found, () => Idx.Read(bytes, IdxReader.PictureDimensions));
        if (bytes.Length > 0)
            AssertRefused(found, () => Idx.Read(Idx.Packed(bytes), IdxReader.PictureDimensions));
    }

    [Theory]
    [InlineData("00000803000000010000000100000001", "the file holds pictures where an IDX file of labels, which begins with the bytes 00 00 08 01, was expected")]
    [InlineData("000008010000000307", "ends after 1 label where the 3 of its header were expected")]
    [InlineData("00000801000000010707", "more bytes follow")]
    public void Read_MalformedLabels_AreRefusedByOneSentence(string hex, string found) =>
        AssertRefused(found, () => Idx.Read(Convert.FromHexString(hex), IdxReader.LabelDimensions));

    [Fact]
    public void Read_BrokenPacking_IsRefusedByOneSentence()
    {
        byte[] values = new byte[4000];
        new Random(1).NextBytes(values);
        byte[] packed = Idx.Packed(Idx.File(values, 4000));
        byte[] cut = packed[..(packed.Length / 2)];
        byte[] spoiled = [.. packed];
        spoiled[^6] ^= 0xFF;

        AssertRefused("", () => Idx.Read(cut, IdxReader.LabelDimensions));
        AssertRefused("", () => Idx.Read([0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], IdxReader.LabelDimensions));
        AssertRefused("gzip packing is broken", () => Idx.Read(spoiled, IdxReader.LabelDimensions));
    }

    private static void AssertRefused(string found, Action read)
    {
        string message = Assert.Throws<DataException>(read).Message;
        Assert.StartsWith(Idx.FileName + ": ", message, StringComparison.Ordinal);
        Assert.Contains(found, message, StringComparison.Ordinal);
        Assert.Contains("expected", message, StringComparison.Ordinal);
        Assert.True(Csv.IsOneSentence(message), message);
    }
}
