using PruningLab.Engine.Data;

namespace PruningLab.Engine.Tests.Data;

/// <summary>MNIST's way of storing pictures, on small files.</summary>
public sealed class PictureDataTests : IDisposable
{
    private readonly TemporaryFolder _pictures = new();
    private readonly TemporaryFolder _data = new();
    private readonly CatalogueWindowSource _source;

    public PictureDataTests()
    {
        Idx.WriteSmallMnist(_pictures);
        _source = new CatalogueWindowSource(new DataCatalogue(_data.Path, _data.Path, _pictures.Path));
    }

    public void Dispose()
    {
        _pictures.Dispose();
        _data.Dispose();
    }

    [Fact]
    public void Load_Pictures_AreOneRowOfAllPixelsWithTheirClass()
    {
        WindowSet windows = _source.Load(new DataSpec { Source = DataSpec.Mnist });

        Assert.Equal(TaskKind.Classification, windows.Task);
        Assert.Equal((4, 2), (windows.TrainCount, windows.TestCount));
        Assert.Equal((1, 1, 6), (windows.Window, windows.Stride, windows.FeatureCount));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], windows.ClassNames);
        Assert.Equal(10, windows.Outputs);
        Assert.Equal([0, 1, 2, 3, 5, 6], Enumerable.Range(0, 6).Select(windows.Label));
        Assert.Equal("pixel 2, 3", windows.FeatureNames[^1]);
        Assert.Equal("digit", windows.TargetName);
        Assert.Equal(15, (windows.Inputs(1)[5] * windows.FeatureScales[5].Scale) + windows.FeatureScales[5].Mean, 1e-4);
        Assert.Empty(windows.Notes);
        Assert.Equal(Enumerable.Range(0, 6).Select(i => Standardised(10 + i)), windows.Inputs(1).ToArray());
        Assert.Equal(Enumerable.Range(0, 6).Select(i => Standardised(60 + i)), windows.Inputs(5).ToArray());
    }

    [Fact]
    public void Load_PictureRows_AreWindowsThatDoNotOverlap()
    {
        WindowSet windows = _source.Load(new DataSpec { Source = DataSpec.MnistRows, Window = 30 });

        Assert.Equal((4, 2), (windows.TrainCount, windows.TestCount));
        Assert.Equal((2, 2, 3), (windows.Window, windows.Stride, windows.FeatureCount));
        Assert.Equal(["column 1", "column 2", "column 3"], windows.FeatureNames);
        Assert.Equal(Enumerable.Range(0, 6).Select(i => Standardised(30 + i)), windows.Inputs(3).ToArray());
        Assert.Equal(3, windows.Label(3));
        Assert.Equal(6, windows.Label(5));
    }

    [Fact]
    public void Load_BothWays_ShareThePixels()
    {
        WindowSet pictures = _source.Load(new DataSpec { Source = DataSpec.Mnist });
        WindowSet rows = _source.Load(new DataSpec { Source = DataSpec.MnistRows });
        WindowSet few = _source.Load(new DataSpec { Source = DataSpec.Mnist, MaxSamples = 2 });

        Assert.True(pictures.Rows == rows.Rows);
        Assert.False(pictures.Rows == few.Rows);
    }

    [Fact]
    public void Load_FilesChanged_AreReadAnew()
    {
        WindowSet before = _source.Load(new DataSpec { Source = DataSpec.Mnist });
        Idx.WriteSmallMnist(_pictures, 6, 3);

        WindowSet after = _source.Load(new DataSpec { Source = DataSpec.Mnist });

        Assert.Equal(6, before.Count);
        Assert.Equal(9, after.Count);
    }

    [Fact]
    public void Load_FilesPackedByGzip_GiveTheSame()
    {
        WindowSet plain = _source.Load(new DataSpec { Source = DataSpec.Mnist });
        foreach (string name in _pictures.FileNames.ToArray())
        {
            string path = Path.Combine(_pictures.Path, name);
            _pictures.Write(name + ".gz", Idx.Packed(File.ReadAllBytes(path)));
            File.Delete(path);
        }

        WindowSet packed = _source.Load(new DataSpec { Source = DataSpec.Mnist });

        Assert.Equal(plain.Rows.ToArray(), packed.Rows.ToArray());
    }

    [Fact]
    public void Load_MaxSamples_TakesThemEvenlyAndShrinksTheTestPart()
    {
        Idx.WriteSmallMnist(_pictures, 8, 4);

        WindowSet windows = _source.Load(new DataSpec { Source = DataSpec.Mnist, MaxSamples = 4 });

        Assert.Equal((4, 2), (windows.TrainCount, windows.TestCount));
        Assert.Equal([0, 2, 4, 6, 5, 7], Enumerable.Range(0, 6).Select(windows.Label));
        Assert.Equal(Standardised(20), windows.Inputs(1)[0]);
        Assert.Equal(["4 of 8 training pictures and 2 of 4 test pictures, evenly chosen."], windows.Notes);
        Assert.Equal(12, _source.Load(new DataSpec { Source = DataSpec.Mnist, MaxSamples = 100 }).Count);
        Assert.Equal((1, 1), (_source.Load(new DataSpec { Source = DataSpec.Mnist, MaxSamples = 1 }).TrainCount, _source.Load(new DataSpec { Source = DataSpec.Mnist, MaxSamples = 1 }).TestCount));
    }

    [Fact]
    public void Load_ImpossibleChoices_AreRefused()
    {
        Assert.Contains("a regression was asked for", Refused(new DataSpec { Task = TaskKind.Regression }), StringComparison.Ordinal);
        Assert.Contains("the column x was asked for", Refused(new DataSpec { Target = "x" }), StringComparison.Ordinal);
        Assert.Contains("the column y was asked for", Refused(new DataSpec { Features = ["y"] }), StringComparison.Ordinal);
        Assert.Contains("shuffled rows were asked for", Refused(new DataSpec { ShuffleRows = true }), StringComparison.Ordinal);
        Assert.Contains("-1 training pictures were asked for", Refused(new DataSpec { MaxSamples = -1 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FilesThatDoNotFit_AreRefused()
    {
        _pictures.Write("t10k-labels-idx1-ubyte", Idx.File([1, 10], 2));
        Assert.Contains("t10k-labels-idx1-ubyte: label 2 is 10 where a digit from 0 to 9 was expected", Refused(new DataSpec()), StringComparison.Ordinal);

        _pictures.Write("t10k-labels-idx1-ubyte", Idx.File([1, 2, 3], 3));
        Assert.Contains("t10k-labels-idx1-ubyte: 3 labels were found where 2 were expected", Refused(new DataSpec()), StringComparison.Ordinal);

        _pictures.Write("t10k-images-idx3-ubyte", Idx.File(new byte[12], 3, 2, 2));
        Assert.Contains("t10k-images-idx3-ubyte: the pictures are 2 × 2 where 2 × 3 was expected", Refused(new DataSpec()), StringComparison.Ordinal);

        File.Delete(Path.Combine(_pictures.Path, "train-labels-idx1-ubyte"));
        Assert.Contains("train-labels-idx1-ubyte: the file was not found", Refused(new DataSpec()), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AsATable_IsRefused()
    {
        DataCatalogue catalogue = new(_data.Path, _data.Path, _pictures.Path);

        string message = Assert.Throws<DataException>(() => catalogue.Open(DataSpec.Mnist)).Message;

        Assert.Contains("holds pictures where a table", message, StringComparison.Ordinal);
        Assert.True(Csv.IsOneSentence(message), message);
        Assert.Equal(16 + 24 + 8 + 4 + 16 + 12 + 8 + 2, catalogue.Find(DataSpec.Mnist).Bytes);
    }

    [Fact]
    public void TargetUnit_OfClasses_IsEmpty() => Assert.Equal("", _source.TargetUnit(new DataSpec { Source = DataSpec.Mnist }));

    private static float Standardised(int value) => ((value / 255f) - 0.1307f) / 0.3081f;

    private string Refused(DataSpec spec)
    {
        string message = Assert.Throws<DataException>(() => _source.Load(spec with { Source = DataSpec.Mnist })).Message;
        Assert.Contains("expected", message, StringComparison.Ordinal);
        Assert.True(Csv.IsOneSentence(message), message);
        return message;
    }
}
