using System.Text;
using System.Text.RegularExpressions;
using PruningLab.Engine.Data;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Data;

public sealed partial class DataCatalogueTests : IDisposable
{
    private const string Good = "date,x,y\n2020-01-01,1,2\n2020-01-02,3,4\n2020-01-03,5,6\n";

    private static readonly string[] s_ready = ["sp500", "seattle-weather", "mnist", "mnist-rows"];

    private static readonly string[] s_known = [.. s_ready, "sp500-stock", "bitcoin", "air-quality", "household-power", "distillation"];

    private readonly TemporaryFolder _packages = new();
    private readonly TemporaryFolder _data = new();
    private readonly DataCatalogue _catalogue;

    public DataCatalogueTests() => _catalogue = new DataCatalogue(_packages.Path, _data.Path);

    public void Dispose()
    {
        _packages.Dispose();
        _data.Dispose();
    }

    [Fact]
    public void Entries_NoUploads_AreTheReadyOnesAndThoseOfThePapers()
    {
        Assert.Equal(s_known, _catalogue.Entries.Select(entry => entry.Id));
        Assert.All(_catalogue.Entries.Take(s_ready.Length), entry =>
        {
            Assert.False(entry.IsUpload);
            Assert.NotEmpty(entry.SourceNote);
            Assert.Equal(entry.Kind == DataKind.Table, entry.TargetUnit.Length > 0);
            Assert.Equal(entry.Kind == DataKind.Table, entry.OwnWindow == 0);
            Assert.Equal(0, entry.Bytes);
        });
    }

    [Fact]
    public void Open_PackagesMissing_TellsToRunNpm()
    {
        DataException exception = Assert.Throws<DataException>(() => _catalogue.Open(DataSpec.Sp500));

        Assert.Contains("sp500-2000.csv", exception.Message, StringComparison.Ordinal);
        Assert.Contains("run \"npm ci\" in the repository folder", exception.Message, StringComparison.Ordinal);
        Assert.True(Csv.IsOneSentence(exception.Message), exception.Message);
    }

    [Fact]
    public void Open_Ready_ProposesItsTarget()
    {
        _packages.Write("seattle-weather.csv", "date,temp_max,weather\n2012-01-01,1,rain\n2012-01-02,2,sun\n2012-01-03,3,sun\n");

        Series series = _catalogue.Open("seattle-weather");

        Assert.Equal("temp_max", series.DefaultTarget);
        Assert.Equal("°C", series.TargetUnit);
        Assert.Equal(["date", "weather"], series.TextColumns);
    }

    [Fact]
    public async Task AddUploadAsync_GoodFile_IsListedAndOpensAlsoAfterARestart()
    {
        CatalogueEntry entry = await Upload(Good, "My data.csv");

        Assert.Equal("upload-my-data", entry.Id);
        Assert.Equal("My data", entry.Title);
        Assert.True(entry.IsUpload);
        Assert.Equal(Good.Length, entry.Bytes);
        DataCatalogue restarted = new(_packages.Path, _data.Path);
        Assert.Equal(entry, restarted.Entries[^1]);
        Assert.Equal([2, 4, 6], restarted.Open(entry.Id).Column(1).ToArray());
        Assert.Equal(["My data.csv"], _data.FileNames);
    }

    [Fact]
    public async Task AddUploadAsync_FolderMissing_IsMade()
    {
        DataCatalogue catalogue = new(_packages.Path, Path.Combine(_data.Path, "new", "folder"));
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(Good));

        CatalogueEntry entry = await catalogue.AddUploadAsync(stream, "a.csv");

        Assert.Equal(3, catalogue.Open(entry.Id).RowCount);
    }

    [Fact]
    public async Task AddUploadAsync_SameNameManyTimesAtOnce_OverwritesNothing()
    {
        Task<CatalogueEntry>[] uploads = [.. Enumerable.Range(0, 8).Select(i => Upload($"x\n{i}\n{i}\n{i}\n7\n", "a.csv"))];
        CatalogueEntry[] entries = await Task.WhenAll(uploads);

        Assert.Equal(8, entries.Select(entry => entry.Id).Distinct().Count());
        for (int i = 0; i < entries.Length; i++)
            Assert.Equal(i, _catalogue.Open(entries[i].Id).Column(0)[0]);
    }

    [Fact]
    public async Task AddUploadAsync_NamesThatShareAnId_StayApart()
    {
        CatalogueEntry first = await Upload(Good, "a b.csv");
        CatalogueEntry second = await Upload(Good, "a-b.txt");

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal([.. s_known, first.Id, second.Id], _catalogue.Entries.Select(entry => entry.Id));
    }

    [Fact]
    public async Task AddUploadAsync_BadFile_IsRefusedByItsOwnNameAndLeavesNothing()
    {
        DataException exception = await Assert.ThrowsAsync<DataException>(() => Upload("a,b\n1,2\n3\n5,6\n", "bad.csv"));

        Assert.StartsWith("bad.csv, line 3", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_data.FileNames);
        Assert.Equal(s_known.Length, _catalogue.Entries.Count);
    }

    [Fact]
    public async Task AddUploadAsync_NeedsACorrectedFormat_IsTakenWithIt()
    {
        const string text = "x;y\n1;2\n3;4\nzz;5\n6;7\n8;9\n";
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(text));
        CsvFormat format = new() { Separator = ';', MissingMarks = ["zz"] };

        await Assert.ThrowsAsync<DataException>(() => Upload(text, "a.csv"));
        CatalogueEntry entry = await _catalogue.AddUploadAsync(stream, "a.csv", format, CancellationToken.None);

        Assert.Equal([1, 3, double.NaN, 6, 8], _catalogue.Open(entry.Id, format).Column(0).ToArray());
    }

    [Fact]
    public async Task AddUploadAsync_TooLarge_StopsSoonAfterTheLimit()
    {
        using EndlessStream stream = new();

        DataException exception = await Assert.ThrowsAsync<DataException>(() => _catalogue.AddUploadAsync(stream, "big.csv"));

        Assert.StartsWith("big.csv: the file is larger than the 50 MB", exception.Message, StringComparison.Ordinal);
        Assert.True(Csv.IsOneSentence(exception.Message), exception.Message);
        Assert.InRange(stream.Taken, DataCatalogue.MaxUploadBytes + 1, DataCatalogue.MaxUploadBytes + (1024 * 1024));
        Assert.Empty(_data.FileNames);
    }

    [Fact]
    public async Task AddUploadAsync_Cancelled_LeavesNothing()
    {
        using EndlessStream stream = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _catalogue.AddUploadAsync(stream, "a.csv", new CancellationToken(true)));

        Assert.Empty(_data.FileNames);
    }

    [Fact]
    public async Task AddUploadAsync_ConnectionBreaks_SaysSoAndLeavesNothing()
    {
        using TrickleStream stream = new(Encoding.UTF8.GetBytes(Good), new IOException("gone"));

        DataException exception = await Assert.ThrowsAsync<DataException>(() => _catalogue.AddUploadAsync(stream, "a.csv"));

        Assert.Contains("broke off", exception.Message, StringComparison.Ordinal);
        Assert.True(Csv.IsOneSentence(exception.Message), exception.Message);
        Assert.Empty(_data.FileNames);
    }

    [Theory]
    [InlineData("../../evil.csv", "evil.csv", "upload-evil")]
    [InlineData("..\\..\\evil.csv", "evil.csv", "upload-evil")]
    [InlineData("C:\\data\\x.csv", "x.csv", "upload-x")]
    [InlineData("/etc/passwd", "passwd.csv", "upload-passwd")]
    [InlineData("..", "data.csv", "upload-data")]
    [InlineData("", "data.csv", "upload-data")]
    [InlineData(".csv", "data.csv", "upload-data")]
    [InlineData("a\0b\n.csv", "a_b_.csv", "upload-a-b")]
    [InlineData("<script>.csv", "_script_.csv", "upload-script")]
    [InlineData("Güte.TXT", "Güte.txt", "upload-gu00fcte")]
    [InlineData("con.csv", "_con.csv", "upload-con")]
    [InlineData("lpt1.dat", "_lpt1.dat", "upload-lpt1")]
    [InlineData("report.exe", "report.exe.csv", "upload-report-exe")]
    public async Task AddUploadAsync_OddNames_AreMadeSafe(string original, string fileName, string id)
    {
        CatalogueEntry entry = await Upload(Good, original);

        Assert.Equal(fileName, entry.FileName);
        Assert.Equal(id, entry.Id);
        Assert.Equal([fileName], _data.FileNames);
        Assert.Equal(3, _catalogue.Open(id).RowCount);
    }

    [Fact]
    public async Task AddUploadAsync_RandomNames_StayInTheFolder()
    {
        const string alphabet = "./\\:*?\"<>|%~$&;'`\0\n\r\t aAäß漢\ud83d\u0301\u202e-_()";
        RandomStream random = new(3);
        for (int i = 0; i < 60; i++)
        {
            char[] name = new char[random.NextInt32(200)];
            for (int c = 0; c < name.Length; c++)
                name[c] = alphabet[random.NextInt32(alphabet.Length)];

            CatalogueEntry entry = await Upload(Good, new string(name));

            Assert.Matches(SafeId(), entry.Id);
            Assert.True(entry.FileName.Length <= 80, entry.FileName);
            Assert.Equal(3, _catalogue.Open(entry.Id).RowCount);
        }
        Assert.Equal(60, _data.FileNames.Count());
        Assert.Equal(60 + s_known.Length, _catalogue.Entries.Select(entry => entry.Id).Distinct().Count());
    }

    [Fact]
    public void Entries_FilesPutThereByHand_AreListedAndOthersNot()
    {
        _data.Write("own.tsv", "a\tb\n1\t2\n3\t4\n5\t6\n");
        _data.Write(".hidden.csv", Good);
        _data.Write("notes.md", "# notes");
        _data.Write(".0123.part", Good);

        Assert.Equal(["upload-own"], _catalogue.Entries.Where(entry => entry.IsUpload).Select(entry => entry.Id));
        Assert.Equal(3, _catalogue.Open("upload-own").RowCount);
    }

    [Theory]
    [InlineData("upload-gone")]
    [InlineData("")]
    [InlineData("../sp500")]
    public void Open_StaleId_SaysWhatToDo(string id)
    {
        DataException exception = Assert.Throws<DataException>(() => _catalogue.Open(id));

        Assert.Equal($"The data set \"{id}\" no longer exists; choose another one or upload the file again.", exception.Message);
        Assert.Equal(exception.Message, Assert.Throws<DataException>(() => _catalogue.Remove(id)).Message);
    }

    [Fact]
    public async Task Remove_Upload_IsGoneAlsoFromTheCache()
    {
        CatalogueEntry entry = await Upload(Good, "a.csv");
        _catalogue.Open(entry.Id);

        _catalogue.Remove(entry.Id);

        Assert.Empty(_data.FileNames);
        Assert.Throws<DataException>(() => _catalogue.Open(entry.Id));
    }

    [Fact]
    public void Remove_Ready_IsRefused()
    {
        _packages.Write("sp500-2000.csv", Good);

        DataException exception = Assert.Throws<DataException>(() => _catalogue.Remove(DataSpec.Sp500));

        Assert.True(Csv.IsOneSentence(exception.Message), exception.Message);
        Assert.Equal(["sp500-2000.csv"], _packages.FileNames);
    }

    [Fact]
    public async Task Open_ManyAtOnce_ReadsOnceAndSharesTheSeries()
    {
        CatalogueEntry entry = await Upload(Good, "a.csv");

        Series[] opened = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => _catalogue.Open(entry.Id))));

        Assert.All(opened, series => Assert.Same(opened[0], series));
        Assert.NotSame(opened[0], _catalogue.Open(entry.Id, new CsvFormat { DateColumn = "" }));
        Assert.Same(_catalogue.Open(entry.Id, new CsvFormat { DateColumn = "" }), _catalogue.Open(entry.Id, new CsvFormat { DateColumn = "" }));
    }

    [Fact]
    public async Task Open_FileChanged_IsReadAnew()
    {
        CatalogueEntry entry = await Upload(Good, "a.csv");
        Assert.Equal(3, _catalogue.Open(entry.Id).RowCount);

        _data.Write("a.csv", Good + "2020-01-04,7,8\n");

        Assert.Equal(4, _catalogue.Open(entry.Id).RowCount);
    }

    [GeneratedRegex("^upload-[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex SafeId();

    private async Task<CatalogueEntry> Upload(string text, string name)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(text));
        return await _catalogue.AddUploadAsync(stream, name);
    }
}
