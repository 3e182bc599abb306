namespace PruningLab.Engine.Data;

/// <summary>How the bytes of a text file stand for characters.</summary>
public enum TextEncoding
{
    /// <summary>UTF-8, with or without a byte order mark; plain ASCII is a part of it.</summary>
    Utf8,

    /// <summary>UTF-16, low byte first.</summary>
    Utf16LittleEndian,

    /// <summary>UTF-16, high byte first.</summary>
    Utf16BigEndian,

    /// <summary>ISO 8859-1: one byte per character; taken when the bytes are no valid UTF-8.</summary>
    Latin1,
}
