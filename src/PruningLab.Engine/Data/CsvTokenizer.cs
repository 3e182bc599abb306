using System.Text;

namespace PruningLab.Engine.Data;

/// <summary>Splits a stream of delimited text into rows of fields; only the row at hand is in memory.</summary>
/// <remarks>
/// Rows end with CR LF, LF or CR. A field that begins with the quote ends with the next single quote and may hold
/// separators, line ends and doubled quotes. Blanks around fields are dropped. Every row has at least one field.
/// </remarks>
internal sealed class CsvTokenizer
{
    private const int LargestRow = 4_000_000;
    private const int ChunkLength = 65_536;

    private readonly Stream _stream;
    private readonly Decoder _decoder;
    private readonly char _separator;
    private readonly char _quote;
    private readonly bool _blanks;
    private readonly string _fileName;
    private ReadOnlyMemory<byte> _head;
    private byte[] _bytes = [];
    private char[] _buffer;
    private int[] _starts = new int[64];
    private int[] _lengths = new int[64];
    private int _rowStart;
    private int _position;
    private int _end;
    private int _nextLine = 1;
    private bool _atEnd;
    private bool _skipLineFeed;

    /// <summary>Reads <paramref name="head"/> first, then the stream.</summary>
    public CsvTokenizer(ReadOnlyMemory<byte> head, Stream stream, Encoding encoding, CsvFormat format, string fileName)
    {
        _head = head;
        _buffer = new char[Math.Clamp(head.Length + 16, 1024, 2 * ChunkLength)];
        _stream = stream;
        _decoder = encoding.GetDecoder();
        _separator = format.Separator;
        _quote = format.Quote;
        _blanks = format.Separator == ' ';
        _fileName = fileName;
    }

    private enum FieldEnd
    {
        Separator,
        Line,
        File,
    }

    /// <summary>Line of the file on which the row begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Fields of the row.</summary>
    public int FieldCount { get; private set; }

    /// <summary>True when every field of the row is empty.</summary>
    public bool IsBlank
    {
        get
        {
            for (int i = 0; i < FieldCount; i++)
            {
                if (_lengths[i] > 0)
                    return false;
            }
            return true;
        }
    }

    /// <summary>One field of the row, without quotes and surrounding blanks; valid until the next row is read.</summary>
    public ReadOnlySpan<char> Field(int index) => _buffer.AsSpan(_rowStart + _starts[index], _lengths[index]);

    /// <summary>Reads the next row.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="DataException">A quote is not closed, or a row is absurdly long.</exception>
    public bool ReadRow()
    {
        FieldCount = 0;
        _rowStart = _position;
        if (_skipLineFeed && HasMore() && _buffer[_position] == '\n')
        {
            _position++;
            _rowStart++;
        }
        _skipLineFeed = false;
        Line = _nextLine;
        if (!HasMore())
            return false;
        FieldEnd end;
        do
        {
            SkipBlanks();
            end = HasMore() && _quote != '\0' && _buffer[_position] == _quote ? ReadQuoted() : ReadPlain();
        }
        while (end == FieldEnd.Separator);
        return true;
    }

    private FieldEnd ReadPlain()
    {
        int start = _position - _rowStart;
        while (HasMore())
        {
            ReadOnlySpan<char> rest = _buffer.AsSpan(_position, _end - _position);
            int i = 0;
            while (i < rest.Length && rest[i] != _separator && rest[i] != '\n' && rest[i] != '\r'
                && !(_blanks && rest[i] == '\t'))
                i++;
            _position += i;
            if (i < rest.Length)
                break;
        }
        int length = _position - _rowStart - start;
        while (length > 0 && char.IsWhiteSpace(_buffer[_rowStart + start + length - 1]))
            length--;
        AddField(start, length);
        return EndField();
    }

    private FieldEnd ReadQuoted()
    {
        int openedOn = _nextLine;
        int start = _position + 1 - _rowStart;
        int target = start;
        _position++;
        while (true)
        {
            if (!HasMore(openedOn))
                throw NotClosed(openedOn);
            char c = _buffer[_position++];
            if (c == _quote)
            {
                if (!HasMore() || _buffer[_position] != _quote)
                    break;
                _position++;
            }
            else if (c == '\n' || (c == '\r' && !(HasMore() && _buffer[_position] == '\n')))
                _nextLine++;
            _buffer[_rowStart + target++] = c;
        }
        AddField(start, target - start);
        SkipBlanks();
        if (HasMore() && _buffer[_position] != _separator && _buffer[_position] is not ('\n' or '\r') && !_blanks)
        {
            throw new DataException(
                $"{_fileName}, line {_nextLine}, column {FieldCount}: after the closing quote {_quote} the character "
                + $"'{_buffer[_position]}' was found where a separator or the end of the line was expected; double the "
                + "quotes inside a quoted field or choose another quote.")
            { Line = _nextLine, Column = FieldCount };
        }
        return EndField();
    }

    private FieldEnd EndField()
    {
        if (_blanks)
        {
            bool skipped = SkipBlanks();
            if (skipped && HasMore() && _buffer[_position] is not ('\n' or '\r'))
                return FieldEnd.Separator;
        }
        if (!HasMore())
            return FieldEnd.File;
        char c = _buffer[_position++];
        if (c == '\n' || c == '\r')
        {
            _skipLineFeed = c == '\r';
            _nextLine++;
            return FieldEnd.Line;
        }
        if (c == _separator)
            return FieldEnd.Separator;
        _position--;
        return FieldEnd.Separator;
    }

    private bool SkipBlanks()
    {
        bool skipped = false;
        while (HasMore() && (_buffer[_position] == ' ' || (_buffer[_position] == '\t' && (_blanks || _separator != '\t'))))
        {
            _position++;
            skipped = true;
        }
        return skipped;
    }

    private void AddField(int start, int length)
    {
        if (FieldCount == _starts.Length)
        {
            Array.Resize(ref _starts, _starts.Length * 2);
            Array.Resize(ref _lengths, _lengths.Length * 2);
        }
        _starts[FieldCount] = start;
        _lengths[FieldCount] = length;
        FieldCount++;
    }

    private bool HasMore(int openedOn = 0) => _position < _end || Refill(openedOn);

    // Moves the row at hand to the front of the buffer and decodes more bytes behind it.
    private bool Refill(int openedOn)
    {
        if (_rowStart > 0)
        {
            _buffer.AsSpan(_rowStart, _end - _rowStart).CopyTo(_buffer);
            _position -= _rowStart;
            _end -= _rowStart;
            _rowStart = 0;
        }
        if (_end > LargestRow)
        {
            throw openedOn > 0 ? NotClosed(openedOn) : new DataException(
                $"{_fileName}, line {Line}: the line is longer than {LargestRow:N0} characters where a row of a table was "
                + "expected; check that the file is delimited text.")
            { Line = Line };
        }
        while (!_atEnd)
        {
            ReadOnlySpan<byte> bytes;
            if (!_head.IsEmpty)
            {
                int count = Math.Min(_head.Length, ChunkLength);
                bytes = _head.Span[..count];
                _head = _head[count..];
            }
            else
            {
                if (_bytes.Length == 0 && _stream != Stream.Null)
                    _bytes = new byte[ChunkLength];
                bytes = _bytes.AsSpan(0, _stream.Read(_bytes, 0, _bytes.Length));
                _atEnd = bytes.IsEmpty;
            }
            if (_buffer.Length - _end < bytes.Length + 4)
                Array.Resize(ref _buffer, (_buffer.Length * 2) + bytes.Length);
            int added = _decoder.GetChars(bytes, _buffer.AsSpan(_end), flush: _atEnd);
            _end += added;
            if (added > 0)
                return true;
        }
        return false;
    }

    private DataException NotClosed(int line) => new(
        $"{_fileName}, line {line}, column {FieldCount + 1}: a quote {_quote} is opened and never closed where a closing "
        + "quote was expected; close it or remove it.")
    { Line = line, Column = FieldCount + 1 };
}
