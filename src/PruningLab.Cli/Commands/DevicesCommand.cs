using System.Globalization;
using PruningLab.Engine.Devices;
using Spectre.Console;

namespace PruningLab.Cli.Commands;

/// <summary><c>pruninglab devices</c>: what networks can be trained on here.</summary>
internal static class DevicesCommand
{
    private const double Gibibyte = 1L << 30;

    /// <summary>Makes the command.</summary>
    public static CliCommand Create(CliHost host)
    {
        CliCommand command = new("devices", "List the devices that networks can be trained on here, and say why no graphics card is among them.")
        {
            Examples =
            [
                ("pruninglab devices", "The devices, each tried out, with what is to be written after --device."),
                ("pruninglab devices --json | jq -r .devices[].id", "Their ids, for a script."),
            ],
        };
        command.Does(host, context =>
        {
            DeviceList list = context.Backend.Devices;
            string? why = list.WhyNoCuda.Length > 0 ? list.WhyNoCuda : null;
            var devices = list.All.Select(device => new
            {
                device.Id,
                device.Name,
                memoryBytes = device.Memory > 0 ? device.Memory : (long?)null,
                device.Library,
                driver = device.Driver.Length > 0 ? device.Driver : null,
            }).ToList();
            context.Write(new { devices, whyNoCuda = why }, console =>
            {
                Table table = new Table().Border(TableBorder.Simple).AddColumn("id", column => column.NoWrap()).AddColumn("name")
                    .AddColumn("memory", column => column.RightAligned().NoWrap()).AddColumns("library", "driver");
                foreach (ComputeDevice device in list.All)
                {
                    table.AddRow(new Text(device.Id), new Text(device.Name), new Text(Memory(device.Memory)), new Text(device.Library), new Text(device.Driver));
                }
                console.Write(table);
                if (why is not null)
                {
                    console.WriteLine(why);
                }
                console.WriteLine(list.All.Count > 1
                    ? "--device ID trains on one of them; without it, and without a device in the spec, training is on cpu. pruninglab bench --devices measures which is fastest."
                    : "Training is on cpu.");
            });
            return ExitCode.Success;
        });
        return command;
    }

    private static string Memory(long bytes) => bytes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Gibibyte:0.0} GiB") : "the machine's";
}
