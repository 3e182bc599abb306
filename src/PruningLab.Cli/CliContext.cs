using System.CommandLine;
using PruningLab.Cli.Output;
using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;
using Spectre.Console;

namespace PruningLab.Cli;

/// <summary>What a command works with while it runs: its options, the data, the rules, and where results go.</summary>
internal sealed class CliContext
{
    private const int WideEnough = 10_000;
    private readonly CliHost _host;
    private readonly ParseResult _parsed;
    private readonly Lazy<DataCatalogue> _catalogue;
    private readonly Lazy<IWindowSource> _source;
    private readonly Lazy<IBackend> _backend;
    private readonly Lazy<IAnsiConsole> _console;

    /// <summary>Gathers the parts; the data are looked at when they are first asked for.</summary>
    public CliContext(CliHost host, ParseResult parsed)
    {
        (_host, _parsed) = (host, parsed);
        Json = parsed.GetValue(CommonOptions.Json);
        _console = new Lazy<IAnsiConsole>(() => Make(host.Output, host.OutputIsTerminal));
        _backend = new Lazy<IBackend>(host.Backend);
        Status = Make(host.Error, host.ErrorIsTerminal);
        _catalogue = new Lazy<DataCatalogue>(() => new DataCatalogue(host.Packages ?? PackagesFolder.Find(AppContext.BaseDirectory), Uploads));
        _source = new Lazy<IWindowSource>(() => new CatalogueWindowSource(Catalogue));
    }

    /// <summary>True when the result is to be JSON, and nothing else may go to standard output.</summary>
    public bool Json { get; }

    /// <summary>Standard error, for progress and notes.</summary>
    public IAnsiConsole Status { get; }

    /// <summary>True when somebody watches: progress and notes may be shown.</summary>
    public bool ShowsProgress => !Json && _host.ErrorIsTerminal;

    /// <summary>The folder of PruningLab's own files, the server's too.</summary>
    public string DataFolder => Value(CommonOptions.Data) is { Length: > 0 } wanted
        ? Path.GetFullPath(wanted)
        : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "PruningLab");

    /// <summary>Where a person's own data files lie.</summary>
    public string Uploads => Path.Combine(DataFolder, "uploads");

    /// <summary>The data sets.</summary>
    public DataCatalogue Catalogue => _catalogue.Value;

    /// <summary>Windows over the data sets.</summary>
    public IWindowSource Source => _source.Value;

    /// <summary>The rules.</summary>
    public RuleCatalogue Rules { get; } = RuleCatalogue.Default;

    /// <summary>What networks are made by; devices are looked for when one is asked for.</summary>
    public IBackend Backend => _backend.Value;

    /// <summary>Value of an option.</summary>
    public T? Value<T>(Option<T> option) => _parsed.GetValue(option);

    /// <summary>Value of an argument.</summary>
    public T? Value<T>(Argument<T> argument) => _parsed.GetValue(argument);

    /// <summary>Whether an option was given, rather than left at its default.</summary>
    public bool Has(Option option) => _parsed.GetResult(option) is { Implicit: false };

    /// <summary>Loads the data of an experiment.</summary>
    /// <param name="name">Name of the file that it stands in, for sentences.</param>
    /// <param name="spec">The experiment.</param>
    /// <exception cref="CliException">The experiment cannot be; one sentence that begins with the name.</exception>
    public WindowSet Load(string name, ExperimentSpec spec)
    {
        try
        {
            // What is wrong with the experiment itself is found before a large file is read.
            spec.Validate(Rules.Create(spec.Rule.Id));
            return Source.Load(spec.Data);
        }
        catch (Exception exception) when (exception is SettingException or DataException)
        {
            throw new CliException($"{name}: {exception.Message}", exception);
        }
    }

    /// <summary>Hands over the result of a command: as JSON when that was asked for, else as text for people.</summary>
    /// <param name="result">What becomes JSON.</param>
    /// <param name="show">Writes it for people.</param>
    public void Write(object result, Action<IAnsiConsole> show)
    {
        if (Json)
        {
            _host.Output.WriteLine(JsonText.Of(result));
        }
        else if (_host.OutputIsTerminal)
        {
            show(_console.Value);
        }
        else
        {
            using StringWriter text = new();
            show(Make(text, terminal: false));
            WriteTrimmed(text.ToString());
        }
    }

    /// <summary>Writes a sentence that is no part of the result to standard error, unless JSON was asked for.</summary>
    public void Note(string sentence)
    {
        if (!Json)
        {
            _host.Error.WriteLine(sentence);
        }
    }

    /// <summary>The text of a file, or of standard input for <c>-</c>.</summary>
    /// <exception cref="CliException">It cannot be read.</exception>
    public string ReadText(string path)
    {
        if (path == "-")
        {
            return _host.Input.ReadToEnd();
        }
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{path}: the file could not be read; check that it is there and may be read.", exception);
        }
    }

    /// <summary>Tables are filled up with blanks, which a file does not need.</summary>
    private void WriteTrimmed(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        foreach (string line in lines.SkipLast(1))
        {
            _host.Output.WriteLine(line.TrimEnd(' '));
        }
        _host.Output.Write(lines[^1].TrimEnd(' '));
    }

    private static IAnsiConsole Make(TextWriter writer, bool terminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!terminal)
        {
            // Whoever reads a file or a pipe wants whole lines.
            console.Profile.Width = WideEnough;
        }
        return console;
    }
}
