using System.Text;
using PruningLab.Engine.Data;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Data;

/// <summary>Whatever the bytes are: a series, or one sentence; never another exception, never no end.</summary>
public sealed class CsvFuzzTests
{
    private static readonly string[] s_seeds =
    [
        "date,x,y\n2020-01-01,1.5,2\n2020-01-02,NA,4\n2020-01-03,5,-6e3\n2020-01-04,7,8\n",
        "Date;Time;x;;\r\n10/03/2004;18.00.00;1,5;;\r\n13/03/2004;19.00.00;-200;;\r\n13/03/2004;20.00.00;2;;\r\n;;;;\r\n",
        " 1.5 \t 2\n 3 4\n\"5\" 6\n 7 8\n",
        "\"a, \"\"b\"\"\"|x\r\"1\n2\"|2\r\"3\"|4\r\"5\"|6\r",
    ];

    [Fact]
    public void Read_SeedsAsTheyAre_AreRead() => Assert.All(s_seeds, text => Assert.True(Csv.Read(text).RowCount >= 3));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_MutatedFiles_GiveASeriesOrASentence(ulong seed)
    {
        RandomStream random = new(seed);
        const string spice = ",;\t| \"'\r\n.-+eE0123456789/:aNé\0";
        CsvFormat[] formats =
        [
            new(), new() { Separator = ' ' }, new() { Separator = ';', DecimalMark = ',', DateColumn = "Date", DateFormat = "dd/MM/yyyy", TimeFormat = "HH.mm.ss" },
        ];
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 800; i++)
        {
            StringBuilder text = new(s_seeds[random.NextInt32(s_seeds.Length)]);
            for (int change = random.NextInt32(6); change > 0 && text.Length > 0; change--)
            {
                int place = random.NextInt32(text.Length);
                if (random.NextInt32(3) == 0)
                    text.Remove(place, Math.Min(random.NextInt32(8), text.Length - place));
                else
                    text.Insert(place, spice[random.NextInt32(spice.Length)]);
            }
            byte[] bytes = (random.NextInt32(5) == 0 ? Encoding.Latin1 : Encoding.UTF8).GetBytes(text.ToString());
            CsvFormat? format = random.NextInt32(2) == 0 ? null : formats[random.NextInt32(formats.Length)];
            try
            {
                Series series = Csv.Read(bytes, format);
                Assert.InRange(series.RowCount, 3, text.Length);
                Assert.All(series.ColumnNames, name => Assert.True(series.IndexOf(name) >= 0));
                read++;
            }
            catch (DataException exception)
            {
                Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', exception.Message);
                refused++;
            }
        }
        Assert.True(read > 100 && refused > 100, $"{read} read, {refused} refused");
    }

    [Fact]
    public void Read_RandomBytes_GiveASeriesOrASentence()
    {
        RandomStream random = new(9);
        for (int i = 0; i < 500; i++)
        {
            byte[] bytes = new byte[random.NextInt32(400)];
            for (int b = 0; b < bytes.Length; b++)
                bytes[b] = (byte)(i % 2 == 0 ? random.NextInt32(256) : 9 + random.NextInt32(60));
            Exception? exception = Record.Exception(() => Csv.Read(bytes));
            Assert.True(exception is null or DataException, exception?.ToString());
        }
    }
}
