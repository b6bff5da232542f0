using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Backend.Planning.Stores.Metrics;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>The fields that the operators of Percona have in common.</summary>
internal static class PerconaFields
{
    /// <summary>The fewest servers that the operators accept without a word.</summary>
    public const int SafeReplicas = 3;

    /// <summary>The user and group of Percona's images.</summary>
    public const int User = 1001;

    /// <summary>A group of servers.</summary>
    public static JsonObject CreateServers(
        OperatedStore store,
        int size,
        SizeSettings resources,
        ImmutableSortedDictionary<string, string> pods
    )
    {
        var servers = new JsonObject
        {
            ["size"] = size,
            ["resources"] = PodFields.Resources(resources),

            // Spreading is stated in full, so the operator adds no rule of its own.
            ["affinity"] = new JsonObject { ["antiAffinityTopologyKey"] = "none" },
            ["topologySpreadConstraints"] = PodFields.Spread(store.Placement, pods),
            ["podDisruptionBudget"] = new JsonObject { ["maxUnavailable"] = 1 },
            ["podSecurityContext"] = PodFields.RestrictedPod(User),
            ["containerSecurityContext"] = PodFields.RestrictedContainer(User),
        };
        Place(servers, store);
        return servers;
    }

    /// <summary>Says on which nodes pods run, and how important they are.</summary>
    public static void Place(JsonObject pods, OperatedStore store)
    {
        if (store.Placement.NodeLabels.Count > 0)
        {
            pods["nodeSelector"] = PodFields.Map(store.Placement.NodeLabels);
        }

        if (!store.Placement.Tolerations.IsEmpty)
        {
            pods["tolerations"] = PodFields.Tolerations(store.Placement);
        }

        if (store.Placement.PriorityClass is { } priority)
        {
            pods["priorityClassName"] = priority;
        }
    }

    /// <summary>
    /// An exporter beside each server, as a user of the operator's own who may read statistics. Its Secret is the cluster's.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="exporter">The exporter of the kind.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="variables">Its variables, those without a key with a value.</param>
    public static JsonObject CreateExporter(
        OperatedStore store,
        StoreExporter exporter,
        IEnumerable<string> args,
        params IEnumerable<(string Name, string Text, bool IsKey)> variables
    ) =>
        new()
        {
            ["name"] = "exporter",
            ["image"] = store.ExporterImage,
            ["args"] = new JsonArray([.. args.Select(argument => (JsonNode?)argument)]),
            ["env"] = new JsonArray([
                .. variables.Select(variable =>
                    variable.IsKey
                        ? new JsonObject
                        {
                            ["name"] = variable.Name,
                            ["valueFrom"] = new JsonObject
                            {
                                ["secretKeyRef"] = new JsonObject { ["name"] = $"{store.Name}-secrets", ["key"] = variable.Text },
                            },
                        }
                        : new JsonObject { ["name"] = variable.Name, ["value"] = variable.Text }
                ),
            ]),
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "metrics", ["containerPort"] = exporter.Port }),
            ["resources"] = PodFields.Resources(StoreExporter.Size),
            ["securityContext"] = PodFields.RestrictedContainer(exporter.User),
        };

    /// <summary>What a server needs together with its exporter.</summary>
    public static ImmutableArray<SizeSettings> CountContainers(OperatedStore store) =>
        store.ExporterImage is null ? [store.Resources] : [store.Resources, StoreExporter.Size];

    /// <summary>The volume of each server.</summary>
    public static JsonObject CreateVolume(OperatedStore store)
    {
        var claim = new JsonObject
        {
            ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = store.Size.ToString() } },
        };
        if (store.Settings.StorageClass is { } storageClass)
        {
            claim["storageClassName"] = storageClass;
        }

        return new JsonObject { ["persistentVolumeClaim"] = claim };
    }

    /// <summary>The version is the stack's to choose, so the operator asks no server for a newer one.</summary>
    public static JsonObject CreateUpgrades() => new() { ["apply"] = "disabled" };

    /// <summary>The password of a service's user.</summary>
    public static JsonObject ReferToPassword(StoreLogin login) =>
        new() { ["name"] = login.Connection.Secret, ["key"] = login.Connection.PasswordKey };
}
