using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Kubernetes.Patching;

namespace Infra.Kubernetes.Schema;

/// <summary>What <see cref="ObjectValidator"/> validates.</summary>
public enum ValidatedForm
{
    /// <summary>A complete object, with all required fields.</summary>
    Complete,

    /// <summary>A part of an object.</summary>
    Partial,

    /// <summary>A strategic merge patch, with its directives and merge keys.</summary>
    StrategicMergePatch,
}

/// <summary>
/// Validates JSON against the schema of the API: unknown and missing fields, types and enums. A field that is null counts as absent.
/// </summary>
public sealed class ObjectValidator
{
    private readonly ValidatedForm _form;
    private readonly Func<JsonNode, bool> _isOpaque;
    private readonly List<SchemaViolation> _violations = [];

    private ObjectValidator(ValidatedForm form, Func<JsonNode, bool> isOpaque)
    {
        _form = form;
        _isOpaque = isOpaque;
    }

    /// <summary>Finds the parts of a value that its type does not allow.</summary>
    /// <param name="type">The type.</param>
    /// <param name="value">The value.</param>
    /// <param name="form">What the value is.</param>
    /// <param name="isOpaque">Whether a value is only known later, so that its type is not checked; null if none is.</param>
    public static IReadOnlyList<SchemaViolation> Validate(
        ObjectType type,
        JsonNode? value,
        ValidatedForm form,
        Func<JsonNode, bool>? isOpaque = null
    )
    {
        var validator = new ObjectValidator(form, isOpaque ?? (_ => false));
        validator.Check(type, value, []);
        return validator._violations;
    }

    private void Check(ObjectType type, JsonNode? value, ImmutableArray<(string Key, int? Index)> path)
    {
        if (value is null || _isOpaque(value))
        {
            return;
        }

        switch (type.Kind)
        {
            case ValueKind.Object when value is JsonObject json:
                CheckObject(type, json, path);
                break;
            case ValueKind.Map when value is JsonObject map:
                foreach (var (key, item) in map.Where(entry => !IsDirective(entry.Key)))
                {
                    Check(type.MapValues!, item, path.Add((key, null)));
                }

                break;
            case ValueKind.List when value is JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    Check(type.Items!, list[i], path.Add(("", i)));
                }

                break;
            default:
                CheckScalar(type, value, path);
                break;
        }
    }

    private void CheckObject(ObjectType type, JsonObject json, ImmutableArray<(string Key, int? Index)> path)
    {
        foreach (var (key, value) in json)
        {
            if (IsDirective(key))
            {
                CheckDirective(type, key, value, path);
                continue;
            }

            if (!type.Fields.TryGetValue(key, out var field))
            {
                _violations.Add(
                    new SchemaViolation(path.Add((key, null)), "there is no such field") { Word = key, Candidates = [.. type.Fields.Keys] }
                );
                continue;
            }

            Check(field.Type, value, path.Add((key, null)));
            if (_form == ValidatedForm.StrategicMergePatch && field is { IsMergedByPatch: true, PatchMergeKey: { } mergeKey })
            {
                CheckMergeKeys(value, mergeKey, path.Add((key, null)));
            }
        }

        if (_form == ValidatedForm.Complete)
        {
            foreach (var missing in type.Required.Where(name => json[name] is null))
            {
                _violations.Add(new SchemaViolation(path, $"the field '{missing}' is missing") { Cure = $"write '{missing}: …' in it" });
            }
        }
    }

    private bool IsDirective(string key) => _form == ValidatedForm.StrategicMergePatch && key.StartsWith('$');

    private void CheckDirective(ObjectType type, string key, JsonNode? value, ImmutableArray<(string Key, int? Index)> path)
    {
        var at = path.Add((key, null));
        if (key == StrategicMergePatch.Directive)
        {
            var word = value is JsonValue scalar && scalar.TryGetValue(out string? text) ? text : null;
            if (word is not ("merge" or "replace" or "delete"))
            {
                _violations.Add(new SchemaViolation(at, "this directive is unknown") { Cure = "write merge, replace or delete" });
            }

            return;
        }

        var field =
            key.StartsWith(StrategicMergePatch.DeleteFromList, StringComparison.Ordinal) ? key[StrategicMergePatch.DeleteFromList.Length..]
            : key.StartsWith(StrategicMergePatch.ElementOrder, StringComparison.Ordinal) ? key[StrategicMergePatch.ElementOrder.Length..]
            : null;
        if (field is null && key != StrategicMergePatch.RetainKeys)
        {
            _violations.Add(
                new SchemaViolation(at, "there is no such directive")
                {
                    Cure = "write $patch, $retainKeys, $deleteFromPrimitiveList/<field> or $setElementOrder/<field>",
                }
            );
        }
        else if (value is not JsonArray)
        {
            _violations.Add(new SchemaViolation(at, "this directive needs a list") { Cure = "write it as [a, b]" });
        }
        else if (field is not null && !type.Fields.ContainsKey(field))
        {
            _violations.Add(new SchemaViolation(at, $"there is no field '{field}'") { Word = field, Candidates = [.. type.Fields.Keys] });
        }
    }

    private void CheckMergeKeys(JsonNode? value, string mergeKey, ImmutableArray<(string Key, int? Index)> path)
    {
        var items = value as JsonArray ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is JsonObject item && item[mergeKey] is null && !item.ContainsKey(StrategicMergePatch.Directive))
            {
                _violations.Add(
                    new SchemaViolation(path.Add(("", i)), $"without '{mergeKey}' it is unknown which item of the list it changes")
                    {
                        Cure = $"write '{mergeKey}: …' in it, or add '- $patch: replace' to replace the whole list",
                    }
                );
            }
        }
    }

    private void CheckScalar(ObjectType type, JsonNode value, ImmutableArray<(string Key, int? Index)> path)
    {
        var (isValid, description) = type.Kind switch
        {
            ValueKind.Any => (true, ""),
            ValueKind.Object or ValueKind.Map => (false, "a mapping"),
            ValueKind.List => (false, "a list"),
            ValueKind.Text => (IsText(value), "a string"),
            ValueKind.Bytes => (IsText(value) && Base64.IsValid(value.GetValue<string>().AsSpan()), "base64"),
            ValueKind.Integer => (IsInteger(value), "a whole number"),
            ValueKind.Number => (value.GetValueKind() == JsonValueKind.Number, "a number"),
            ValueKind.Boolean => (value.GetValueKind() is JsonValueKind.True or JsonValueKind.False, "true or false"),
            ValueKind.IntOrString => (IsInteger(value) || IsText(value), "a whole number or a string"),
            _ => (
                value.GetValueKind() == JsonValueKind.Number || (IsText(value) && Quantity.TryParse(value.GetValue<string>(), out _)),
                "a quantity such as 500m or 64Mi"
            ),
        };
        if (!isValid)
        {
            _violations.Add(new SchemaViolation(path, $"{Describe(value)} is not {description}") { Cure = GetCure(type.Kind, value) });
        }
        else if (type.Values is { Count: > 0 } words && !words.Contains(value.GetValue<string>()))
        {
            _violations.Add(
                new SchemaViolation(path, $"{Describe(value)} is not a value of this field")
                {
                    Word = value.GetValue<string>(),
                    Candidates = words,
                }
            );
        }
    }

    private static string GetCure(ValueKind kind, JsonNode value) =>
        (kind, value.GetValueKind()) switch
        {
            (ValueKind.Text, JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) => $"write it in quotes: \"{value}\"",
            (ValueKind.Integer or ValueKind.Number or ValueKind.Boolean, JsonValueKind.String) => "write it without quotes",
            (ValueKind.Bytes, _) => "write the output of 'base64 -w0'",
            (ValueKind.List, _) => "write it as a list, '- …'",
            (ValueKind.Object or ValueKind.Map, _) => "write it as 'key: value'",
            _ => "correct the value",
        };

    private static bool IsText(JsonNode value) => value.GetValueKind() == JsonValueKind.String;

    private static bool IsInteger(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.Number
        && decimal.TryParse(
            value.ToJsonString(),
            System.Globalization.NumberStyles.Float,
            System.Globalization.CultureInfo.InvariantCulture,
            out var number
        )
        && number == decimal.Truncate(number);

    private static string Describe(JsonNode value) =>
        value switch
        {
            JsonObject => "a mapping",
            JsonArray => "a list",
            _ when IsText(value) => $"'{Shorten(value.GetValue<string>())}'",
            _ => value.ToJsonString(),
        };

    private static string Shorten(string text)
    {
        const int Longest = 60;
        return text.Length > Longest ? new StringBuilder(text, 0, Longest, Longest + 1).Append('…').ToString() : text;
    }
}
