using System.Globalization;

namespace PruningLab.Engine.Data;

/// <summary>Grey pictures of one size with a class each, the training part first. Immutable, safe to share.</summary>
/// <remarks>
/// The pixels are held once, as the standardised floats that networks read: <c>(value/255 − 0.1307)/0.3081</c> in single
/// precision, with mean and standard deviation of MNIST's training pictures, as PyTorch's MNIST example does.
/// </remarks>
internal sealed class LabelledPictures
{
    /// <summary>Mean of the training pictures' pixels, black 0 and white 1.</summary>
    public const float Mean = 0.1307f;

    /// <summary>Standard deviation of the training pictures' pixels.</summary>
    public const float Spread = 0.3081f;

    /// <summary>Classes: the digits.</summary>
    public const int Classes = 10;

    private const int PicturesAtATime = 256;

    private LabelledPictures(float[] pixels, int[] labels, int trainCount, int rows, int columns)
    {
        Pixels = pixels;
        Labels = labels;
        TrainCount = trainCount;
        Rows = rows;
        Columns = columns;
    }

    /// <summary>Standardised pixels, row-major [picture × row × column].</summary>
    public float[] Pixels { get; }

    /// <summary>Class of each picture.</summary>
    public int[] Labels { get; }

    /// <summary>Pictures of the training part.</summary>
    public int TrainCount { get; }

    /// <summary>Rows of a picture.</summary>
    public int Rows { get; }

    /// <summary>Columns of a picture.</summary>
    public int Columns { get; }

    /// <summary>Sentences on what was left out.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>Reads the four files of MNIST.</summary>
    /// <param name="folder">Where they lie: <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>,
    /// <c>t10k-images-idx3-ubyte</c>, <c>t10k-labels-idx1-ubyte</c>, each as it is or packed as <c>….gz</c>.</param>
    /// <param name="most">Most pictures of the training part, 0 for all; the test part shrinks by the same ratio. Those that
    /// are kept lie evenly in their file, because the first half of MNIST's test part is easier than the second.</param>
    /// <exception cref="DataException">A file is missing or broken, or the files do not fit together.</exception>
    public static LabelledPictures Read(string folder, int most)
    {
        using PictureFiles train = PictureFiles.Open(folder, "train");
        using PictureFiles test = PictureFiles.Open(folder, "t10k");
        if (train.Rows != test.Rows || train.Columns != test.Columns)
            throw new DataException($"{test.Name}: the pictures are {test.Rows} × {test.Columns} where {train.Rows} × "
                + $"{train.Columns} was expected, as in {train.Name}; fetch the files again.");
        int trainCount = most > 0 ? Math.Min(most, train.Count) : train.Count;
        int testCount = Math.Max(1, (int)((long)test.Count * trainCount / train.Count));
        int size = train.Rows * train.Columns;
        float[] pixels = GC.AllocateUninitializedArray<float>(checked((trainCount + testCount) * size));
        int[] labels = new int[trainCount + testCount];
        float[] standardised = Standardised();
        train.Read(pixels.AsSpan(0, trainCount * size), labels.AsSpan(0, trainCount), standardised, PicturesAtATime);
        test.Read(pixels.AsSpan(trainCount * size), labels.AsSpan(trainCount), standardised, PicturesAtATime);
        string[] notes = trainCount == train.Count ? [] : [string.Create(CultureInfo.InvariantCulture,
            $"{trainCount:N0} of {train.Count:N0} training pictures and {testCount:N0} of {test.Count:N0} test pictures, evenly chosen.")];
        return new LabelledPictures(pixels, labels, trainCount, train.Rows, train.Columns) { Notes = notes };
    }

    /// <summary>The standardised value of each byte.</summary>
    private static float[] Standardised()
    {
        float[] values = new float[256];
        for (int value = 0; value < values.Length; value++)
            values[value] = ((value / 255f) - Mean) / Spread;
        return values;
    }
}
