using PruningLab.Engine.Training;

namespace PruningLab.Engine.Networks;

/// <summary>How a parameter's first values are made; PyTorch's defaults, the same for every backend.</summary>
public readonly record struct ParameterInitial
{
    private readonly float _bound;
    private readonly float _deviation;
    private readonly float _value;

    private ParameterInitial(float bound, float deviation, float value) => (_bound, _deviation, _value) = (bound, deviation, value);

    /// <summary>Uniform on [−bound, bound).</summary>
    public static ParameterInitial Uniform(double bound) => new((float)bound, 0, 0);

    /// <summary>Normal with mean 0.</summary>
    public static ParameterInitial Normal(double deviation) => new(0, (float)deviation, 0);

    /// <summary>The same value everywhere; draws nothing.</summary>
    public static ParameterInitial Constant(double value) => new(0, 0, (float)value);

    /// <summary>Fills in row-major order.</summary>
    public void Fill(RandomStream stream, Span<float> values)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (_bound == 0 && _deviation == 0)
        {
            values.Fill(_value);
            return;
        }
        foreach (ref float value in values)
        {
            value = _bound > 0 ? stream.NextSingle(-_bound, _bound) : _deviation * stream.NextNormal();
        }
    }
}
