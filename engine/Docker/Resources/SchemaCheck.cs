using System.Text.Json.Nodes;
using Infra.Engine.Docker.Json;
using Infra.Engine.Json;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Docker.Resources;

/// <summary>Checks inputs against the schema, and marks those as secret that the schema says are.</summary>
internal sealed class SchemaCheck
{
    private readonly ResourceSchema _schema = ResourceSchema.Package;
    private readonly List<CheckFailure> _failures = [];

    /// <summary>The problems of the checked inputs.</summary>
    public IReadOnlyList<CheckFailure> Failures => _failures;

    /// <summary>Checks the inputs of a resource.</summary>
    /// <returns>The inputs with their secrets marked and without nulls.</returns>
    public PropertyMap Check(string token, PropertyMap inputs) =>
        CheckMembers(inputs, _schema.InputProperties(token), _schema.RequiredInputs(token), "");

    private PropertyMap CheckMembers(PropertyMap members, JsonObject known, IReadOnlyList<string> required, string path)
    {
        var prefix = path.Length == 0 ? "" : path + ".";
        var present = members.Where((_, value) => value is not PropertyNull);
        foreach (var name in required.Where(name => !present.ContainsKey(name)))
        {
            _failures.Add(new CheckFailure(prefix + name, "is required"));
        }

        return PropertyMap.From(
            present.Select(member => KeyValuePair.Create(member.Key, CheckMember(member.Key, member.Value, known, prefix + member.Key)))
        );
    }

    private PropertyValue CheckMember(string name, PropertyValue value, JsonObject known, string path)
    {
        if (PropertyJson.IsInternal(name))
        {
            return value;
        }

        if (known.Map(name) is { } type)
        {
            return CheckValue(value, type, path);
        }

        _failures.Add(new CheckFailure(path, $"there is no such property: there are {string.Join(", ", known.Select(p => p.Key))}"));
        return value;
    }

    private PropertyValue CheckValue(PropertyValue value, JsonObject type, string path)
    {
        switch (value)
        {
            case PropertySecret secret:
                return CheckValue(secret.Value, type, path).MakeSecret();
            case PropertyUnknown or PropertyNull:
                return value;
            case PropertyOutput output:
                return output.Value is { } known ? output with { Value = CheckValue(known, type, path) } : value;
        }

        var resolved = _schema.Resolve(type);
        var (isValid, expected) = Expect(value, resolved);
        if (!isValid)
        {
            _failures.Add(new CheckFailure(path, $"is not {expected}"));
            return value;
        }

        var isSecret = type.Flag("secret") ?? false;
        return isSecret ? CheckContent(value, resolved, path).MakeSecret() : CheckContent(value, resolved, path);
    }

    private PropertyValue CheckContent(PropertyValue value, JsonObject type, string path) =>
        value switch
        {
            PropertyArray list => new PropertyArray([.. list.Elements.Select((element, i) => CheckElement(element, type, $"{path}[{i}]"))]),
            PropertyObject map when type.Map("properties") is { } members => new PropertyObject(
                CheckMembers(map.Properties, members, type.Texts("required"), path)
            ),
            PropertyObject map when type.Map("additionalProperties") is { } each => new PropertyObject(
                PropertyMap.From(
                    map.Properties.Select(member =>
                        KeyValuePair.Create(
                            member.Key,
                            PropertyJson.IsInternal(member.Key) ? member.Value : CheckValue(member.Value, each, $"{path}.{member.Key}")
                        )
                    )
                )
            ),
            _ => value,
        };

    private PropertyValue CheckElement(PropertyValue element, JsonObject type, string path)
    {
        if (element is PropertyNull)
        {
            _failures.Add(new CheckFailure(path, "is null"));
            return element;
        }

        return CheckValue(element, type.Map("items")!, path);
    }

    private static (bool IsValid, string Expected) Expect(PropertyValue value, JsonObject type) =>
        (type.Text("type"), type["enum"]) switch
        {
            (_, JsonArray choices) => (
                value is PropertyString text && choices.OfType<JsonObject>().Any(choice => choice.Text("value") == text.Value),
                $"one of {string.Join(", ", choices.OfType<JsonObject>().Select(choice => choice.Text("value")))}"
            ),
            ("string", _) => (value is PropertyString, "a text"),
            ("boolean", _) => (value is PropertyBoolean, "true or false"),
            ("integer", _) => (value is PropertyNumber number && number.Value == Math.Truncate(number.Value), "an integer"),
            ("number", _) => (value is PropertyNumber, "a number"),
            ("array", _) => (value is PropertyArray, "a list"),
            _ => (value is PropertyObject, "a map"),
        };
}
