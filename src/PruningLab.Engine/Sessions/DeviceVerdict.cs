using System.Globalization;
using PruningLab.Engine.Devices;

namespace PruningLab.Engine.Sessions;

/// <summary>Puts the times of devices into words.</summary>
internal static class DeviceVerdict
{
    /// <summary>The recommendation, or why there is none.</summary>
    /// <param name="times">All devices, timed or not.</param>
    /// <param name="list">What the machine offers.</param>
    public static string Of(IReadOnlyList<DeviceTime> times, DeviceList list)
    {
        if (times.Count < 2)
        {
            return $"There is one device only, so there is nothing to compare. {list.WhyNoCuda}".TrimEnd();
        }
        DeviceTime[] timed = [.. times.Where(time => time.Milliseconds is not null).OrderBy(time => time.Milliseconds)];
        if (timed.Length < 2)
        {
            DeviceTime failed = times.First(time => time.Milliseconds is null);
            string what = timed.Length == 0 ? "No device could be timed" : $"Only the {Label(timed[0])} could be timed ({DeviceTime.InWords(timed[0].Milliseconds!.Value)} per step)";
            return $"{what}, so there is nothing to compare. {Label(failed)}: {failed.Sentence}";
        }
        string numbers = string.Join(", ", times.Where(time => time.Milliseconds is not null).Select(
            (time, i) => $"{Label(time)} {(i == 0 ? "takes " : "")}{DeviceTime.InWords(time.Milliseconds!.Value)}{(i == 0 ? " per step" : "")}"));
        string first = Label(timed[0]), second = Label(timed[1]);
        return DeviceReport.IsClearlyFaster(timed[0], timed[1])
            ? string.Create(CultureInfo.InvariantCulture, $"{numbers}: for this network the {first} is {(timed.Length > 2 ? "the fastest, " : "")}{timed[1].Milliseconds / timed[0].Milliseconds:0.0} times as fast{(timed.Length > 2 ? $" as the {second}" : "")}.")
            : $"{numbers}: there is no clear difference between the {first} and the {second} for this network.";

        string Label(DeviceTime time) => list.NameOf(time.Id);
    }
}
