namespace PruningLab.Engine.Torch.Tests.Devices;

/// <summary>Tests of the standard output, which all others share: they run alone.</summary>
[Collection(nameof(SilenceTests))]
[CollectionDefinition(nameof(SilenceTests), DisableParallelization = true)]
public sealed class SilenceTests
{
    [Fact]
    public void Silently_StaticConstructorWritesAndThrows_KeepsTheFirstLineAndTheOutputClean() => AssertClean(
        "This application uses TorchSharp but doesn't contain a reference to it",
        () => TorchLibrary.Silently(() =>
        {
            Console.WriteLine("pages");
            throw new TypeInitializationException("torch", new NotSupportedException("This application uses TorchSharp but doesn't contain a reference to it.\n\nTrace\n"));
        }));

    [Fact]
    public void Find_ThisMachine_WritesNothing() => AssertClean(null, () =>
    {
        _ = new TorchDevices().Find();
        return null;
    });

    private static void AssertClean(string? reason, Func<string?> action)
    {
        TextWriter output = Console.Out;
        using StringWriter written = new();
        Console.SetOut(written);
        try
        {
            Assert.Equal(reason, action());
            Console.Write("after");
        }
        finally
        {
            Console.SetOut(output);
        }
        Assert.Equal("after", written.ToString());
    }
}
