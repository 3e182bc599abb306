using System.Text.Json;
using PruningLab.Engine.Runs;
using PruningLab.Engine.Tests.Runs;

namespace PruningLab.Cli.Tests;

public sealed class PruneCommandTests : IDisposable
{
    private static readonly float[] s_bias = [0.1f, 0.2f];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prune_ForeignFile_SmallestOverAllMatricesAreZeroAndNothingElseChanges()
    {
        CliRun run = await Cli.RunAsync("prune", Foreign(), "--sparsity", "0.5", "--out", Out, "--json");

        Assert.Equal(0, run.Code);
        Assert.Equal([0f, 0f, 0f, -4f, 5f, -6f], TensorFile.Floats(Out, "a.weight"));
        Assert.Equal([0f, 9f], TensorFile.Floats(Out, "b.weight"));
        Assert.Equal([0.1f, 0.2f], TensorFile.Floats(Out, "a.bias"));
        Assert.Equal([0.01f, 0.02f], TensorFile.Floats(Out, "table"));
        Assert.Equal([0, 0, 0, 1, 1, 1], TensorFile.Mask(Out, "a.weight_mask"));
        Assert.Equal([0, 1], TensorFile.Mask(Out, "b.weight_mask"));
        Assert.Equal((8, 0, 4), (Int(run.Json, "weights"), Int(run.Json, "prunedBefore"), Int(run.Json, "pruned")));
        Assert.Equal([3, 1], run.Json.GetProperty("tensors").EnumerateArray().Select(tensor => Int(tensor, "pruned")));
        using SafeTensorsReader reader = SafeTensorsReader.Open(Out);
        Assert.Equal("elsewhere", reader.Metadata["from"]);
    }

    [Fact]
    public async Task Prune_FileWithMasks_GoesOnFromThem()
    {
        string file = TensorFile.Write(
            _folder["masked"], TensorFile.Matrix("x.weight_orig", 1, 4, 8, 1, 2, 3), new TensorContent("x.weight_mask", [1, 4], new byte[] { 0, 1, 1, 1 }));

        CliRun run = await Cli.RunAsync("prune", file, "--sparsity", "0.5", "--out", Out, "--json");

        Assert.Equal((1, 2), (Int(run.Json, "prunedBefore"), Int(run.Json, "pruned")));
        Assert.Equal([0f, 0f, 2f, 3f], TensorFile.Floats(Out, "x.weight_orig"));
        Assert.Equal([0, 0, 1, 1], TensorFile.Mask(Out, "x.weight_mask"));
        Assert.Equal(["x.weight_orig", "x.weight_mask"], TensorFile.Names(Out));
    }

    [Fact]
    public async Task Prune_Han_CutsWhatIsSmallAgainstItsOwnMatrix()
    {
        // Standard deviations: 2 of (−2, 2, −2, 2), 20 of the other; half of it is 1 and 10.
        string file = TensorFile.Write(
            _folder["two"], TensorFile.Matrix("a.weight", 1, 4, -2, 2, -2, 2), TensorFile.Matrix("b.weight", 1, 5, -25, 25, -25, 25, 1));

        await Cli.RunAsync("prune", file, "--rule", "han", "--set", "quality=0.5", "--out", Out);

        Assert.Equal([-2f, 2f, -2f, 2f], TensorFile.Floats(Out, "a.weight"));
        Assert.Equal([-25f, 25f, -25f, 25f, 0f], TensorFile.Floats(Out, "b.weight"));
    }

    [Fact]
    public async Task Prune_Random_SeedDecidesAndTheCountIsExact()
    {
        float[] weights = [.. Enumerable.Range(1, 100).Select(i => (float)i)];
        string file = TensorFile.Write(_folder["hundred"], new TensorContent("weight", [10, 10], weights));

        float[] first = await RandomAsync(file, "1"), again = await RandomAsync(file, "1"), other = await RandomAsync(file, "2");

        Assert.Equal(37, first.Count(weight => weight == 0));
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task Prune_SynapticPruning_SelectsAsPublishedOneShort()
    {
        CliRun run = await Cli.RunAsync("prune", Foreign(), "--rule", "synaptic-pruning", "--sparsity", "0.5", "--out", Out, "--json");

        Assert.Equal(3, Int(run.Json, "pruned"));
        Assert.Equal(4, Int((await Cli.RunAsync("prune", Foreign(), "--rule", "synaptic-pruning", "--sparsity", "0.5", "--set", "selection=exact", "--out", Out, "--json")).Json, "pruned"));
    }

    [Fact]
    public async Task Prune_PatternsAndNoMasks_OnlyThoseTensorsAndTheSameNames()
    {
        CliRun run = await Cli.RunAsync("prune", Foreign(), "--sparsity", "0.5", "--tensors", "*", "--except", "a.*", "--no-masks", "--out", Out, "--json");

        Assert.Equal(["b.weight", "table"], run.Json.GetProperty("tensors").EnumerateArray().Select(tensor => tensor.GetProperty("name").GetString()!));
        Assert.Equal([0f, 0f], TensorFile.Floats(Out, "table"));
        Assert.Equal(TensorFile.Names(_folder["foreign"]), TensorFile.Names(Out));
    }

    [Theory]
    [InlineData("snip")]
    [InlineData("grasp")]
    [InlineData("obd")]
    [InlineData("molchanov")]
    [InlineData("movement")]
    public async Task Prune_RunFolderByARuleThatNeedsData_ExactCountAndAFileThatPredicts(string rule)
    {
        await Cli.RunAsync(["train", "-", "--out", _folder["run"]], Tiny.Spec(epochs: 1).ToJson());

        CliRun run = await Cli.RunAsync("prune", _folder["run"], "--rule", rule, "--sparsity", "0.7", "--out", Out, "--json");

        Assert.Equal(0, run.Code);
        Assert.Equal((int)Math.Floor(0.7 * Int(run.Json, "weights")), Int(run.Json, "pruned"));
        CliRun predicted = await Cli.RunAsync("predict", Out, "--source", "seattle-weather", "--json");
        Assert.Equal(run.Json.GetProperty("sparsity").GetDouble(), predicted.Json.GetProperty("sparsity").GetDouble());
    }

    [Theory]
    [InlineData("“RigL” acts before the first batch and ", "--rule", "rigl", "--sparsity", "0.5")]
    [InlineData("“Lottery ticket” acts ", "--rule", "lottery-ticket")]
    [InlineData("“Dropout” removes no connection for good", "--rule", "dropout")]
    [InlineData("There is no rule “x”", "--rule", "x")]
    [InlineData("foreign: “SNIP” scores connections by gradients", "--rule", "snip", "--sparsity", "0.5")]
    [InlineData("Say what share of the weights", "--rule", "random")]
    [InlineData("“Magnitude per layer (Han)” takes no sparsity", "--rule", "han", "--sparsity", "0.5")]
    [InlineData("epoch says when the rule acts", "--sparsity", "0.5", "--set", "epoch=3")]
    [InlineData("“Global magnitude” has no hyperparameter “q”", "--sparsity", "0.5", "--set", "q=3")]
    [InlineData("--set is “scope”, but must be NAME=VALUE", "--rule", "random", "--sparsity", "0.5", "--set", "scope")]
    [InlineData("--set scope=x: scope must be one of global, layer.", "--rule", "random", "--sparsity", "0.5", "--set", "scope=x")]
    [InlineData("foreign: no tensor is a weight matrix", "--sparsity", "0.5", "--tensors", "z*")]
    [InlineData("“Global magnitude” needs no data", "--sparsity", "0.5", "--source", "sp500")]
    [InlineData("--sparsity is “1”, but must be a number from 0 to below 1", "--sparsity", "1")]
    public async Task Prune_WhatCannotBe_SentenceAndNoFile(string start, params string[] options)
    {
        CliRun run = await Cli.RunAsync(["prune", Foreign(), .. options, "--out", Out]);

        Assert.Equal(2, run.Code);
        Assert.StartsWith(start, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Out));
    }

    [Fact]
    public async Task Prune_ToAFolder_Sentence()
    {
        CliRun run = await Cli.RunAsync("prune", Foreign(), "--sparsity", "0.5", "--out", Path.GetDirectoryName(Out)!);

        Assert.Equal(2, run.Code);
        Assert.Contains(": this is a folder, where a file was to be written; name a file in it.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prune_BelowWhatIsPrunedAlready_SaysThatNothingWasCut()
    {
        await Cli.RunAsync("prune", Foreign(), "--sparsity", "0.5", "--out", Out);

        CliRun again = await Cli.RunAsync("prune", Out, "--sparsity", "0.25", "--out", Out);

        Assert.Equal(0, again.Code);
        Assert.StartsWith("Nothing was cut: 50.0 % were pruned already.", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prune_NumbersThatAreNone_Named()
    {
        string file = TensorFile.Write(_folder["broken"], TensorFile.Matrix("a.weight", 1, 2, 1f, float.NaN));

        CliRun run = await Cli.RunAsync("prune", file, "--sparsity", "0.5", "--out", Out);

        Assert.Equal("broken: the tensor a.weight holds NaN at position 1 where a finite number was expected; save the network before it diverged." + Environment.NewLine, run.Error);
    }

    [Fact]
    public async Task Prune_TwoMatricesThatWouldShareAMask_Named()
    {
        string file = TensorFile.Write(_folder["shared"], TensorFile.Matrix("a.weight", 1, 2, 1, 2), TensorFile.Matrix("a.weight_orig", 1, 2, 1, 2));

        CliRun run = await Cli.RunAsync("prune", file, "--sparsity", "0.5", "--out", Out);

        Assert.Equal(2, run.Code);
        Assert.StartsWith("shared: the tensors a.weight and a.weight_orig would have the same mask, a.weight_mask,", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Cli.RunAsync("prune", file, "--sparsity", "0.5", "--except", "*_orig", "--out", Out)).Code);
    }

    [Theory]
    [InlineData("\"hiddenUnits\":8", "\"hiddenUnits\":2000000000", "Hidden units is 2000000000, but must be a whole number from 1 to 4096")]
    [InlineData("\"hiddenUnits\":8", "\"hiddenUnits\":-1", "Hidden units is -1")]
    [InlineData("\"window\":4", "\"window\":-4", "The window is -4 rows")]
    [InlineData("\"features\":[", "\"features\":[],\"other\":[", "There are 0 features")]
    [InlineData("\"targets\":[", "\"targets\":[null,", "The mean of a feature or target is no finite number")]
    [InlineData("\"scale\":", "\"scale\":0,\"other\":", "its scale no positive one")]
    public async Task PruneAndPredict_DescriptionOfANetworkThatCannotBe_Sentence(string from, string to, string words)
    {
        const string json = """{"version":"1.0.0","task":"regression","network":{"kind":"rnn","hiddenUnits":8},"window":4,"horizon":1,"features":[{"name":"x","mean":0,"scale":1}],"targets":[{"name":"x","mean":0,"scale":1}],"classes":[],"sparsity":0,"batches":1}""";
        Assert.Contains(from, json, StringComparison.Ordinal);
        await using (FileStream file = File.Create(_folder["hostile"]))
        {
            Dictionary<string, string> metadata = new() { [SavedNetworkInfo.Key] = json.Replace(from, to, StringComparison.Ordinal) };
            await new SafeTensorsWriter([TensorFile.Matrix("a.weight", 1, 2, 1, 2)], metadata).WriteAsync(file);
        }

        CliRun pruned = await Cli.RunAsync("prune", _folder["hostile"], "--sparsity", "0.5", "--out", Out);
        CliRun predicted = await Cli.RunAsync("predict", _folder["hostile"], "--source", "seattle-weather");

        Assert.Equal((2, 2), (pruned.Code, predicted.Code));
        Assert.StartsWith("hostile: the description of the network cannot be ", pruned.Error, StringComparison.Ordinal);
        Assert.Contains(words, pruned.Error, StringComparison.Ordinal);
        Assert.Equal(pruned.Error, predicted.Error);
    }

    /// <summary>PyTorch writes, the program prunes, PyTorch reads: in one process of Python, whose start is what costs.</summary>
    [TorchFact]
    public void Prune_HalfPrecisionOfPyTorch_ZerosAndTheSameBitsElsewhere()
    {
        string script = _folder.Write("half.py", """
            import json, struct, subprocess, sys, torch
            program, source, target = sys.argv[1:]
            names = {torch.float16: "F16", torch.int64: "I64", torch.uint8: "U8"}
            types = {name: dtype for dtype, name in names.items()}
            torch.manual_seed(3)
            network = torch.nn.Sequential(torch.nn.Linear(20, 10), torch.nn.BatchNorm1d(10), torch.nn.Linear(10, 3)).half()
            state = {name: tensor.clone() for name, tensor in network.state_dict().items()}
            header, data = {}, b""
            for name, tensor in state.items():
                part = tensor.numpy().tobytes()
                header[name] = {"dtype": names[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(part)]}
                data += part
            text = json.dumps(header).encode()
            with open(source, "wb") as file:
                file.write(struct.pack("<Q", len(text)) + text + data)
            subprocess.run(["dotnet", program, "prune", source, "--sparsity", "0.7", "--out", target, "--json"], check=True, stdout=subprocess.DEVNULL)
            with open(target, "rb") as file:
                header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
                data = bytearray(file.read())
            pruned = {n: torch.frombuffer(data[slice(*e["data_offsets"])], dtype=types[e["dtype"]]).reshape(e["shape"]) for n, e in header.items() if n != "__metadata__"}
            masks = {name: pruned.pop(name) for name in list(pruned) if name.endswith("_mask")}
            assert set(masks) == {"0.weight_mask", "2.weight_mask"}, masks.keys()
            assert sum(int((mask == 0).sum()) for mask in masks.values()) == 161, masks
            for name, tensor in state.items():
                assert torch.equal(pruned[name], tensor * masks[name + "_mask"].half() if name + "_mask" in masks else tensor), name
            network.load_state_dict(pruned)
            kept = torch.cat([tensor[masks[name + "_mask"] == 1].abs() for name, tensor in state.items() if name + "_mask" in masks])
            cut = torch.cat([tensor[masks[name + "_mask"] == 0].abs() for name, tensor in state.items() if name + "_mask" in masks])
            assert cut.max() <= kept.min()
            """);

        Assert.Equal((0, "", ""), TorchFactAttribute.Run(script, Path.Combine(AppContext.BaseDirectory, "pruninglab.dll"), _folder["torch"], Out));
    }

    private string Out => _folder["out.safetensors"];

    private string Foreign() => TensorFile.Write(
        _folder["foreign"],
        TensorFile.Matrix("a.weight", 2, 3, 1, -2, 3, -4, 5, -6),
        new TensorContent("a.bias", [2], s_bias),
        TensorFile.Matrix("b.weight", 1, 2, 0.5f, 9),
        TensorFile.Matrix("table", 1, 2, 0.01f, 0.02f));

    private async Task<float[]> RandomAsync(string file, string seed)
    {
        await Cli.RunAsync("prune", file, "--rule", "random", "--seed", seed, "--sparsity", "0.37", "--out", Out);
        return TensorFile.Floats(Out, "weight");
    }

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
