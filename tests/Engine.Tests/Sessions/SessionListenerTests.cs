using PruningLab.Engine.Networks;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Tests.Training;

namespace PruningLab.Engine.Tests.Sessions;

public sealed class SessionListenerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Changed_HandlersThatThrow_AreReportedAndTrainingAndOtherHandlersGoOn()
    {
        using Session session = new("test", TinyData.Spec, new TinyData(), new ManagedBackend(), new SessionOptions { InitialSpeed = 0 });
        TaskCompletionSource<Exception> reported = new();
        TaskCompletionSource finished = new();
        session.Changed += () => throw new InvalidOperationException("This page is gone.");
        session.Changed += () =>
        {
            if (session.View.State == SessionState.Finished)
            {
                finished.TrySetResult();
            }
        };
        session.Faulted += e =>
        {
            reported.TrySetResult(e);
            throw new InvalidOperationException("So is the log.");
        };
        await session.PlayAsync();
        await finished.Task.WaitAsync(Patience);
        Assert.Equal("This page is gone.", (await reported.Task.WaitAsync(Patience)).Message);
        Assert.Equal(28, session.View.Clock.Batch);
    }

    [Fact]
    public async Task Faulted_HandlerThatThrows_DoesNotChangeWhatThePageSays()
    {
        using Session session = new("test", TinyData.Spec, new TinyData(), new BrokenBackend(afterBatches: 3), new SessionOptions { InitialSpeed = 0 });
        TaskCompletionSource failed = new();
        session.Faulted += _ => throw new InvalidOperationException("The log is gone.");
        session.Changed += () =>
        {
            if (session.View.State == SessionState.Failed)
            {
                failed.TrySetResult();
            }
        };
        await session.PlayAsync();
        await failed.Task.WaitAsync(Patience);
        Assert.StartsWith("Training broke off by an unexpected error after batch 3", session.View.Sentence, StringComparison.Ordinal);
    }
}
