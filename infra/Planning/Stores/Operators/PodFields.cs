using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>The fields of pods that operators take over from their custom resources.</summary>
internal static class PodFields
{
    /// <summary>The requests and limits of a container.</summary>
    public static JsonObject Resources(SizeSettings size)
    {
        var resources = new JsonObject();
        Add("requests", size.Requests);
        Add("limits", size.Limits);
        return resources;

        void Add(string group, ResourceAmounts amounts)
        {
            if (ResourceList.From(amounts) is { Count: > 0 } list)
            {
                resources[group] = Map(list);
            }
        }
    }

    /// <summary>Spreading over zones and nodes, as the stack's fault tolerance asks for it.</summary>
    public static JsonArray Spread(ServicePlacement placement, ImmutableSortedDictionary<string, string> pods) =>
        [
            .. placement.Spread.Select(constraint => new JsonObject
            {
                ["maxSkew"] = constraint.MaxSkew,
                ["topologyKey"] = constraint.Topology,
                ["whenUnsatisfiable"] = constraint.WhenUnsatisfiable.ToString(),
                ["labelSelector"] = new JsonObject { ["matchLabels"] = Map(pods) },
            }),
        ];

    /// <summary>The taints that the pods tolerate.</summary>
    public static JsonArray Tolerations(ServicePlacement placement) => [.. placement.Tolerations.Select(Toleration)];

    /// <summary>Node affinity for operators that have no node selector.</summary>
    public static JsonObject NodeAffinity(ServicePlacement placement) =>
        new()
        {
            ["nodeAffinity"] = new JsonObject
            {
                ["requiredDuringSchedulingIgnoredDuringExecution"] = new JsonObject
                {
                    ["nodeSelectorTerms"] = new JsonArray(
                        new JsonObject
                        {
                            ["matchExpressions"] = new JsonArray([
                                .. placement.NodeLabels.Select(label => new JsonObject
                                {
                                    ["key"] = label.Key,
                                    ["operator"] = "In",
                                    ["values"] = new JsonArray(label.Value),
                                }),
                            ]),
                        }
                    ),
                },
            },
        };

    /// <summary>What the Pod Security Standard "restricted" asks of a pod.</summary>
    public static JsonObject RestrictedPod(int? group = null)
    {
        var context = new JsonObject
        {
            ["runAsNonRoot"] = true,
            ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
        };
        if (group is { } id)
        {
            context["fsGroup"] = id;
        }

        return context;
    }

    /// <summary>What the Pod Security Standard "restricted" asks of a container.</summary>
    public static JsonObject RestrictedContainer(int? user = null)
    {
        var context = new JsonObject()
        {
            ["allowPrivilegeEscalation"] = false,
            ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") },
            ["runAsNonRoot"] = true,
            ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
        };
        if (user is { } id)
        {
            context["runAsUser"] = id;
        }

        return context;
    }

    public static JsonObject Map(IEnumerable<KeyValuePair<string, string>> values) =>
        new(
            values
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))
        );

    private static JsonObject Toleration(TolerationSettings toleration)
    {
        var json = new JsonObject { ["operator"] = toleration.Operator?.ToString() ?? (toleration.Value is null ? "Exists" : "Equal") };
        Add("key", toleration.Key);
        Add("value", toleration.Value);
        Add("effect", toleration.Effect?.ToString());
        if (toleration.For is { } time)
        {
            json["tolerationSeconds"] = (int)time.TotalSeconds;
        }

        return json;

        void Add(string field, string? value)
        {
            if (value is not null)
            {
                json[field] = value;
            }
        }
    }
}
