using System.Text;

namespace PruningLab.Engine.Data;

/// <summary>What the first bytes of a file tell: its encoding, or that it is no text at all.</summary>
internal static class CsvBytes
{
    /// <summary>Bytes from the start of a file that are looked at.</summary>
    public const int HeadLength = 65_536;

    /// <summary>Reads up to <see cref="HeadLength"/> bytes.</summary>
    /// <returns>The bytes, fewer than asked for only when the file ends there.</returns>
    public static byte[] ReadHead(Stream stream)
    {
        byte[] head = new byte[HeadLength];
        int count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head[..count];
    }

    /// <summary>Refuses files that are known not to be text, and empty ones.</summary>
    /// <exception cref="DataException">The file is empty, packed, a workbook or otherwise binary.</exception>
    public static void RequireText(ReadOnlySpan<byte> head, string fileName)
    {
        const string expected = "where delimited text (CSV) was expected";
        if (head.IsEmpty)
            throw new DataException($"{fileName}: the file is empty {expected}; choose a file with a header and rows "
                + $"of numbers.");
        string found = head switch
        {
            [0x50, 0x4B, 3 or 5, 4 or 6, ..] => "a zip archive or an Excel workbook (xlsx)",
            [0xD0, 0xCF, 0x11, 0xE0, ..] => "an old Excel workbook (xls)",
            [0x1F, 0x8B, ..] => "a gzip archive",
            [0x25, 0x50, 0x44, 0x46, ..] => "a PDF document",
            [0x50, 0x41, 0x52, 0x31, ..] => "a Parquet file",
            [0x89, 0x50, 0x4E, 0x47, ..] => "a PNG picture",
            _ => MarkOf(head) == 0 && Controls(head) > 0 ? "binary data" : "",
        };
        if (found.Length > 0)
            throw new DataException($"{fileName}: the file is {found} {expected}; unpack it or save it as CSV and "
                + $"upload that.");
    }

    /// <summary>The encoding, by byte order mark, else UTF-8 when the bytes are valid UTF-8, else Latin-1.</summary>
    public static TextEncoding EncodingOf(ReadOnlySpan<byte> head)
    {
        if (head is [0xFF, 0xFE, ..])
            return TextEncoding.Utf16LittleEndian;
        if (head is [0xFE, 0xFF, ..])
            return TextEncoding.Utf16BigEndian;
        // A head that was cut inside a character is still valid: up to three bytes may be missing.
        for (int cut = 0; cut <= 3 && cut <= head.Length; cut++)
        {
            if (System.Text.Unicode.Utf8.IsValid(head[..^cut]))
                return TextEncoding.Utf8;
        }
        return TextEncoding.Latin1;
    }

    /// <summary>Length of the byte order mark; 0 when there is none.</summary>
    public static int MarkOf(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => 3,
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => 2,
        _ => 0,
    };

    /// <summary>The decoder's encoding; a byte order mark goes before what the format says.</summary>
    public static Encoding Decoding(ReadOnlySpan<byte> head, TextEncoding encoding) =>
        (MarkOf(head) > 0 ? EncodingOf(head) : encoding) switch
        {
            TextEncoding.Utf16LittleEndian => Encoding.Unicode,
            TextEncoding.Utf16BigEndian => Encoding.BigEndianUnicode,
            TextEncoding.Latin1 => Encoding.Latin1,
            _ => Encoding.UTF8,
        };

    // NUL and its kin never stand in text; tab, line feed, form feed, carriage return, Ctrl-Z and escape may.
    private static int Controls(ReadOnlySpan<byte> head)
    {
        int count = 0;
        foreach (byte b in head)
        {
            if (b < 32 && b is not (9 or 10 or 12 or 13 or 26 or 27))
                count++;
        }
        return count;
    }
}
