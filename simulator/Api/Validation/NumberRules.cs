using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for numbers, ports and percentages.</summary>
internal static class NumberRules
{
    public const string PercentRule =
        "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

    private const string PortRule = "must be between 1 and 65535, inclusive";

    public static void CheckNotNegative(JsonObject json, string field, string path, FieldErrors errors)
    {
        if (json.Number(field) < 0)
        {
            errors.Invalid(path.Length == 0 ? field : $"{path}.{field}", json.Number(field), "must be greater than or equal to 0");
        }
    }

    public static bool IsPort(long? port) => port is > 0 and <= 65535;

    public static void CheckPort(long? port, string path, FieldErrors errors)
    {
        if (!IsPort(port))
        {
            errors.Invalid(path, port ?? 0, PortRule);
        }
    }

    /// <summary>Checks a port number or name.</summary>
    public static void CheckPortOrName(JsonNode? port, string path, FieldErrors errors)
    {
        if (port is null || port.GetValueKind() == JsonValueKind.Number)
        {
            CheckPort(port.AsInteger(), path, errors);
            return;
        }
        foreach (var problem in ObjectNames.PortNameProblems(port.GetValue<string>()))
        {
            errors.Invalid(path, port.DeepClone(), problem);
        }
    }

    public static void CheckProtocol(JsonObject port, string path, FieldErrors errors)
    {
        if (port.Text("protocol") is not ("TCP" or "UDP" or "SCTP"))
        {
            errors.NotSupported(path, port.Text("protocol") ?? "", "SCTP", "TCP", "UDP");
        }
    }

    /// <summary>Checks a count or a percentage, which must not be negative.</summary>
    public static void CheckCountOrPercent(JsonNode? value, string path, FieldErrors errors)
    {
        if (value is null)
        {
            return;
        }

        if (value.GetValueKind() == JsonValueKind.String)
        {
            if (ParsePercent(value) is null)
            {
                errors.Invalid(path, value.DeepClone(), PercentRule);
            }
        }
        else if (value.AsInteger() < 0)
        {
            errors.Invalid(path, value.DeepClone(), "must be greater than or equal to 0");
        }
    }

    /// <summary>Checks that a percentage is not greater than 100 %.</summary>
    public static void CheckAtMostAll(JsonNode? value, string path, FieldErrors errors)
    {
        if (ParsePercent(value) > 100)
        {
            errors.Invalid(path, value?.DeepClone(), "must not be greater than 100%");
        }
    }

    /// <summary>Parses a percentage; null for other values.</summary>
    public static long? ParsePercent(JsonNode? value) =>
        value is JsonValue text
        && text.TryGetValue(out string? percent)
        && percent.EndsWith('%')
        && percent.Length > 1
        && long.TryParse(percent.AsSpan(0, percent.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public static bool IsZero(JsonNode? value) => value.AsInteger() == 0 || ParsePercent(value) == 0;
}
