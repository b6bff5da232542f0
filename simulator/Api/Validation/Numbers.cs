using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Rules of numbers, ports, percentages and quantities.</summary>
internal static class Numbers
{
    public const string PercentRule =
        "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

    private const string PortRule = "must be between 1 and 65535, inclusive";

    public static void NotNegative(JsonObject json, string field, string path, FieldErrors errors)
    {
        if (json.Number(field) < 0)
        {
            errors.Invalid($"{path}.{field}", json.Number(field), "must be greater than or equal to 0");
        }
    }

    public static bool IsPort(long? port) => port is > 0 and <= 65535;

    public static void Port(long? port, string path, FieldErrors errors)
    {
        if (!IsPort(port))
        {
            errors.Invalid(path, port ?? 0, PortRule);
        }
    }

    /// <summary>A port by number or by name.</summary>
    public static void PortOrName(JsonNode? port, string path, FieldErrors errors)
    {
        if (port is null || port.GetValueKind() == JsonValueKind.Number)
        {
            Port(port.AsInteger(), path, errors);
            return;
        }
        foreach (var problem in ObjectNames.PortNameProblems(port.GetValue<string>()))
        {
            errors.Invalid(path, port.DeepClone(), problem);
        }
    }

    /// <summary>A count or a percentage; neither negative.</summary>
    public static void CountOrPercent(JsonNode? value, string path, FieldErrors errors)
    {
        if (value is null)
        {
            return;
        }

        if (value.GetValueKind() == JsonValueKind.String)
        {
            if (PercentOf(value) is null)
            {
                errors.Invalid(path, value.DeepClone(), PercentRule);
            }
        }
        else if (value.AsInteger() < 0)
        {
            errors.Invalid(path, value.DeepClone(), "must be greater than or equal to 0");
        }
    }

    public static long? PercentOf(JsonNode? value) =>
        value is JsonValue text
        && text.TryGetValue(out string? percent)
        && percent.EndsWith('%')
        && percent.Length > 1
        && long.TryParse(percent.AsSpan(0, percent.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public static bool IsZero(JsonNode? value) => value is null ? false : value.AsInteger() == 0 || PercentOf(value) == 0;

    public static Quantity Amount(JsonNode? value) => Quantity.FromJson(value);
}
