using System.CommandLine;
using System.Globalization;
using Infra.Simulator.Nodes.Faults;

namespace Infra.Cli.Commands.Cluster.Faults;

/// <summary>The option <c>--for</c>.</summary>
internal static class FaultDuration
{
    public static Option<string?> Create() =>
        DurationOption.Create("--for", "How long it lasts, for instance 90s or 10m (default: until it is cleared)", "90s or 10m");

    /// <summary>The local time at which a fault ends; null for one without end.</summary>
    public static string? FormatEnd(Fault fault) =>
        fault.Until?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Describe(Fault fault) => FormatEnd(fault) is { } end ? $", until {end}" : ", until it is cleared";
}
