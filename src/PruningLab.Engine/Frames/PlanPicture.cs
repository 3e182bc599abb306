using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Plasticity.Rules;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Frames;

/// <summary>The schedule as it is drawn (docs/wire-format.md, "Plan"); serialised as camel-case JSON.</summary>
public sealed record PlanPicture(
    double XMin, double XMax, double YMax, IReadOnlyList<double[]> Now, IReadOnlyList<double[]> Smooth,
    IReadOnlyList<PlanPicture.FormerPlan> Former, IReadOnlyList<PlanPicture.Handle> Handles, IReadOnlyList<PlanPicture.Flag> Edits)
{
    private const int CurvePoints = 120;

    /// <summary>A plan that an edit ended, with the stretch for which it was in force.</summary>
    public sealed record FormerPlan(double FromX, double ToX, IReadOnlyList<double[]> Points);

    /// <summary>A hyperparameter that can be dragged on the curve.</summary>
    public sealed record Handle(
        string Id, string Symbol, string Label, double X, double Y, string Axis, double Min, double Max, double Step, double Value, double ValueToX);

    /// <summary>A live edit.</summary>
    public sealed record Flag(double X, int Batch, string Text);

    /// <summary>The plan of a session as it is.</summary>
    public static PlanPicture Of(SessionView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return Draw(view, view.Settings);
    }

    /// <summary>The plan as it would be with one value changed, for a handle that is being dragged. Former plans and edits
    /// are left out: they stay as they are, and a drag sends many previews.</summary>
    /// <exception cref="SettingException">The value cannot be.</exception>
    public static PlanPicture Preview(SessionView view, string setting, double value)
    {
        ArgumentNullException.ThrowIfNull(view);
        RuleSettings settings = view.Settings.With(setting, value);
        view.Rule.Validate(settings, view.Spec.Training);
        return Draw(view, settings) with { Former = [], Edits = [] };
    }

    private static PlanPicture Draw(SessionView view, RuleSettings settings)
    {
        TrainingSpec training = view.Spec.Training;
        int perEpoch = view.Clock.BatchesPerEpoch;
        double end = training.Epochs + 1;
        List<Flag> flags = [.. view.Edits.Select(e => new Flag(Axis(e.Batch, perEpoch), e.Batch, EditText(view.Rule.Description, e)))];
        if (view.Rule.Schedule(settings, training) is not { } schedule)
        {
            return new PlanPicture(1, end, 1, [], [], [], [], flags);
        }
        List<FormerPlan> former = FormerPlans(view, perEpoch);
        IReadOnlyList<double[]> now = Steps(schedule, perEpoch);
        double highest = Math.Max(schedule.MaxSparsity, former.Count == 0 ? 0 : former.Max(f => f.Points.Max(p => p[1])));
        // The axis begins where a warm-up of 0 lies, so that the handle can be dragged there.
        double begin = Math.Min(1, schedule.TimeToAxis(perEpoch));
        return new PlanPicture(begin, end, highest > 1 ? 1.5 : 1, now, Curve(schedule, perEpoch), former, DragHandles(schedule, settings, perEpoch), flags);
    }

    /// <summary>What the clock will ask for, from epoch 1 to the end.</summary>
    private static List<double[]> Steps(CubicSchedule schedule, int perEpoch)
    {
        double offset = schedule.TimeToAxis(perEpoch);
        double end = schedule.Total + 1;
        if (schedule.Clock == ScheduleClock.Batch)
        {
            List<double[]> curve = [[1, schedule.Warmup == 0 ? schedule.MinSparsity : 0]];
            if (schedule.Warmup > 0)
            {
                curve.Add([schedule.Warmup + offset, 0]);
            }
            curve.AddRange(Curve(schedule, perEpoch));
            return curve;
        }
        List<double[]> points = [];
        double last = double.NaN;
        for (int epoch = 1; epoch <= schedule.Total; epoch++)
        {
            double target = schedule.At(epoch - offset);
            if (epoch > 1)
            {
                points.Add([epoch, last]);
            }
            points.Add([epoch, target]);
            last = target;
        }
        points.Add([end, last]);
        return points;
    }

    private static List<double[]> Curve(CubicSchedule schedule, int perEpoch)
    {
        double offset = schedule.TimeToAxis(perEpoch);
        List<double[]> points = [];
        for (int i = 0; i <= CurvePoints; i++)
        {
            double t = schedule.Warmup + ((schedule.Total - schedule.Warmup) * i / (double)CurvePoints);
            points.Add([t + offset, schedule.At(t)]);
        }
        return points;
    }

    private static List<FormerPlan> FormerPlans(SessionView view, int perEpoch)
    {
        List<FormerPlan> plans = [];
        RuleSettings settings = new(view.Rule.Description, view.InitialSpec.Rule.Values);
        double from = 1;
        foreach (Edit edit in view.Edits.Where(e => view.Rule.Description.Find(e.Setting) is not null))
        {
            CubicSchedule before = view.Rule.Schedule(settings, view.Spec.Training)!;
            settings = settings.With(edit.Setting, edit.New);
            CubicSchedule after = view.Rule.Schedule(settings, view.Spec.Training)!;
            if (before != after)
            {
                double to = Axis(edit.Batch, perEpoch);
                plans.Add(new FormerPlan(from, to, Steps(before, perEpoch)));
                from = to;
            }
        }
        return plans;
    }

    private static List<Handle> DragHandles(CubicSchedule schedule, RuleSettings settings, int perEpoch)
    {
        double offset = schedule.TimeToAxis(perEpoch);
        Handle Make(string id, double x, double y, string axis, double min, double max)
        {
            Hyperparameter h = settings.Description.Find(id)!;
            return new Handle(id, h.Symbol, $"{h.Name} {h.Symbol}", x, y, axis, min, max, h.Step, settings[id], axis == "x" ? offset : 0);
        }
        double begin = schedule.Warmup + offset;
        return
        [
            Make(SynapticPruningRule.MinSparsity, begin, schedule.MinSparsity, "y", 0, Math.Min(1, schedule.MaxSparsity)),
            Make(SynapticPruningRule.MaxSparsity, schedule.Total + offset, schedule.MaxSparsity, "y", schedule.MinSparsity, 1.5),
            Make(SynapticPruningRule.Warmup, begin, 0, "x", 0, schedule.Total - 1),
        ];
    }

    private static double Axis(int batchesDone, int perEpoch) => 1 + (batchesDone / (double)perEpoch);

    private static string EditText(RuleDescription rule, Edit edit)
    {
        Hyperparameter? hyperparameter = rule.Find(edit.Setting);
        string name = hyperparameter is null
            ? edit.Setting.Replace('_', ' ')
            : hyperparameter.Symbol.Length > 0 ? hyperparameter.Symbol : hyperparameter.Name;
        string Show(double value) => hyperparameter?.Format(value) ?? value.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);
        return $"{name} {Show(edit.Old)} → {Show(edit.New)}";
    }
}
