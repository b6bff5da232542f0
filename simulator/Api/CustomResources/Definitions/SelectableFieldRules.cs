using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources.Definitions;

/// <summary>Validation rules for the fields by which custom resources can be selected.</summary>
internal static class SelectableFieldRules
{
    private const int Maximum = 8;

    public static void Check(JsonArray fields, JsonObject schema, string path, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, field) in fields.OfType<JsonObject>().Index())
        {
            var at = $"{path}[{index}].jsonPath";
            var given = field.Text("jsonPath") ?? "";
            if (given.Length == 0)
            {
                errors.Required(at);
                continue;
            }

            if (FieldPaths.Find(given, schema, allowsBrackets: false, out var problem) is not { } found)
            {
                errors.Invalid(at, given, $"is an invalid path: {problem}");
                continue;
            }

            if (found.Root == "metadata")
            {
                errors.Invalid(at, given, "must not point to fields in metadata");
            }

            if (found.Schema.Text("type") is not ("string" or "boolean" or "integer"))
            {
                errors.Invalid(
                    at,
                    given,
                    "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed."
                );
            }

            if (!seen.Add(found.Text))
            {
                errors.Duplicate(at, given);
            }
        }
        if (seen.Count > Maximum)
        {
            errors.Add(FieldError.TooMany(path, seen.Count, Maximum));
        }
    }
}
