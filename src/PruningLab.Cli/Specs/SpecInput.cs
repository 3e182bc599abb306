using System.Text.Json;
using System.Text.Json.Nodes;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Runs;
using PruningLab.Engine.Training;

namespace PruningLab.Cli.Specs;

/// <summary>An experiment from the command line: a spec, or the record of a run that is to be repeated.</summary>
/// <param name="Name">Name of the file, for sentences.</param>
/// <param name="Spec">The experiment.</param>
/// <param name="Record">The record; null for a spec.</param>
internal sealed record SpecInput(string Name, ExperimentSpec Spec, RunRecord? Record)
{
    /// <summary>Reads a spec, a run record, or the record in a run folder.</summary>
    /// <param name="context">Where standard input comes from.</param>
    /// <param name="path">File or folder; <c>-</c> for standard input.</param>
    /// <exception cref="CliException">It is neither; one sentence.</exception>
    public static SpecInput Read(CliContext context, string path)
    {
        if (Directory.Exists(path))
        {
            string run = Path.Combine(path, RunFolder.Run);
            path = File.Exists(run) ? run : throw new CliException($"{path}: this folder holds no run (no {RunFolder.Run}); name a run folder or a JSON file.");
        }
        string text = context.ReadText(path), name = path == "-" ? "standard input" : path;
        switch (KindOf(text))
        {
            case Kind.Record:
                RunRecord record = JsonSentence.Read<RunRecord>(text, name);
                return new SpecInput(name, record.Spec, record);
            case Kind.Grid:
                throw new CliException($"{name}: this is a grid of experiments, where one experiment was expected; use pruninglab grid run.");
            default:
                return new SpecInput(name, JsonSentence.Read<ExperimentSpec>(text, name), null);
        }
    }

    /// <summary>The same experiment on another device. A record is repeated there without the moves between devices that it had; its
    /// fingerprint is kept only when it was made on that device.</summary>
    public SpecInput On(string device)
    {
        ExperimentSpec moved = Spec with { Training = Spec.Training with { Device = device } };
        if (Record is not { Edits: { } edits } record)
        {
            return this with { Spec = moved };
        }
        Edit[] kept = [.. edits.Where(edit => !IsMove(edit))];
        bool isSame = kept.Length == edits.Count && moved.Training.Device == Spec.Training.Device;
        return this with { Spec = moved, Record = new RunRecord(moved, kept, record.Batches, isSame ? record.Fingerprint : "") };
    }

    /// <summary>The devices that it names, that of the spec first; null stands for the managed engine.</summary>
    /// <exception cref="CliException">An edit of the record names none that could be.</exception>
    public IReadOnlyList<string?> Devices()
    {
        try
        {
            return [Spec.Training.Device, .. Record?.Edits is { } edits ? edits.Where(IsMove).Select(edit => DeviceId.Of(edit.New)) : []];
        }
        catch (SettingException exception)
        {
            throw new CliException($"{Name}: {exception.Message}", exception);
        }
    }

    private static bool IsMove(Edit? edit) => edit?.Setting == TrainingSpec.DeviceSetting;

    private static Kind KindOf(string text)
    {
        JsonNode? root = null;
        try
        {
            root = JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // Said with line and place when it is read as a spec.
        }
        return root is not JsonObject members ? Kind.Spec
            : members.ContainsKey("spec") ? Kind.Record
            : members.ContainsKey("networks") && members.ContainsKey("methods") ? Kind.Grid
            : Kind.Spec;
    }

    private enum Kind
    {
        Spec,
        Record,
        Grid,
    }
}
