using System.Text.Json.Nodes;

namespace Infra.Generator.Condensing;

/// <summary>Reads the resources, their verbs and subresources from the paths of an OpenAPI v2 document.</summary>
internal static class ApiResourceReader
{
    private const string KindKey = "x-kubernetes-group-version-kind";

    public static IEnumerable<ApiResource> Read(JsonObject paths, JsonObject definitions)
    {
        var definitionOfKind = definitions
            .Where(definition => definition.Value![KindKey] is JsonArray { Count: 1 })
            .ToDictionary(definition => GroupVersionKind.Parse(definition.Value![KindKey]![0]!), definition => definition.Key);

        return paths
            .Select(path => (Place: ResourcePath.TryParse(path.Key), Operations: path.Value!.AsObject()))
            .Where(path => path.Place is not null && Actions(path.Operations).Any())
            .GroupBy(path => (path.Place!.Group, path.Place.Version, path.Place.Plural))
            .OrderBy(resource => resource.Key.Group, StringComparer.Ordinal)
            .ThenBy(resource => resource.Key.Version, StringComparer.Ordinal)
            .ThenBy(resource => resource.Key.Plural, StringComparer.Ordinal)
            .Select(resource =>
                Resource(resource.Key.Plural, [.. resource.Select(path => (path.Place!, path.Operations))], definitionOfKind)
            );
    }

    private static ApiResource Resource(
        string plural,
        List<(ResourcePath Place, JsonObject Operations)> paths,
        Dictionary<GroupVersionKind, string> definitionOfKind
    )
    {
        var own = paths.Where(path => path.Place.Subresource is null).ToList();
        var kind = Kind(own.Where(path => !path.Place.Watch).Select(path => path.Operations));
        return new ApiResource
        {
            Kind = kind,
            Plural = plural,
            Namespaced = own.Any(path => path.Place.Namespaced),
            Verbs = Verbs(own.Select(path => path.Operations)),
            Definition = definitionOfKind[kind],
            ListDefinition = definitionOfKind.GetValueOrDefault(kind with { Kind = kind.Kind + "List" }),
            Subresources =
            [
                .. paths
                    .Where(path => path.Place.Subresource is not null)
                    .GroupBy(path => path.Place.Subresource!, path => path.Operations)
                    .OrderBy(subresource => subresource.Key, StringComparer.Ordinal)
                    .Select(subresource => new ApiSubresource(subresource.Key, Kind(subresource), Verbs(subresource))),
            ],
        };
    }

    private static GroupVersionKind Kind(IEnumerable<JsonObject> operations) =>
        GroupVersionKind.Parse(operations.SelectMany(Actions).First().Operation[KindKey]!);

    private static SortedSet<string> Verbs(IEnumerable<JsonObject> operations) =>
        new(
            operations.SelectMany(Actions).Select(action => Verb(action.Method, action.Operation)).OfType<string>(),
            StringComparer.Ordinal
        );

    private static IEnumerable<(string Method, JsonObject Operation)> Actions(JsonObject operations) =>
        operations
            .Where(operation => operation.Value is JsonObject body && body.ContainsKey(KindKey))
            .Select(operation => (operation.Key, operation.Value!.AsObject()));

    private static string? Verb(string method, JsonObject operation) =>
        operation["x-kubernetes-action"]!.GetValue<string>() switch
        {
            "post" => "create",
            "put" => "update",
            "watchlist" => "watch",
            // The verb of a connect action is that of its HTTP method; HEAD and OPTIONS have none.
            "connect" => method switch
            {
                "post" => "create",
                "put" => "update",
                "get" or "patch" or "delete" => method,
                _ => null,
            },
            var action => action,
        };
}
