namespace PruningLab.Engine.Training;

/// <summary>Adds up errors in double precision.</summary>
internal struct ErrorSum
{
    private double _squares;
    private double _absolutes;
    private int _count;

    public void Add(double prediction, double truth)
    {
        double error = prediction - truth;
        _squares += error * error;
        _absolutes += Math.Abs(error);
        _count++;
    }

    public readonly ErrorFigures Mean(double scale) => _count == 0
        ? ErrorFigures.Unknown
        : new ErrorFigures(_squares / _count, _absolutes / _count, scale);
}
