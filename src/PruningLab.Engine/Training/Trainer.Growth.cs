using System.Globalization;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Engine.Training;

/// <content>Networks that grow while they train.</content>
public sealed partial class Trainer
{
    private string _refusal = "";

    /// <summary>The growths so far, in order.</summary>
    public IReadOnlyList<GrowthMap> Growths => _context.Growths;

    /// <summary>Per group, by its id, the batch after which each unit was born; 0 for those that were there from the start. A
    /// connection is as old as the younger of the two units it connects. Never changes; a growth makes a new one.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> UnitBirths { get; private set; }

    /// <summary>Counted up whenever what flat indices mean changes while the run goes on: by a growth, or by other data.</summary>
    public int Revision { get; private set; }

    /// <summary>Puts a bigger network in the place of the present one; see <see cref="RuleContext.Grow"/>.</summary>
    private bool Grow(string id, int units, bool neutral)
    {
        NetworkShape shape = NetworkGrowth.Bigger(Network.Shape, id, units);
        UnitGroup group = _context.Groups.First(g => g.Id == id);
        INetwork? bigger = null;
        CollectLosses();
        try
        {
            shape.Spec.Validate();
            bigger = Backend.Create(shape, _streams.Open($"{RandomStreams.Growth}/{Growths.Count + 1}"));
            bigger.Bind(Data);
            Masks.Apply(Network);
            GrowthMap map = new(Clock.Batch, group, units, neutral, Network.Parameters, bigger.Parameters);
            MaskSet masks = Masks.Grown(bigger.Parameters, map);
            NetworkCarrier.Carry(Network, bigger, masks, map);
            _context.Replace(bigger, masks, map);
        }
        catch (Exception e)
        {
            bigger?.Dispose();
            if (e is not (SettingException or OutOfDeviceMemoryException))
            {
                throw;
            }
            string refusal = $"No unit joined {group.Title} ({group.Id}): {e.Message}";
            if (refusal != _refusal)
            {
                _refusal = refusal;
                _context.Note(JournalKind.Note, refusal);
            }
            return false;
        }
        int before = Masks.Total;
        Network.Dispose();
        Network = bigger;
        Masks = _context.Masks;
        _evaluator = new Evaluator(bigger, Data, _streams);
        UnitBirths = BirthsOf(_context);
        Revision++;
        UnitGroup now = _context.Groups.First(g => g.Id == id);
        _context.Note(JournalKind.Grown, string.Create(CultureInfo.InvariantCulture,
            $"{Architecture.Plural(units, "unit")} joined {id}: {group.Count:N0} → {now.Count:N0}, with {Masks.Total - before:N0} connections; {(neutral ? "their outgoing weights begin at 0, so that the function is unchanged" : "their outgoing weights are drawn as well")}."));
        _rule.Grown(Growths[^1]);
        return true;
    }

    private static Dictionary<string, IReadOnlyList<int>> BirthsOf(RuleContext context)
    {
        Dictionary<string, IReadOnlyList<int>> births = [];
        foreach (UnitGroup group in context.Groups)
        {
            int[] batches = new int[group.Count];
            foreach (GrowthMap growth in context.Growths)
            {
                if (growth.Group == group.Id)
                {
                    batches.AsSpan(growth.FirstUnit, growth.Units).Fill(growth.Batch);
                }
            }
            births[group.Id] = batches;
        }
        return births;
    }
}
