using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Calibration;

/// <summary>
/// Writes what was found out as the parts <c>services</c> and <c>load</c> of a scenario, each number with its confidence and source.
/// </summary>
public static partial class ScenarioWriter
{
    private const int MaxPoints = 60;
    private const int Digits = 2;

    /// <summary>Writes the scenario.</summary>
    /// <param name="result">What was found out.</param>
    /// <param name="replay">
    /// The names of files, by service, that the load is read from; <see cref="WriteLoad(RecordedLoad)"/> is their content. Without one, the
    /// load is written as a line of few points.
    /// </param>
    public static string Write(CalibrationResult result, IReadOnlyDictionary<string, string>? replay = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        var yaml = new StringBuilder();
        yaml.Append("# yaml-language-server: $schema=schema.json\n");
        yaml.Append($"# Calibrated from {Line(result.Source)}.\n");
        yaml.Append("# Each number has its confidence: high within 10 %, medium within 30 %, low beyond or unknown.\n");
        foreach (var gap in result.Gaps)
        {
            yaml.Append($"# Not found: {Line(gap)}\n");
        }

        var services = result.Services.Where(service => !service.IsEmpty).ToList();
        yaml.Append(services.Count > 0 ? "services:\n" : "");
        foreach (var service in services)
        {
            WriteService(yaml, service);
        }

        yaml.Append(result.Loads.Count > 0 ? "load:\n" : "");
        foreach (var load in result.Loads)
        {
            WriteLoad(yaml, load, replay?.GetValueOrDefault(load.Service));
        }

        return yaml.ToString();
    }

    /// <summary>Writes a recorded load as the file that <c>load.SERVICE.file</c> names.</summary>
    public static string WriteLoad(RecordedLoad load)
    {
        ArgumentNullException.ThrowIfNull(load);
        var csv = new StringBuilder("seconds,rps\n");
        foreach (var point in load.Rate)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{point.At.TotalSeconds},{Figures.Round(point.PerSecond, 4)}\n");
        }

        return csv.ToString();
    }

    private static void WriteService(StringBuilder yaml, ServiceEstimates service)
    {
        yaml.Append($"  {Key(service.Service)}:\n");
        if (service is { Cpu: not null, IdleCpu: not null })
        {
            yaml.Append("    cpu:\n");
            Write(yaml, "  mean", service.Cpu, Milliseconds);
            Write(yaml, "  idle", service.IdleCpu, Millicores);
        }
        else
        {
            Write(yaml, "cpu", service.Cpu, Milliseconds);
        }

        Write(yaml, "latency", service.Latency, Milliseconds);
        Write(yaml, "startUp", service.StartUp, seconds => $"{Math.Max(1, Math.Round(seconds)).ToString(CultureInfo.InvariantCulture)}s");
        if (service.IdleMemory is not null)
        {
            yaml.Append("    memory:\n");
            Write(yaml, "  idle", service.IdleMemory, Bytes);
            Write(yaml, "  request", service.RequestMemory, Bytes);
        }

        yaml.Append(service.Calls.Count > 0 ? "    calls:\n" : "");
        foreach (var (called, estimate) in service.Calls.OrderBy(call => call.Key, StringComparer.Ordinal))
        {
            Write(yaml, $"  {Key(called)}", estimate, Number);
        }
    }

    private static void Write(StringBuilder yaml, string key, Estimate? estimate, Func<double, string> format)
    {
        if (estimate is not null)
        {
            yaml.Append($"    {key}: {format(estimate.Value)} # {Line(estimate.Describe())}\n");
        }
    }

    private static void WriteLoad(StringBuilder yaml, RecordedLoad load, string? file)
    {
        yaml.Append($"  {Key(load.Service)}:\n");
        if (file is not null)
        {
            yaml.Append(
                $"    file: {JsonSerializer.Serialize(file)} # {Figures.Count(load.Rate.Count, "sample")} of {Line(load.Source)}\n"
            );
            return;
        }

        var points = RateLine.Simplify(load.Rate, MaxPoints);
        yaml.Append(
            $"    # {Figures.Count(load.Rate.Count, "sample")} of {Line(load.Source)}, as a line of {Figures.Count(points.Count, "point")}\n"
        );
        yaml.Append("    rate:\n");
        foreach (var point in points)
        {
            yaml.Append(
                CultureInfo.InvariantCulture,
                $"      - {{ at: {Math.Round(point.At.TotalSeconds)}s, rps: {Number(point.PerSecond)} }}\n"
            );
        }
    }

    private static string Milliseconds(double seconds) => $"{Number(seconds * 1000)}ms";

    private static string Millicores(double cores) => $"{Math.Max(0, Math.Round(cores * 1000)).ToString(CultureInfo.InvariantCulture)}m";

    private static string Bytes(double bytes) =>
        bytes >= 1024 * 1024
            ? $"{Math.Round(bytes / 1024 / 1024).ToString(CultureInfo.InvariantCulture)}Mi"
            : $"{Math.Round(bytes / 1024).ToString(CultureInfo.InvariantCulture)}Ki";

    private static string Number(double value) =>
        Figures.Round(value, Math.Abs(value) < 99.5 ? Digits : Digits + 1).ToString("0.######", CultureInfo.InvariantCulture);

    private static string Line(string text) => Unprintable().Replace(text, " ");

    private static string Key(string name) => Plain().IsMatch(name) ? name : JsonSerializer.Serialize(name);

    [GeneratedRegex(@"[\p{C}\p{Zl}\p{Zp}]+")]
    private static partial Regex Unprintable();

    // Other names might be read as a number, a truth value or nothing.
    [GeneratedRegex("^(?!(?i:y|n|yes|no|on|off|true|false|null)$)[a-z][a-z0-9-]*\\z")]
    private static partial Regex Plain();
}
