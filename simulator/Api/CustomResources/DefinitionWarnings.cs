using System.Text.Json.Nodes;
using Infra.Simulator.Api.CustomResources.Definitions;
using Infra.Simulator.Cel;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources;

/// <summary>The warnings about new or changed definitions.</summary>
internal static class DefinitionWarnings
{
    /// <summary>Adds the warnings that were not due before the update.</summary>
    public static void Add(JsonObject spec, JsonObject? oldSpec, List<string> warnings)
    {
        var old = oldSpec is null ? [] : Find(oldSpec).ToHashSet();
        warnings.AddRange(Find(spec).Where(warning => !old.Contains(warning)));
    }

    private static IEnumerable<string> Find(JsonObject spec)
    {
        var definition = new InternalDefinition(spec);
        var schemas = definition.Schema is { IsCommon: true, Value: JsonObject common }
            ? [common]
            : definition.Versions.Select(version => version.Map("schema"));
        var all = schemas.Select(schema => schema.Map("openAPIV3Schema")).OfType<JsonObject>().SelectMany(SchemaWalk.GetAll).ToList();
        var formats = all.Where(HasUnknownFormat).Select(schema => $"unrecognized format \"{schema.Text("format")}\"");
        var lists = all.Where(schema => schema.Text("x-kubernetes-list-type") == "set")
            .Select(schema => schema.Map("items").Text("type"))
            .Where(type => type is "object" or "array")
            .Select(type =>
                $"x-kubernetes-list-type: set for items of type \"{type}\" is not supported by server-side apply or CEL validation rules"
            )
            .Distinct()
            .Order(StringComparer.Ordinal);
        return formats.Concat(lists);
    }

    private static bool HasUnknownFormat(JsonObject schema) =>
        schema.Text("format") is { Length: > 0 } format
        && schema.Text("type") switch
        {
            null or "" or "string" => StringFormats.Find(format) is null,
            "integer" => format is not ("int32" or "int64"),
            "number" => format is not ("float" or "double"),
            _ => true,
        };
}
