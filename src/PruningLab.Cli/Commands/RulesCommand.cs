using System.CommandLine;
using PruningLab.Engine.Plasticity;
using Spectre.Console;

namespace PruningLab.Cli.Commands;

/// <summary><c>pruninglab rules [ID]</c>: the rules, or one rule and its hyperparameters.</summary>
internal static class RulesCommand
{
    private const int Wide = 120;

    /// <summary>Makes the command.</summary>
    public static CliCommand Create(CliHost host)
    {
        Argument<string?> id = new("ID")
        {
            Description = "A rule, to see what it does and its hyperparameters; all rules when left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        CliCommand command = new("rules", "List the pruning rules, or show one rule with its hyperparameters.")
        {
            Examples =
            [
                ("pruninglab rules", "All rules: when each acts, what it ranks connections by, whether they come back."),
                ("pruninglab rules synaptic-pruning", "One rule: formula, source, hyperparameters with range and default."),
            ],
        };
        command.Add(id);
        command.Does(host, context =>
        {
            if (context.Value(id) is { } wanted)
            {
                Show(context, context.Rules.Describe(wanted));
            }
            else
            {
                List(context);
            }
            return ExitCode.Success;
        });
        return command;
    }

    private static void List(CliContext context)
    {
        var rules = context.Rules.Descriptions.Select(rule => new
        {
            rule.Id,
            rule.Name,
            rule.Family,
            rule.Summary,
            rule.When,
            rule.Score,
            rule.Selection,
            rule.ComesBack,
            hyperparameters = rule.Hyperparameters.Count,
        }).ToList();
        context.Write(new { rules }, console =>
        {
            // An id is there to be copied, so it is never broken; a narrow terminal gets fewer columns instead.
            bool wide = console.Profile.Width >= Wide;
            Table table = new Table().Border(TableBorder.Simple).AddColumn("id", column => column.NoWrap()).AddColumns(wide ? ["name", "acts", "ranks by", "comes back"] : ["acts", "ranks by"]);
            foreach (var rule in rules)
            {
                string[] cells = wide ? [rule.Id, rule.Name, rule.When, rule.Score, rule.ComesBack] : [rule.Id, rule.When, rule.Score];
                table.AddRow(cells.Select(cell => new Text(cell)));
            }
            console.Write(table);
            console.WriteLine("pruninglab rules ID shows a rule's hyperparameters.");
        });
    }

    private static void Show(CliContext context, RuleDescription rule) => context.Write(rule, console =>
    {
        console.WriteLine($"{rule.Name} ({rule.Id})");
        console.WriteLine(rule.Summary);
        Line(console, "Formula", rule.Formula);
        Line(console, "Acts", rule.When);
        Line(console, "Ranks by", rule.Score);
        Line(console, "Selects", rule.Selection);
        Line(console, "Comes back", rule.ComesBack);
        Line(console, "Source", rule.Source);
        Line(console, "Our reading", rule.OurReading);
        if (rule.Hyperparameters.Count == 0)
        {
            return;
        }
        Table table = new Table().Border(TableBorder.Simple).AddColumn("name", column => column.NoWrap()).AddColumns(["symbol", "range", "default", "live", "meaning"]);
        foreach (Hyperparameter one in rule.Hyperparameters)
        {
            string range = one.Kind == HyperparameterKind.Choice ? string.Join(", ", one.Choices) : $"{one.Format(one.Min)} to {one.Format(one.Max)}";
            table.AddRow(
                new Text(one.Id), new Text(one.Symbol), new Text(range),
                new Text(one.Format(one.Default) + (one.Unit.Length > 0 ? " " + one.Unit : "")), new Text(one.IsLive ? "yes" : "no"), new Text(one.Explanation));
        }
        console.Write(table);
    });

    private static void Line(IAnsiConsole console, string name, string text)
    {
        if (text.Length > 0)
        {
            console.WriteLine($"{name}: {text}");
        }
    }
}
