namespace PruningLab.Engine.Sessions;

/// <summary>Commands on their way to a session's thread, and that thread's waiting place.</summary>
internal sealed class CommandQueue
{
    private readonly Queue<Action> _commands = [];
    private readonly object _gate = new();
    private bool _closed;

    /// <summary>True when no command is left and none will come.</summary>
    public bool IsDone
    {
        get
        {
            lock (_gate)
            {
                return _closed && _commands.Count == 0;
            }
        }
    }

    /// <summary>Appends a command and wakes the thread.</summary>
    /// <returns>False when the queue is closed: the command will not run.</returns>
    public bool TryPost(Action command)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }
            _commands.Enqueue(command);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Takes the next command, if there is one.</summary>
    public bool TryTake(out Action command)
    {
        lock (_gate)
        {
            return _commands.TryDequeue(out command!);
        }
    }

    /// <summary>Waits until a command is there or the queue is closed, at most so many milliseconds.</summary>
    public void Wait(int milliseconds)
    {
        lock (_gate)
        {
            if (_commands.Count == 0 && !_closed)
            {
                Monitor.Wait(_gate, milliseconds);
            }
        }
    }

    /// <summary>Takes no more commands; those already in the queue can still be taken.</summary>
    /// <returns>False when it was closed before.</returns>
    public bool Close()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }
            _closed = true;
            Monitor.Pulse(_gate);
            return true;
        }
    }
}
