using PruningLab.Engine.Devices;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Frames;

/// <summary>The schedule as it is drawn (docs/wire-format.md, "Plan"); serialised as camel-case JSON.</summary>
public sealed record PlanPicture(
    double XMin, double XMax, double YMax, IReadOnlyList<double[]> Now, IReadOnlyList<double[]> Smooth,
    IReadOnlyList<PlanPicture.FormerPlan> Former, IReadOnlyList<PlanPicture.Handle> Handles, IReadOnlyList<PlanPicture.Flag> Edits)
{
    /// <summary>A plan that an edit ended, with the stretch for which it was in force.</summary>
    public sealed record FormerPlan(double FromX, double ToX, IReadOnlyList<double[]> Points);

    /// <summary>A hyperparameter that can be dragged on the curve.</summary>
    public sealed record Handle(
        string Id, string Symbol, string Label, double X, double Y, string Axis, double Min, double Max, double Step, double Value, double ValueToX);

    /// <summary>A live edit, or the next part of changing data.</summary>
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
        List<Flag> flags =
        [
            .. view.Edits.Where(e => e.Setting != TrainingSpec.StageId).Select(e => new Flag(Axis(e.Batch, perEpoch), e.Batch, EditText(view, e)))
                .Concat(view.StageBatches.Skip(1).Select((batch, i) => new Flag(Axis(batch, perEpoch), batch, $"data: part {i + 2} of {view.Data.Stages.Count}")))
                .OrderBy(flag => flag.Batch),
        ];
        if (view.Rule.Schedule(settings, training) is not { } schedule)
        {
            return new PlanPicture(1, end, 1, [], [], [], [], flags);
        }
        List<FormerPlan> former = FormerPlans(view, perEpoch);
        IReadOnlyList<double[]> now = schedule.Steps(perEpoch);
        double highest = Math.Max(schedule.Highest, former.Count == 0 ? 0 : former.Max(f => f.Points.Max(p => p[1])));
        return new PlanPicture(
            schedule.AxisBegin(perEpoch), end, highest > 1 ? 1.5 : 1, now, schedule.Curve(perEpoch), former,
            [.. schedule.HandlesOn(perEpoch).Select(handle => Dragged(handle, settings))], flags);
    }

    private static List<FormerPlan> FormerPlans(SessionView view, int perEpoch)
    {
        List<FormerPlan> plans = [];
        RuleSettings settings = new(view.Rule.Description, view.InitialSpec.Rule.Values);
        double from = 1;
        foreach (Edit edit in view.Edits.Where(e => view.Rule.Description.Find(e.Setting) is not null))
        {
            SparsitySchedule? before = view.Rule.Schedule(settings, view.Spec.Training);
            settings = settings.With(edit.Setting, edit.New);
            SparsitySchedule? after = view.Rule.Schedule(settings, view.Spec.Training);
            if (before is not null && before != after)
            {
                double to = Axis(edit.Batch, perEpoch);
                plans.Add(new FormerPlan(from, to, before.Steps(perEpoch)));
                from = to;
            }
        }
        return plans;
    }

    private static Handle Dragged(ScheduleHandle handle, RuleSettings settings)
    {
        Hyperparameter h = settings.Description.Find(handle.Setting)
            ?? throw new InvalidOperationException($"The rule {settings.Description.Id} has a handle for {handle.Setting}, which is no hyperparameter of it.");
        return new Handle(
            h.Id, h.Symbol, $"{h.Name} {h.Symbol}".TrimEnd(), handle.X, handle.Y, handle.IsHorizontal ? "x" : "y", handle.Min, handle.Max, h.Step,
            settings[h.Id], handle.ValueToX);
    }

    private static double Axis(int batchesDone, int perEpoch) => 1 + (batchesDone / (double)perEpoch);

    private static string EditText(SessionView view, Edit edit)
    {
        if (edit.Setting == TrainingSpec.DeviceSetting)
        {
            return $"device: {view.Devices.NameOf(DeviceId.Of(edit.Old))} → {view.Devices.NameOf(DeviceId.Of(edit.New))}";
        }
        Hyperparameter? hyperparameter = view.Rule.Description.Find(edit.Setting);
        string name = hyperparameter is null
            ? edit.Setting.Replace('_', ' ')
            : hyperparameter.Symbol.Length > 0 ? hyperparameter.Symbol : hyperparameter.Name;
        string Show(double value) => hyperparameter?.Format(value) ?? value.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);
        return $"{name} {Show(edit.Old)} → {Show(edit.New)}";
    }
}
