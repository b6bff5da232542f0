using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Schema;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Serves the discovery of groups, versions and resources.</summary>
internal sealed class DiscoveryEndpoints(ResourceCatalog catalog, IReadOnlyList<IAggregatedApi> aggregated)
{
    private const string AggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private IEnumerable<ApiGroup> Groups => catalog.Groups.Concat(aggregated.Select(api => api.Group));

    /// <summary>Handles a discovery request; returns false for other paths.</summary>
    public async Task<bool> TryHandleAsync(HttpContext context, string[] path)
    {
        var isAggregated = AcceptedForm.FromRequest(context.Request) is { Form: ObjectForm.AggregatedDiscovery };
        JsonNode? response = path switch
        {
            ["api"] when isAggregated => CreateAggregatedList([Groups.First()]),
            ["apis"] when isAggregated => CreateAggregatedList(Groups.Skip(1)),
            ["api"] => CreateCoreVersions(),
            ["apis"] => CreateGroupList(),
            ["apis", var group] => Groups.FirstOrDefault(known => known.Name == group) is { } found
                ? CreateGroup(found, withKind: true)
                : null,
            ["api", var version] => CreateResourceList("", version),
            ["apis", var group, var version] => CreateResourceList(group, version),
            _ => null,
        };
        if (response is null)
        {
            return false;
        }

        var type = isAggregated && path.Length == 1 ? AggregatedType : "application/json";
        await context.Response.WriteJsonAsync(StatusCodes.Status200OK, response, type);
        return true;
    }

    /// <summary>Whether the path belongs to a group that the cluster serves.</summary>
    public bool IsKnownGroup(string[] path) => path[0] == "api" || (path.Length > 1 && Groups.Any(group => group.Name == path[1]));

    private static JsonObject CreateCoreVersions() =>
        new()
        {
            ["kind"] = "APIVersions",
            ["versions"] = new JsonArray("v1"),
            ["serverAddressByClientCIDRs"] = new JsonArray(
                new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = "127.0.0.1" }
            ),
        };

    private JsonObject CreateGroupList() =>
        new()
        {
            ["kind"] = "APIGroupList",
            ["apiVersion"] = "v1",
            ["groups"] = new JsonArray([.. Groups.Skip(1).Select(group => CreateGroup(group, withKind: false))]),
        };

    private static JsonObject CreateGroup(ApiGroup group, bool withKind)
    {
        var json = new JsonObject();
        if (withKind)
        {
            json["kind"] = "APIGroup";
            json["apiVersion"] = "v1";
        }
        json["name"] = group.Name;
        json["versions"] = new JsonArray([.. group.Versions.Select(version => CreateGroupVersion(group.Name, version))]);
        json["preferredVersion"] = CreateGroupVersion(group.Name, group.PreferredVersion);
        return json;
    }

    private static JsonObject CreateGroupVersion(string group, string version) =>
        new() { ["groupVersion"] = $"{group}/{version}", ["version"] = version };

    private JsonObject? CreateResourceList(string group, string version)
    {
        var kinds = GetKinds(group, version);
        if (kinds.Count == 0)
        {
            return null;
        }

        var resources = new JsonArray();
        foreach (var kind in kinds)
        {
            var resource = new JsonObject
            {
                ["name"] = kind.Plural,
                ["singularName"] = kind.Singular,
                ["namespaced"] = kind.Namespaced,
                ["kind"] = kind.Kind,
                ["verbs"] = CreateArray(kind.Verbs),
            };
            AddNames(resource, kind);
            if (kind.Verbs.Contains("get") && kind.Plural != "componentstatuses" && aggregated.All(api => api.Group.Name != kind.Group))
            {
                resource["storageVersionHash"] = ComputeStorageVersionHash(kind);
            }

            resources.Add(resource);
            foreach (var subresource in kind.Subresources)
            {
                resources.Add(CreateSubresource(kind, subresource));
            }
        }
        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = kinds[0].ApiVersion,
            ["resources"] = resources,
        };
    }

    private static JsonObject CreateSubresource(ResourceKind kind, Subresource subresource)
    {
        var entry = new JsonObject
        {
            ["name"] = $"{kind.Plural}/{subresource.Name}",
            ["singularName"] = "",
            ["namespaced"] = kind.Namespaced,
        };
        if (subresource.Group != kind.Group || subresource.Version != kind.Version)
        {
            entry["group"] = subresource.Group;
            entry["version"] = subresource.Version;
        }
        entry["kind"] = subresource.Kind;
        entry["verbs"] = CreateArray(subresource.Verbs);
        return entry;
    }

    /// <summary>Computes the storage version hash: the first 8 bytes of the digest of the stored group, version and kind.</summary>
    private string ComputeStorageVersionHash(ResourceKind kind)
    {
        var stored = catalog.TryFind(kind.StoredAs, out var found) ? found : kind;
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{stored.Group}/{stored.Version}/{stored.Kind}")), 0, 8);
    }

    private JsonObject CreateAggregatedList(IEnumerable<ApiGroup> groups) =>
        new()
        {
            ["kind"] = "APIGroupDiscoveryList",
            ["apiVersion"] = "apidiscovery.k8s.io/v2",
            ["metadata"] = new JsonObject(),
            ["items"] = new JsonArray([.. groups.Select(CreateAggregatedGroup)]),
        };

    private JsonObject CreateAggregatedGroup(ApiGroup group)
    {
        var metadata = new JsonObject();
        if (group.Name.Length > 0)
        {
            metadata["name"] = group.Name;
        }

        return new JsonObject
        {
            ["metadata"] = metadata,
            ["versions"] = new JsonArray([
                .. group.Versions.Select(version => new JsonObject
                {
                    ["version"] = version,
                    ["resources"] = new JsonArray([.. GetKinds(group.Name, version).Select(CreateAggregatedResource)]),
                    ["freshness"] = "Current",
                }),
            ]),
        };
    }

    private static JsonObject CreateAggregatedResource(ResourceKind kind)
    {
        var resource = new JsonObject
        {
            ["resource"] = kind.Plural,
            ["responseKind"] = CreateResponseKind(
                kind.Custom is null ? "" : kind.Group,
                kind.Custom is null ? "" : kind.Version,
                kind.Kind
            ),
            ["scope"] = kind.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = kind.Singular,
            ["verbs"] = CreateArray(kind.Verbs),
        };
        AddNames(resource, kind);
        if (kind.Subresources.Count > 0)
        {
            resource["subresources"] = new JsonArray([
                .. kind.Subresources.Select(subresource => new JsonObject
                {
                    ["subresource"] = subresource.Name,
                    ["responseKind"] = CreateSubresourceKind(kind, subresource),
                    ["verbs"] = CreateArray(subresource.Verbs),
                }),
            ]);
        }
        return resource;
    }

    /// <summary>Creates the kind of a subresource's body. Group and version are empty if they are those of a built-in resource.</summary>
    private static JsonObject CreateSubresourceKind(ResourceKind kind, Subresource subresource)
    {
        var hasSameVersion = kind.Custom is null && subresource.Group == kind.Group && subresource.Version == kind.Version;
        return CreateResponseKind(hasSameVersion ? "" : subresource.Group, hasSameVersion ? "" : subresource.Version, subresource.Kind);
    }

    private static JsonObject CreateResponseKind(string group, string version, string kind) =>
        new()
        {
            ["group"] = group,
            ["version"] = version,
            ["kind"] = kind,
        };

    private static void AddNames(JsonObject resource, ResourceKind kind)
    {
        if (kind.ShortNames.Count > 0)
        {
            resource["shortNames"] = CreateArray(kind.ShortNames);
        }

        if (kind.Categories.Count > 0)
        {
            resource["categories"] = CreateArray(kind.Categories);
        }
    }

    private static JsonArray CreateArray(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);

    private List<ResourceKind> GetKinds(string group, string version) =>
        [
            .. catalog
                .Kinds.Concat(aggregated.Where(api => api.Group.Name == group).SelectMany(api => api.Kinds))
                .Where(kind => kind.Group == group && kind.Version == version)
                .OrderBy(kind => kind.Plural, StringComparer.Ordinal),
        ];
}
