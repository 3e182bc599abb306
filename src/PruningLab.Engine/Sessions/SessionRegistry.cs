using System.Collections.Concurrent;
using System.Security.Cryptography;
using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Sessions;

/// <summary>Owns all sessions: a limit, pausing of those nobody watches, removal of those long left.</summary>
public sealed class SessionRegistry : IDisposable
{
    private readonly ConcurrentDictionary<string, Session> _sessions = new();
    private readonly Lock _places = new();
    private readonly IWindowSource _source;
    private readonly IBackend _backend;
    private readonly TimeProvider _time;
    private readonly ITimer _sweeper;
    private int _beingMade;

    /// <summary>An empty registry.</summary>
    public SessionRegistry(IWindowSource source, IBackend backend, SessionOptions options, TimeProvider? time = null)
    {
        _source = source;
        _backend = backend;
        _time = time ?? TimeProvider.System;
        Options = options;
        TimeSpan period = TimeSpan.FromSeconds(30);
        _sweeper = _time.CreateTimer(_ => Sweep(), null, period, period);
    }

    /// <summary>Raised when training in any session broke off by an unexpected error.</summary>
    public event Action<Session, Exception>? Faulted;

    /// <summary>The limits.</summary>
    public SessionOptions Options { get; }

    /// <summary>Sessions now.</summary>
    public int Count => _sessions.Count;

    /// <summary>Makes a session with an unguessable id.</summary>
    /// <exception cref="SettingException">All places are taken, or the spec cannot be.</exception>
    /// <exception cref="DataException">The data cannot be had.</exception>
    public Session Create(ExperimentSpec spec)
    {
        lock (_places)
        {
            if (_sessions.Count + _beingMade - Replaceable().Count() >= Options.MaxSessions)
            {
                throw Full();
            }

            _beingMade++;
        }

        // Data may take seconds to read, so nobody waits for another's; and nobody's lab gives up its place before the
        // new one stands.
        Session session;
        try
        {
            string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10));
            session = new Session(id, spec, _source, _backend, Options, _time);
        }
        catch
        {
            lock (_places)
            {
                _beingMade--;
            }

            throw;
        }

        Session? displaced;
        lock (_places)
        {
            _beingMade--;
            displaced = Place(session);
        }

        displaced?.Dispose();
        return displaced == session ? throw Full() : session;
    }

    /// <summary>The session of an id.</summary>
    /// <returns>Null when there is none, or no longer.</returns>
    public Session? Find(string id) => _sessions.GetValueOrDefault(id);

    /// <summary>Pauses and removes what has been left alone for too long; runs by itself every 30 seconds.</summary>
    public void Sweep()
    {
        foreach (Session session in _sessions.Values)
        {
            TimeSpan unwatched = session.UnwatchedFor;
            if (unwatched >= Options.EvictUnwatchedAfter)
            {
                Remove(session);
            }
            else if (unwatched >= Options.PauseUnwatchedAfter && session.View.State == SessionState.Running)
            {
                _ = session.PauseAsync();
            }
        }
    }

    /// <summary>Ends all sessions.</summary>
    public void Dispose()
    {
        _sweeper.Dispose();
        foreach (Session session in _sessions.Values)
        {
            Remove(session);
        }
    }

    private IEnumerable<Session> Replaceable() => _sessions.Values
        .Where(s => s.View.State != SessionState.Running && s.UnwatchedFor >= Options.ReplaceUnwatchedAfter);

    /// <summary>Gives a new session its place.</summary>
    /// <returns>The session that has to go: none, one left alone, or the new one when all others are in use again.</returns>
    private Session? Place(Session session)
    {
        Session? displaced = null;
        if (_sessions.Count >= Options.MaxSessions)
        {
            displaced = Replaceable().MaxBy(s => s.UnwatchedFor);
            if (displaced is null)
            {
                return session;
            }

            _sessions.TryRemove(displaced.Id, out _);
        }

        session.Faulted += e => Faulted?.Invoke(session, e);
        _sessions[session.Id] = session;
        return displaced;
    }

    private SettingException Full() => new(
        $"All {Options.MaxSessions} places for experiments are taken: close a lab that is no longer needed and try again in {Options.ReplaceUnwatchedAfter.TotalMinutes:0.#} minutes, or raise PruningLab:MaxSessions in the server's settings.");

    private void Remove(Session session)
    {
        if (_sessions.TryRemove(session.Id, out _))
        {
            session.Dispose();
        }
    }
}
