using System.Text.Json.Nodes;
using Infra.Generator.Packages;
using ValueType = Infra.Generator.Packages.ValueType;

namespace Infra.Generator.PulumiSchemas;

/// <summary>
/// Reads a package schema in Pulumi's format, as far as the committed schemas use it:
/// https://www.pulumi.com/docs/iac/extending-pulumi/schema/
/// </summary>
internal sealed class PulumiSchemaPackage
{
    private const string ReferencePrefix = "#/types/";

    private readonly string _root;
    private readonly JsonObject _resources;
    private readonly JsonObject _provider;
    private readonly JsonObject _types;

    private PulumiSchemaPackage(JsonObject schema)
    {
        _root = $"Pulumi.{CSharpName.Capital(schema["name"]!.GetValue<string>())}";
        _resources = schema["resources"]!.AsObject();
        _provider = schema["provider"]!.AsObject();
        _types = schema["types"]!.AsObject();
    }

    public static PackageModel Model(JsonObject schema) => new PulumiSchemaPackage(schema).Model();

    private PackageModel Model() =>
        new()
        {
            Namespace = _root,
            ResourceTypeAttribute = $"{_root.Split('.')[^1]}ResourceType",
            Resources = [.. _resources.Select(resource => Resource(resource.Key, resource.Value!.AsObject()))],
            Inputs =
            [
                .. _resources.SelectMany(resource => Arguments(resource.Key, resource.Value!.AsObject())),
                .. Reachable("inputProperties").Select(token => Input(token, "Args", InputClass)),
                .. Reachable("stateInputs").Select(token => Input(token, "GetArgs", StateClass)),
            ],
            Outputs = [.. Reachable("properties").Select(Output)],
            Enums = [.. _types.Where(type => IsEnum(type.Key)).Select(type => Enum(type.Key, type.Value!.AsObject()))],
        };

    private ResourceModel Resource(string token, JsonObject resource) =>
        new()
        {
            Namespace = _root,
            Name = Class(token),
            Token = token,
            BaseClass = "CustomResource",
            Summary = $"The resource <c>{token}</c>.",
            Arguments = new ArgumentsModel($"{Class(token)}Args", Optional: resource["requiredInputs"] is null, []),
            StateType = resource.ContainsKey("stateInputs") ? $"{Class(token)}State" : null,
            Outputs = [.. OutputProperties(resource).Select(ResourceModel.AsOutput)],
            Aliases = [.. resource["aliases"]?.AsArray().Select(alias => alias!["type"]!.GetValue<string>()) ?? []],
        };

    private IEnumerable<ObjectModel> Arguments(string token, JsonObject resource)
    {
        yield return new ObjectModel
        {
            Namespace = _root,
            Name = $"{Class(token)}Args",
            Summary = $"The arguments of a <c>{token}</c>.",
            Properties = InputProperties(resource["inputProperties"]!, resource["requiredInputs"], InputClass),
            Sealed = true,
        };
        if (resource["stateInputs"] is { } state)
        {
            yield return new ObjectModel
            {
                Namespace = _root,
                Name = $"{Class(token)}State",
                Summary = $"What is known of an existing <c>{token}</c>.",
                Properties = InputProperties(state["properties"]!, null, StateClass),
                Sealed = true,
            };
        }
    }

    private ObjectModel Input(string token, string suffix, Func<string, string> getClass) =>
        new()
        {
            Namespace = $"{_root}.Inputs",
            Name = Class(token) + suffix,
            Summary = $"The type <c>{token}</c>, as an input.",
            Properties = InputProperties(_types[token]!["properties"]!, _types[token]!["required"], getClass),
            Sealed = true,
        };

    private ObjectModel Output(string token) =>
        new()
        {
            Namespace = $"{_root}.Outputs",
            Name = Class(token),
            Summary = $"The type <c>{token}</c>, as the provider answers it.",
            Properties = OutputProperties(_types[token]!.AsObject()),
        };

    private EnumModel Enum(string token, JsonObject type) =>
        new(
            _root,
            Class(token),
            $"The values of <c>{token}</c>.",
            [.. type["enum"]!.AsArray().Select(value => (value!["name"]!.GetValue<string>(), value["value"]!.GetValue<string>()))]
        );

    private List<PropertyModel> InputProperties(JsonNode properties, JsonNode? required, Func<string, string> getClass) =>
        [
            .. Properties(properties, required)
                .Select(property =>
                {
                    var type = ReadType(property.Schema);
                    return Model(property, type.Input(getClass)) with
                    {
                        Required = property.Required,
                        Collection = type is ValueType.List or ValueType.Map,
                        Secret = property.Schema["secret"]?.GetValue<bool>() ?? false,
                        Default = property.Schema["default"]?.ToJsonString(),
                    };
                }),
        ];

    /// <summary>An optional output is nullable; a list is never null.</summary>
    private List<PropertyModel> OutputProperties(JsonObject schema) =>
        [
            .. Properties(schema["properties"]!, schema["required"])
                .Select(property =>
                {
                    var type = ReadType(property.Schema);
                    return Model(property, type.Plain(OutputClass) + (property.Required || type is ValueType.List ? "" : "?"));
                }),
        ];

    private static PropertyModel Model(Property property, string type) =>
        new()
        {
            WireName = property.Name,
            Name = CSharpName.Capital(property.Name),
            Type = type,
            Summary = $"The property <c>{property.Name}</c>.",
        };

    private static IEnumerable<Property> Properties(JsonNode properties, JsonNode? required)
    {
        var names = required?.AsArray().Select(name => name!.GetValue<string>()).ToHashSet() ?? [];
        return properties
            .AsObject()
            .Select(property => new Property(property.Key, property.Value!.AsObject(), names.Contains(property.Key)));
    }

    private ValueType ReadType(JsonObject schema)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            var token = reference[ReferencePrefix.Length..];
            return IsEnum(token) ? new ValueType.Scalar($"global::{_root}.{Class(token)}") : new ValueType.Nested(token);
        }

        return schema["type"]?.GetValue<string>() switch
        {
            "string" => new ValueType.Scalar("string"),
            "integer" => new ValueType.Scalar("int"),
            "number" => new ValueType.Scalar("double"),
            "boolean" => new ValueType.Scalar("bool"),
            "array" => new ValueType.List(ReadType(schema["items"]!.AsObject())),
            "object" when schema["additionalProperties"] is JsonObject values => new ValueType.Map(ReadType(values)),
            _ => throw new InvalidDataException($"The schema {schema.ToJsonString()} has no C# type."),
        };
    }

    /// <summary>The types of one property list of all resources and of the provider.</summary>
    private HashSet<string> Reachable(string list)
    {
        IEnumerable<ValueType> GetTypes(JsonNode? properties) =>
            properties is null ? [] : Properties(properties, null).Select(property => ReadType(property.Schema));

        var owners = _resources.Select(resource => resource.Value!).Append(_provider);
        return Reachability.From(
            owners.SelectMany(owner => GetTypes(list == "stateInputs" ? owner[list]?["properties"] : owner[list])),
            token => GetTypes(_types[token]!["properties"])
        );
    }

    private bool IsEnum(string token) => _types[token]!.AsObject().ContainsKey("enum");

    private string InputClass(string token) => $"global::{_root}.Inputs.{Class(token)}Args";

    private string StateClass(string token) => $"global::{_root}.Inputs.{Class(token)}GetArgs";

    private string OutputClass(string token) => $"global::{_root}.Outputs.{Class(token)}";

    private static string Class(string token) => CSharpName.Capital(token.Split(':')[^1]);

    private sealed record Property(string Name, JsonObject Schema, bool Required);
}
