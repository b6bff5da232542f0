using System.Text.Json.Nodes;
using Infra.Simulator.Cel;
using Infra.Simulator.Cel.Functions;
using Infra.Simulator.Cel.Values;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources;

/// <summary>The limits that a schema sets strings, and the values it lists.</summary>
internal static class ValueLimits
{
    public static void CheckText(JsonObject schema, string text, string path, List<FieldError> errors)
    {
        var length = TextLength(text);
        if (schema.Number("maxLength") is { } maximum && length > maximum)
        {
            errors.Add(FieldError.TooLong(SchemaValidation.Shown(path), (int)maximum));
        }
        else if (schema.Number("minLength") is { } minimum && length < minimum)
        {
            errors.Add(FieldError.Invalid(SchemaValidation.Shown(path), text, $"{path} in body should be at least {minimum} chars long"));
        }
        else if (
            schema.Text("pattern") is { Length: > 0 } pattern
            && (!RegularExpressions.TryGet(pattern, out var expression, out _) || !expression.IsMatch(text))
        )
        {
            errors.Add(FieldError.Invalid(SchemaValidation.Shown(path), text, $"{path} in body should match '{pattern}'"));
        }

        if (
            schema.Text("type") is null or "" or "string"
            && schema.Text("format") is { } format
            && StringFormats.Find(format)?.Invoke(text) == false
        )
        {
            errors.Add(
                FieldError.TypeInvalid(
                    SchemaValidation.Shown(path),
                    text,
                    $"{path} in body must be of type {format}: {TextFunctions.Quote(text)}"
                )
            );
        }
    }

    private static long TextLength(string text) => text.EnumerateRunes().Count();

    public static void CheckEnum(JsonObject schema, JsonNode? value, string path, List<FieldError> errors)
    {
        if (schema.Array("enum") is not { Count: > 0 } allowed)
        {
            return;
        }

        var given = CelJson.ToValue(value);
        if (allowed.Any(candidate => candidate is not null && Comparison.AreEqual(CelJson.ToValue(candidate), given)))
        {
            return;
        }

        errors.Add(
            FieldError.NotSupported(
                SchemaValidation.Shown(path),
                value?.DeepClone(),
                allowed.Select(item =>
                    item is JsonValue text && text.TryGetValue(out string? found)
                        ? found
                        : item?.ToJsonString(RelaxedJson.Options) ?? "null"
                )
            )
        );
    }
}
