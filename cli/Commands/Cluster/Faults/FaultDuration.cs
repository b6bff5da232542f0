using System.CommandLine;
using System.Globalization;
using Infra.Kubernetes;
using Infra.Simulator.Nodes.Faults;

namespace Infra.Cli.Commands.Cluster.Faults;

/// <summary>The option <c>--for</c>.</summary>
internal static class FaultDuration
{
    public static Option<string?> Create()
    {
        var option = new Option<string?>("--for")
        {
            Description = "How long it lasts, for instance 90s or 10m (default: until it is cleared)",
            HelpName = "DURATION",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(GoDuration.TryParse(token.Value, out var duration) && duration > TimeSpan.Zero))
            {
                result.AddError($"--for takes a duration such as 90s or 10m, not '{token.Value}'.");
            }
        });
        return option;
    }

    public static TimeSpan? Get(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } text ? GoDuration.Parse(text) : null;

    /// <summary>The local time at which a fault ends; null for one without end.</summary>
    public static string? FormatEnd(Fault fault) =>
        fault.Until?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Describe(Fault fault) => FormatEnd(fault) is { } end ? $", until {end}" : ", until it is cleared";
}
