namespace PruningLab.Engine.Tests.Conformance;

/// <summary>A number on a <see cref="Conformance.Tape"/>.</summary>
/// <param name="Tape">The tape.</param>
/// <param name="Position">Place on it.</param>
internal readonly record struct Scalar(Tape Tape, int Position)
{
    public double Value => Tape.ValueOf(Position);

    public static Scalar operator +(Scalar a, Scalar b) => a.Tape.Write(a.Value + b.Value, a.Position, 1, b.Position, 1);

    public static Scalar operator -(Scalar a, Scalar b) => a.Tape.Write(a.Value - b.Value, a.Position, 1, b.Position, -1);

    public static Scalar operator *(Scalar a, Scalar b) => a.Tape.Write(a.Value * b.Value, a.Position, b.Value, b.Position, a.Value);

    public static Scalar operator *(Scalar a, double b) => a.Of(a.Value * b, b);

    public static Scalar operator +(Scalar a, double b) => a.Of(a.Value + b, 1);

    public static Scalar operator /(Scalar a, Scalar b) =>
        a.Tape.Write(a.Value / b.Value, a.Position, 1 / b.Value, b.Position, -a.Value / (b.Value * b.Value));

    public Scalar Tanh() => Of(Math.Tanh(Value), 1 - (Math.Tanh(Value) * Math.Tanh(Value)));

    public Scalar Exp() => Of(Math.Exp(Value), Math.Exp(Value));

    public Scalar Log() => Of(Math.Log(Value), 1 / Value);

    public Scalar Root() => Of(Math.Sqrt(Value), 0.5 / Math.Sqrt(Value));

    public Scalar Relu() => Of(Math.Max(0, Value), Value > 0 ? 1 : 0);

    public Scalar Sigmoid()
    {
        double y = 1 / (1 + Math.Exp(-Value));
        return Of(y, y * (1 - y));
    }

    private Scalar Of(double value, double slope) => Tape.Write(value, Position, slope, -1, 0);
}
