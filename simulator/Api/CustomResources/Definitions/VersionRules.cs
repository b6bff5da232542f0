using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources.Definitions;

/// <summary>Validation rules for the parts of a version: its deprecation, subresources and printer columns.</summary>
internal static class VersionRules
{
    private static readonly string[] _columnTypes = ["boolean", "date", "integer", "number", "string"];
    private static readonly string[] _columnFormats = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];

    public static void CheckDeprecation(JsonObject version, string path, FieldErrors errors)
    {
        if (version.Text("deprecationWarning") is not { } warning)
        {
            return;
        }

        if (!version.Flag("deprecated"))
        {
            errors.Invalid($"{path}.deprecationWarning", warning, "can only be set for deprecated versions");
            return;
        }

        if (System.Text.Encoding.UTF8.GetByteCount(warning) > 256)
        {
            errors.Invalid($"{path}.deprecationWarning", warning, "must be <= 256 characters long");
        }

        if (warning.Length == 0)
        {
            errors.Invalid($"{path}.deprecationWarning", warning, "must not be an empty string");
        }

        var at = warning.ToList().FindIndex(character => char.IsControl(character) || (character != ' ' && char.IsWhiteSpace(character)));
        if (at >= 0)
        {
            var index = System.Text.Encoding.UTF8.GetByteCount(warning[..at]);
            errors.Invalid(
                $"{path}.deprecationWarning",
                warning,
                $"must only contain printable UTF-8 characters; non-printable character found at index {index}"
            );
        }
    }

    public static void CheckSubresources(JsonObject? subresources, string path, FieldErrors errors)
    {
        if (subresources.Map("scale") is not { } scale)
        {
            return;
        }

        CheckReplicasPath(scale, "specReplicasPath", ".spec", path, errors);
        CheckReplicasPath(scale, "statusReplicasPath", ".status", path, errors);
        if (scale.Text("labelSelectorPath") is not { Length: > 0 } selector)
        {
            return;
        }

        if (selector[0] != '.')
        {
            errors.Invalid($"{path}.scale.labelSelectorPath", selector, "must be a simple json path starting with .");
        }
        else if (!selector.StartsWith(".spec.", StringComparison.Ordinal) && !selector.StartsWith(".status.", StringComparison.Ordinal))
        {
            errors.Invalid($"{path}.scale.labelSelectorPath", selector, "should be a json path under either .spec or .status");
        }
    }

    private static void CheckReplicasPath(JsonObject scale, string field, string parent, string path, FieldErrors errors)
    {
        var value = scale.Text(field) ?? "";
        if (value.Length == 0)
        {
            errors.Required($"{path}.scale.{field}");
        }
        else if (value[0] != '.')
        {
            errors.Invalid($"{path}.scale.{field}", value, "must be a simple json path starting with .");
        }
        else if (!value.StartsWith(parent + ".", StringComparison.Ordinal))
        {
            errors.Invalid($"{path}.scale.{field}", value, $"should be a json path under {parent}");
        }
    }

    public static void CheckColumns(JsonArray? columns, string path, FieldErrors errors)
    {
        foreach (var (index, column) in (columns ?? []).OfType<JsonObject>().Index())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
            if (column.Text("name") is null or "")
            {
                errors.Required($"{at}.name");
            }

            var types = $"must be one of {string.Join(',', _columnTypes)}";
            if (column.Text("type") is not { Length: > 0 } type)
            {
                errors.Required($"{at}.type", types);
            }
            else if (!_columnTypes.Contains(type))
            {
                errors.Invalid($"{at}.type", type, types);
            }

            if (column.Text("format") is { Length: > 0 } format && !_columnFormats.Contains(format))
            {
                errors.Invalid($"{at}.format", format, $"must be one of {string.Join(',', _columnFormats)}");
            }

            if (column.Text("jsonPath") is not { Length: > 0 } jsonPath)
            {
                errors.Required($"{at}.JSONPath");
            }
            else if (jsonPath[0] != '.')
            {
                errors.Invalid($"{at}.JSONPath", jsonPath, "must be a simple json path starting with .");
            }
        }
    }
}
