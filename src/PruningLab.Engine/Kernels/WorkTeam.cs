using System.Runtime.ExceptionServices;

namespace PruningLab.Engine.Kernels;

/// <summary>Threads that do the parts of one job together, again and again, without allocating.</summary>
/// <remarks>The caller does part 0 itself. A helper waits for the next job by spinning for a short while and then sleeps, so
/// that steps that follow each other closely cost no wake-up and a paused run costs nothing. Not thread-safe.</remarks>
internal sealed class WorkTeam : IDisposable
{
    private const int SpinsBeforeSleep = 2000;

    private readonly Action<int> _work;
    private readonly SemaphoreSlim[] _starts;
    private readonly Exception?[] _failures;
    private int _running;
    private volatile bool _stopping;

    /// <summary>Starts the helpers.</summary>
    /// <param name="parts">Parts of a job; one thread each, the caller's included.</param>
    /// <param name="work">Does the part of a number.</param>
    public WorkTeam(int parts, Action<int> work)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 2);
        _work = work;
        _starts = new SemaphoreSlim[parts - 1];
        _failures = new Exception?[parts - 1];
        for (int helper = 0; helper < _starts.Length; helper++)
        {
            _starts[helper] = new SemaphoreSlim(0);
            int part = helper + 1;
            new Thread(() => Help(part)) { IsBackground = true, Name = $"PruningLab engine {part + 1}" }.Start();
        }
    }

    /// <summary>Does parts 0 to <paramref name="parts"/> − 1 and returns when all are done.</summary>
    /// <remarks>A failure of a part, lack of memory included, is thrown here once all have ended: on a helper's thread it
    /// would end the process.</remarks>
    public void Run(int parts)
    {
        Array.Clear(_failures);
        Volatile.Write(ref _running, parts - 1);
        for (int helper = 0; helper < parts - 1; helper++)
        {
            _starts[helper].Release();
        }
        try
        {
            _work(0);
        }
        finally
        {
            SpinWait wait = default;
            while (Volatile.Read(ref _running) > 0)
            {
                wait.SpinOnce(sleep1Threshold: -1);
            }
        }
        for (int helper = 0; helper < parts - 1; helper++)
        {
            if (_failures[helper] is { } failure)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }
    }

    /// <summary>Ends the helpers.</summary>
    public void Dispose()
    {
        _stopping = true;
        foreach (SemaphoreSlim start in _starts)
        {
            start.Release();
        }
    }

    private void Help(int part)
    {
        SemaphoreSlim start = _starts[part - 1];
        while (true)
        {
            for (int spin = 0; spin < SpinsBeforeSleep && start.CurrentCount == 0; spin++)
            {
                Thread.SpinWait(10);
            }
            start.Wait();
            if (_stopping)
            {
                start.Dispose();
                return;
            }
            try
            {
                _work(part);
            }
            catch (Exception failure)
            {
                _failures[part - 1] = failure;
            }
            Interlocked.Decrement(ref _running);
        }
    }
}
