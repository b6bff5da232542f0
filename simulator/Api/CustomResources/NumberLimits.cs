using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Cel.Values;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources;

/// <summary>The limits that a schema sets numbers.</summary>
internal static class NumberLimits
{
    public static bool IsWhole(JsonValue number) => AsDouble(number) is var value && value == Math.Floor(value) && double.IsFinite(value);

    public static void Check(JsonObject schema, JsonValue number, string path, List<FieldError> errors)
    {
        var value = AsDouble(number);
        var shown = path.Length == 0 ? "<nil>" : path;
        var isOutside =
            schema.Text("type") == "integer" && schema.Text("format") == "int32" && value is < int.MinValue or > int.MaxValue
            || schema.Text("type") == "number" && schema.Text("format") == "float" && Math.Abs(value) > float.MaxValue;
        if (isOutside)
        {
            errors.Add(
                FieldError.Invalid(
                    "<nil>",
                    "",
                    $"Checked value must be of type {schema.Text("type")} with format {schema.Text("format")} in {path}"
                )
            );
        }

        if (Find(schema, "multipleOf") is { } factor && factor > 0 && !IsMultiple(number, factor))
        {
            Add($"should be a multiple of {TextForm.OfNumber(factor)}");
        }

        if (Find(schema, "minimum") is { } minimum)
        {
            var isExclusive = schema.Flag("exclusiveMinimum");
            if (value < minimum || (isExclusive && value == minimum))
            {
                Add($"should be greater than {(isExclusive ? "" : "or equal to ")}{TextForm.OfNumber(minimum)}");
            }
        }

        if (Find(schema, "maximum") is { } maximum)
        {
            var isExclusive = schema.Flag("exclusiveMaximum");
            if (value > maximum || (isExclusive && value == maximum))
            {
                Add($"should be less than {(isExclusive ? "" : "or equal to ")}{TextForm.OfNumber(maximum)}");
            }
        }

        void Add(string detail) =>
            errors.Add(new FieldError("FieldValueInvalid", shown, $"Invalid value: {Show(number)}: {path} in body {detail}"));
    }

    /// <summary>A number as Go shows it: whole numbers as they are, others with the digits they need.</summary>
    private static string Show(JsonValue number)
    {
        var text = number.ToJsonString();
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? text
            : TextForm.OfNumber(AsDouble(number));
    }

    private static bool IsMultiple(JsonValue number, double factor)
    {
        if (number.AsInteger() is { } whole && factor == Math.Floor(factor))
        {
            return whole % (long)factor == 0;
        }

        var quotient = factor < 1 ? 1 / factor * AsDouble(number) : AsDouble(number) / factor;
        return quotient == Math.Floor(quotient);
    }

    private static double? Find(JsonObject schema, string name) =>
        schema[name] is JsonValue limit && limit.GetValueKind() == JsonValueKind.Number ? AsDouble(limit) : null;

    private static double AsDouble(JsonValue number) =>
        double.Parse(number.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
