using System.Runtime.InteropServices;
using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Tests.Conformance;
using PruningLab.Engine.Tests.Plasticity;
using PruningLab.Engine.Training;
using TorchSharp;

namespace PruningLab.Engine.Torch.Tests.Networks;

/// <summary>What stays in memory, and what happens when there is none left.</summary>
[Collection(nameof(TensorCount))]
public sealed class MemoryTests
{
    private const double Rate = 0.3;

    public static TheoryData<string> Cases => ["lstm-chunks", "mlp-relu-classes", "patch-tst"];

    [Theory]
    [InlineData("lstm-chunks", false)]
    [InlineData("mlp-relu-classes", false)]
    [InlineData("patch-tst", false)]
    [InlineData("lstm-chunks", true)]
    [InlineData("patch-tst", true)]
    public void Training_ManyBatches_LeavesAsManyTensorsAsAfterTheFirst(string name, bool deviceDraws)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        TorchSettings settings = deviceDraws ? new() { MostHostDraws = 0 } : new();
        using INetwork network = TestDevice.Open(settings).Create(c.Shape, new RandomStream(1));
        network.Bind(c.Data());
        Mask mask = new(network.Parameters[0].Length);
        RandomStream dropout = new(2);
        float[] predictions = new float[20 * c.Outputs];
        double[] losses = new double[64];
        long after = 0;
        for (int batch = 0; batch < 60; batch++)
        {
            network.ForwardBackward(c.Windows(batch), batch % 2 == 0 ? Rate : 0, dropout, maskedGradients: batch % 5 == 0);
            network.OptimizerStep(new OptimizerSpec { Kind = batch % 3 == 0 ? OptimizerKind.Sgd : OptimizerKind.Adam, WeightDecay = 1e-3 });
            mask.Prune(batch % mask.Length);
            network.SetMask(0, mask);
            network.SetWeights(0, network.Weights(0));
            network.Predict(0, predictions, batch % 2 == 0 ? 0 : Rate, dropout);
            network.TakeLosses(losses);
            network.TakeErrors();
            _ = network.Gradients(0).Length + network.OptimizerState(0, OptimizerSlot.FirstMoment).Length + network.DroppedUnits.Length;
            if (batch == 10)
            {
                after = torch.Tensor.TotalCount;
            }
        }
        Assert.Equal(after, torch.Tensor.TotalCount);
    }

    /// <summary>TorchSharp goes on counting the tensor that a new <c>Parameter</c> took over and emptied.</summary>
    [Fact]
    public void Dispose_NetworkWithData_LeavesNoTensorButThoseThatAreEmpty()
    {
        ConformanceCase c = ConformanceCase.Of("patch-tst");
        long before = torch.Tensor.TotalCount;
        INetwork network = TestDevice.Open().Create(c.Shape, new RandomStream(1));
        network.Bind(c.Data());
        network.Bind(c.Data(seed: 3));
        network.ForwardBackward(c.Windows(0), Rate, new RandomStream(2));
        network.OptimizerStep(new OptimizerSpec());
        network.Dispose();
        Assert.Equal(before + network.Parameters.Count, torch.Tensor.TotalCount);
    }

    /// <summary>Adds up to the very gradients, but for rounding, and draws the very same dropout.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardBackward_NoRoomForTheWholeBatch_ComputesItInPartsAndSaysSo(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        int room = Math.Max(1, c.Batch / 3);
        using INetwork whole = TestDevice.Open().Create(c.Shape, new RandomStream(1)), parts = Narrow(room).Create(c.Shape, new RandomStream(1));
        WindowSet data = c.Data();
        whole.Bind(data);
        parts.Bind(data);
        RandomStream one = new(4), two = new(4);
        float[] expected = new float[c.Batch * c.Outputs], actual = new float[expected.Length];
        double[] losses = new double[1], theirs = new double[1];
        for (int batch = 0; batch < 3; batch++)
        {
            whole.ForwardBackward(c.Windows(batch), Rate, one);
            parts.ForwardBackward(c.Windows(batch), Rate, two);
            Assert.Equal(whole.DroppedUnits.ToArray(), parts.DroppedUnits.ToArray());
            whole.CopyPredictions(expected);
            parts.CopyPredictions(actual);
            AssertNear(expected, actual);
            whole.TakeLosses(losses);
            parts.TakeLosses(theirs);
            Assert.Equal(losses[0], theirs[0], 1e-5);
            for (int p = 0; p < whole.Parameters.Count; p++)
            {
                AssertNear(whole.Gradients(p), parts.Gradients(p));
            }
        }
        Assert.Equal(whole.TakeErrors().Windows, parts.TakeErrors().Windows);
        Assert.Null(whole.TakeNotice());
        string? notice = parts.TakeNotice();
        Assert.Contains($"has no room for {c.Batch} windows at a time", notice, StringComparison.Ordinal);
        Assert.Null(parts.TakeNotice());
        float[] all = new float[data.Count * c.Outputs], some = new float[all.Length];
        whole.Predict(0, all, Rate, one);
        parts.Predict(0, some, Rate, two);
        AssertNear(all, some);
    }

    [Fact]
    public void ForwardBackward_NoRoomForOneWindow_SaysSoWithTheNumbersAndLeavesAllAsItWas()
    {
        ConformanceCase c = ConformanceCase.Of("lstm");
        bool isFull = false;
        TorchSettings settings = new() { BeforePart = _ => FailWhen(isFull) };
        using INetwork network = TestDevice.Open(settings).Create(c.Shape, new RandomStream(1)), other = TestDevice.Open().Create(c.Shape, new RandomStream(1));
        network.Bind(c.Data());
        other.Bind(c.Data());
        RandomStream dropout = new(4), same = new(4);
        isFull = true;
        string sentence = Assert.Throws<OutOfDeviceMemoryException>(() => network.ForwardBackward(c.Windows(0), Rate, dropout)).Message;
        Assert.Equal(
            $"device under test ({TestDevice.Id}) has no room for a batch of 5 windows, even window by window: a request of 2.0 GiB more failed, "
            + "and 1.5 GiB of 24.0 GiB are free. Choose a smaller batch size or a smaller network, or train on another device.",
            sentence);
        isFull = false;
        Assert.Equal(0, network.TakeLosses(new double[1]));
        Assert.Equal(0, network.TakeErrors().Windows);
        network.ForwardBackward(c.Windows(0), Rate, dropout);
        other.ForwardBackward(c.Windows(0), Rate, same);
        Assert.Equal(other.DroppedUnits.ToArray(), network.DroppedUnits.ToArray());
        AssertNear(other.Gradients(0), network.Gradients(0));
    }

    /// <summary>What was too little for one window says nothing about how many there will be room for later.</summary>
    [Fact]
    public void PassAndPredict_RoomAgainAfterNoneForOneWindow_BeginWithTheWholeAgain()
    {
        ConformanceCase c = ConformanceCase.Of("lstm");
        bool isFull = true;
        List<int> parts = [];
        TorchSettings settings = new() { BeforePart = taken => { FailWhen(isFull); parts.Add(taken); } };
        using INetwork network = TestDevice.Open(settings).Create(c.Shape, new RandomStream(1));
        network.Bind(c.Data());
        float[] predictions = new float[20 * c.Outputs];
        Assert.Throws<OutOfDeviceMemoryException>(() => network.ForwardBackward(c.Windows(0), Rate, new RandomStream(4)));
        Assert.Throws<OutOfDeviceMemoryException>(() => network.Predict(0, predictions, 0, new RandomStream(4)));
        isFull = false;
        network.ForwardBackward(c.Windows(0), Rate, new RandomStream(4));
        network.Predict(0, predictions, 0, new RandomStream(4));
        Assert.Equal([c.Windows(0).Length, 20], parts);
        Assert.Null(network.TakeNotice());
    }

    [Fact]
    public void Trainer_RoomForFewWindows_GoesOnAndWritesItDown()
    {
        using Trainer trainer = RuleRuns.Fresh("synaptic-pruning", "lstm", backend: Narrow(3));
        trainer.TrainBatch();
        trainer.TrainBatch();
        JournalEntry entry = Assert.Single(trainer.Log.Journal.Read().ToArray(), entry => entry.Text.Contains("in parts of 2", StringComparison.Ordinal));
        Assert.Equal(JournalKind.Note, entry.Kind);
    }

    /// <summary>The words of libtorch itself, whichever version it is.</summary>
    [Fact]
    public void Is_RequestThatNoMachineCanGrant_IsAFullMemory()
    {
        Exception exception = Assert.ThrowsAny<Exception>(() => torch.zeros(1L << 45, device: TorchBackend.DeviceOf(TestDevice.Id)));
        Assert.True(MemoryFault.Is(exception), exception.Message);
        Assert.Contains("a request of 131,072.0 GiB more failed", MemoryFault.Of(exception, TestDevice.Device, new TestDevice.FixedMemory(), "a test").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has a total capacity of 23.64 GiB of which 14.81 MiB is free.", "a request of 20 MiB more")]
    [InlineData("CUDA out of memory. Tried to allocate 2.50 GiB (GPU 0; 8.00 GiB total capacity)", "a request of 2.5 GiB more")]
    [InlineData("CUDA error: out of memory", "a request failed")]
    [InlineData("CUBLAS error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`", "a request failed")]
    [InlineData("cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED", "a request failed")]
    [InlineData("[enforce fail at alloc_cpu.cpp:115] data. DefaultCPUAllocator: not enough memory: you tried to allocate 4294967296 bytes.", "a request of 4.0 GiB more")]
    public void Of_WordsOfLibtorch_BecomeASentence(string words, string part)
    {
        NativeFault exception = new(words);
        Assert.True(MemoryFault.Is(exception));
        Assert.Contains(part, MemoryFault.Of(exception, TestDevice.Device, new TestDevice.FixedMemory(), "a test").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_OtherErrors_AreNone() => Assert.False(MemoryFault.Is(new NativeFault("mat1 and mat2 shapes cannot be multiplied (3x4 and 5x6)")));

    /// <summary>A device that has room for some windows only.</summary>
    private static TorchBackend Narrow(int windows) => TestDevice.Open(new TorchSettings { BeforePart = taken => FailWhen(taken > windows) });

    private static void FailWhen(bool isFull)
    {
        if (isFull)
        {
            throw new NativeFault("CUDA out of memory. Tried to allocate 2.00 GiB.");
        }
    }

    private static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-5 * (1 + Math.Abs(expected[i])));
        }
    }

    /// <summary>As libtorch's errors come up.</summary>
    private sealed class NativeFault(string message) : ExternalException(message);
}
