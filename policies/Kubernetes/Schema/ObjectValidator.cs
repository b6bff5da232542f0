using Infra.Kubernetes;
using Infra.PolicyPacks;
using Infra.Protocol.Values;

namespace Infra.Policies.Kubernetes.Schema;

/// <summary>
/// Validates the properties of an object against the schema of its kind. Unknown values are valid; null counts as missing.
/// </summary>
/// <param name="report">Receives the path and the error. Errors do not contain secret values.</param>
internal sealed class ObjectValidator(Action<IReadOnlyList<PropertyPathSegment>, string> report)
{
    private readonly List<PropertyPathSegment> _path = [];

    public void Validate(PropertyMap properties, SchemaType type) => ValidateObject(properties, type, isSecret: false);

    private void Validate(PropertyValue value, SchemaType type, bool isSecret)
    {
        switch (value)
        {
            case PropertySecret secret:
                Validate(secret.Value, type, isSecret: true);
                return;
            case PropertyOutput { Value: { } known } output:
                Validate(known, type, isSecret || output.IsSecret);
                return;
            case PropertyNull or PropertyUnknown or PropertyOutput:
                return;
        }

        if (type.Kind == SchemaKind.Any)
        {
            return;
        }

        switch (value, type.Kind)
        {
            case (PropertyObject map, SchemaKind.Object):
                ValidateObject(map.Properties, type, isSecret);
                break;
            case (PropertyObject map, SchemaKind.Map):
                foreach (var (key, child) in map.Properties)
                {
                    ValidateAt(key, child, type.Element, isSecret);
                }

                break;
            case (PropertyArray array, SchemaKind.Array):
                for (var i = 0; i < array.Elements.Length; i++)
                {
                    ValidateAt(i, array.Elements[i], type.Element, isSecret);
                }

                break;
            case (PropertyString text, SchemaKind.String):
                ValidateText(text.Value, type, isSecret);
                break;
            case (PropertyString text, SchemaKind.Quantity):
                if (!Quantity.TryParse(text.Value, out _))
                {
                    Report(
                        isSecret ? "must be a quantity, e.g. 128Mi or 500m" : $"must be a quantity, e.g. 128Mi or 500m, not '{text.Value}'"
                    );
                }

                break;
            case (PropertyString text, SchemaKind.Time):
                if (!Timestamps.TryParse(text.Value, out _))
                {
                    Report("must be a time, e.g. 2026-01-31T12:00:00Z");
                }

                break;
            case (PropertyNumber number, SchemaKind.Integer or SchemaKind.IntegerOrString):
                ValidateInteger(number.Value, type);
                break;
            case (PropertyAsset, SchemaKind.String):
            case (PropertyBoolean, SchemaKind.Boolean):
            case (PropertyNumber, SchemaKind.Number or SchemaKind.Quantity):
            case (PropertyString, SchemaKind.IntegerOrString):
                break;
            default:
                Report($"must be {GetName(type.Kind)}, not {GetName(value)}");
                break;
        }
    }

    private void ValidateObject(PropertyMap properties, SchemaType type, bool isSecret)
    {
        foreach (var (name, value) in properties)
        {
            if (
                type.Fields.TryGetValue(name, out var field)
                || (IsUnderscored(name) && type.Fields.TryGetValue(name.Replace('_', '-'), out field))
            )
            {
                ValidateAt(name, value, field, isSecret);
            }
            else if (value is not PropertyNull && !IsInternal(name))
            {
                Report($"there is no field '{name}' here{Suggestion.For(name, type.Fields.Keys.Order(StringComparer.Ordinal))}");
            }
        }

        foreach (var name in type.Required)
        {
            if (properties.Find(name) is null or PropertyNull)
            {
                Report($"the field '{name}' is missing");
            }
        }
    }

    private void ValidateAt(PropertyPathSegment segment, PropertyValue value, SchemaType type, bool isSecret)
    {
        _path.Add(segment);
        Validate(value, type, isSecret);
        _path.RemoveAt(_path.Count - 1);
    }

    private void ValidateText(string text, SchemaType type, bool isSecret)
    {
        if (type.Allowed.Count > 0 && !type.Allowed.Contains(text))
        {
            var allowed = string.Join(", ", type.Allowed.Select(value => value.Length == 0 ? "''" : value));
            Report(isSecret ? $"must be one of {allowed}" : $"must be one of {allowed}, not '{text}'");
        }
        else if (type.Format == "byte" && !System.Buffers.Text.Base64.IsValid(text))
        {
            Report("must be encoded in Base64");
        }
    }

    private void ValidateInteger(double number, SchemaType type)
    {
        if (!double.IsInteger(number))
        {
            Report("must be a whole number");
        }
        else if (type.Format == "int32" && number is < int.MinValue or > int.MaxValue)
        {
            Report("is out of range: it must fit into 32 bits");
        }
    }

    private void Report(string what) => report(_path, what);

    // Pulumi's provider adds internal properties of this form.
    private bool IsInternal(string name) => _path.Count == 0 && name.StartsWith("__", StringComparison.Ordinal);

    // Pulumi's name for fields whose dashes are not allowed in some of its languages.
    private static bool IsUnderscored(string name) => name.StartsWith("x_kubernetes_", StringComparison.Ordinal);

    private static string GetName(SchemaKind kind) =>
        kind switch
        {
            SchemaKind.Object or SchemaKind.Map => "an object",
            SchemaKind.Array => "a list",
            SchemaKind.String => "a string",
            SchemaKind.Integer => "a whole number",
            SchemaKind.Number => "a number",
            SchemaKind.Boolean => "true or false",
            SchemaKind.Quantity => "a quantity",
            SchemaKind.IntegerOrString => "a whole number or a string",
            _ => "a time",
        };

    private static string GetName(PropertyValue value) =>
        value switch
        {
            PropertyObject => "an object",
            PropertyArray => "a list",
            PropertyString => "a string",
            PropertyNumber => "a number",
            PropertyBoolean => "true or false",
            _ => "something else",
        };
}
