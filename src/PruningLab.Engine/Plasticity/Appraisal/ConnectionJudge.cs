using System.Globalization;
using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Statistics;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity.Rules;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Plasticity.Appraisal;

/// <summary>Takes ΔE of every active connection, exactly or by the estimate, as the rule's settings say.</summary>
/// <remarks>Buffers are made when they are first needed and kept.</remarks>
internal sealed class ConnectionJudge
{
    /// <summary>Batches from one batch whose gradients are kept to the next.</summary>
    public const int CollectEvery = 5;

    private readonly RankCorrelation _correlation = new();
    private readonly int[] _window = new int[1];
    private INetwork? _network;
    private WindowSet? _data;
    private RuleSettings? _settings;
    private LeaveOneOut? _exact;
    private TaylorAppraisal? _taylor;
    private WindowRun[] _runs = [];
    private double[] _losses = [];
    private float[] _estimates = [];
    private bool _isExact;
    private bool _takesBatches;
    private bool _hasToldTooMuch;

    /// <summary>Keeps the gradients of a batch for the estimate.</summary>
    /// <param name="context">Between the backward pass and the step.</param>
    /// <param name="isDue">Whether an appraisal follows this batch.</param>
    public void Collect(RuleContext context, bool isDue)
    {
        Prepare(context);
        if (_takesBatches && (isDue || context.Clock.Batch % CollectEvery == 0))
        {
            Taylor(context).Add(
                context.Network, context.Masks, context.Windows.Length, context.BatchLoss, context.Settings[ConnectionAppraisalRule.Decay]);
        }
    }

    /// <summary>Appraises all active connections with the weights as they are.</summary>
    /// <param name="context">Not between the backward pass and the step.</param>
    /// <param name="increases">Receives ΔE; NaN for pruned ones, +∞ where the network without the connection gives no number.</param>
    public Appraised Appraise(RuleContext context, Span<float> increases)
    {
        Prepare(context);
        if (!_isExact)
        {
            double mean = _takesBatches && Taylor(context).HasGradients ? Taylor(context).Loss : CollectWindows(context);
            Taylor(context).Increases(context.Network, context.Masks, increases);
            return new Appraised(mean, double.NaN);
        }
        if (_losses.Length != increases.Length)
        {
            (_losses, _estimates) = (new double[increases.Length], new float[increases.Length]);
        }
        double all = _exact!.Losses(context.Masks, _runs, _losses);
        for (int m = 0; m < context.Masks.Count; m++)
        {
            ReadOnlySpan<byte> bits = context.Masks[m].Bits;
            int offset = context.Masks.Offset(m);
            for (int i = 0; i < bits.Length; i++)
            {
                double increase = _losses[offset + i] - all;
                increases[offset + i] = bits[i] == 0 ? float.NaN : double.IsFinite(increase) ? (float)increase : float.PositiveInfinity;
            }
        }
        CollectWindows(context);
        _taylor!.Increases(context.Network, context.Masks, _estimates);
        return new Appraised(all, _correlation.Spearman(increases, _estimates));
    }

    /// <summary>Gradients of the appraisal windows one by one.</summary>
    /// <returns>Their mean loss.</returns>
    private double CollectWindows(RuleContext context)
    {
        TaylorAppraisal taylor = Taylor(context);
        taylor.Clear();
        foreach (WindowRun run in _runs)
        {
            for (int window = run.First; window < run.First + run.Count; window++)
            {
                _window[0] = window;
                double loss = context.ComputeGradients(_window);
                taylor.Add(context.Network, context.Masks, 1, loss, 1);
            }
        }
        return taylor.Loss;
    }

    private TaylorAppraisal Taylor(RuleContext context) => _taylor ??= new TaylorAppraisal(context.Masks.Total);

    /// <summary>Decides again how to appraise after the settings, the data or the network have changed.</summary>
    private void Prepare(RuleContext context)
    {
        if (_settings == context.Settings && _data == context.Data && _network == context.Network)
        {
            return;
        }
        if (_network != context.Network || _data != context.Data)
        {
            _exact = new LeaveOneOut(context.Network, context.Data);

            // A network that only moved to another device is the same one: what its batches gave still holds.
            _taylor = _data == context.Data && _taylor?.Length == context.Masks.Total ? _taylor : null;
        }
        (_settings, _data, _network) = (context.Settings, context.Data, context.Network);
        _runs = AppraisalWindows.Choose(_data.TrainCount, _settings.Count(ConnectionAppraisalRule.Windows));
        int windows = AppraisalWindows.Count(_runs);
        double work = _exact!.Work(context.Masks, windows);
        bool isQuick = work <= LeaveOneOut.QuickWork;
        string method = _settings.Choice(ConnectionAppraisalRule.Method), gradients = _settings.Choice(ConnectionAppraisalRule.Gradients);
        _isExact = method == "exact" ? work <= LeaveOneOut.MostWork : method == "automatic" && isQuick;
        bool tookBatches = _takesBatches;
        _takesBatches = !_isExact && (gradients == "batches" || (gradients == "automatic" && !isQuick));
        if (_takesBatches != tookBatches)
        {
            _taylor?.Clear();
        }
        if (method == "exact" && !_isExact && !_hasToldTooMuch)
        {
            _hasToldTooMuch = true;
            context.Note(JournalKind.Note, string.Create(CultureInfo.InvariantCulture,
                $"Leaving out each of {context.Masks.Active:N0} connections on {windows} windows would take {work / 1e9:N0} billion multiply-adds per appraisal, more than the {LeaveOneOut.MostWork / 1e9:N0} billion allowed: the estimate is used instead."));
        }
    }
}
