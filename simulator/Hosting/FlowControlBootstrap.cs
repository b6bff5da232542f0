using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Api.Validation.FlowControl;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Hosting;

/// <summary>The priority levels and flow schemas that every cluster starts with.</summary>
internal static class FlowControlBootstrap
{
    private const string Group = "flowcontrol.apiserver.k8s.io";
    private const string ByUser = "ByUser";
    private const string Authenticated = "system:authenticated";
    private const string Unauthenticated = "system:unauthenticated";

    private static readonly GroupResource _levels = new(Group, "prioritylevelconfigurations");
    private static readonly GroupResource _schemas = new(Group, "flowschemas");

    /// <summary>The levels with queues of 50 requests: shares, percentage to lend, queues, and queues of a flow.</summary>
    private static readonly (string Name, long Shares, long Lendable, long Queues, long Hand)[] _queued =
    [
        ("system", 30, 33, 64, 6),
        ("node-high", 40, 25, 64, 6),
        ("leader-election", 10, 0, 16, 4),
        ("workload-high", 40, 50, 128, 6),
        ("workload-low", 100, 90, 128, 6),
        ("global-default", 20, 50, 128, 6),
    ];

    /// <summary>Creates the objects that do not exist yet.</summary>
    public static void Run(IClusterClient client)
    {
        var producer = client.As("api-priority-and-fairness-config-producer-v1");
        foreach (var (name, spec) in CreateLevels())
        {
            CreateIfAbsent(producer, _levels, name, spec);
        }

        foreach (var (name, spec) in CreateSchemas())
        {
            CreateIfAbsent(producer, _schemas, name, spec);
        }
    }

    private static void CreateIfAbsent(IClusterClient client, GroupResource resource, string name, JsonObject spec)
    {
        if (client.Find(resource, "", name) is not null)
        {
            return;
        }

        var metadata = new JsonObject
        {
            ["name"] = name,
            ["annotations"] = new JsonObject { ["apf.kubernetes.io/autoupdate-spec"] = "true" },
        };
        client.Create(resource, new JsonObject { ["metadata"] = metadata, ["spec"] = spec });
    }

    private static IEnumerable<(string Name, JsonObject Spec)> CreateLevels()
    {
        foreach (var name in (string[])[MandatoryFlowControl.Exempt, MandatoryFlowControl.CatchAll])
        {
            yield return (name, MandatoryFlowControl.FindLevel(name)!.Clone());
        }

        foreach (var (name, shares, lendable, queues, hand) in _queued)
        {
            var queuing = new JsonObject
            {
                ["queues"] = queues,
                ["handSize"] = hand,
                ["queueLengthLimit"] = 50L,
            };
            var limited = new JsonObject
            {
                ["nominalConcurrencyShares"] = shares,
                ["lendablePercent"] = lendable,
                ["limitResponse"] = new JsonObject { ["type"] = "Queue", ["queuing"] = queuing },
            };
            yield return (name, new JsonObject { ["type"] = "Limited", ["limited"] = limited });
        }
    }

    private static IEnumerable<(string Name, JsonObject Spec)> CreateSchemas()
    {
        foreach (var name in (string[])[MandatoryFlowControl.Exempt, MandatoryFlowControl.CatchAll])
        {
            yield return (name, MandatoryFlowControl.FindSchema(name)!.Clone());
        }

        const string NodeGroup = "system:nodes";
        yield return ("system-nodes", MandatoryFlowControl.CreateSchema("system", 500, ByUser, NodeGroup));
        yield return ("service-accounts", MandatoryFlowControl.CreateSchema("workload-low", 9000, ByUser, "system:serviceaccounts"));
        yield return ("global-default", MandatoryFlowControl.CreateSchema("global-default", 9900, ByUser, Unauthenticated, Authenticated));
        yield return ("probes", CreateProbes());
        var leases = CreateRule(["get", "create", "update"], "coordination.k8s.io", ["leases"], isClusterWide: false);
        yield return (
            "system-leader-election",
            MandatoryFlowControl.CreateSchema(
                "leader-election",
                100,
                ByUser,
                [CreateUser("system:kube-controller-manager"), CreateUser("system:kube-scheduler"), CreateSystemAccounts()],
                [leases],
                isForUrls: false
            )
        );
        yield return (
            "system-node-high",
            MandatoryFlowControl.CreateSchema(
                "node-high",
                400,
                ByUser,
                [CreateGroup(NodeGroup)],
                [
                    CreateRule(["*"], "", ["nodes", "nodes/status"], isClusterWide: true),
                    CreateRule(["*"], "coordination.k8s.io", ["leases"], isClusterWide: false),
                ],
                isForUrls: false
            )
        );
        foreach (var name in (string[])["kube-controller-manager", "kube-scheduler"])
        {
            yield return (name, CreateForWorkloads(800, CreateUser($"system:{name}")));
        }

        yield return ("kube-system-service-accounts", CreateForWorkloads(900, CreateSystemAccounts()));
    }

    private static JsonObject CreateForWorkloads(long precedence, JsonObject subject) =>
        MandatoryFlowControl.CreateSchema(
            "workload-high",
            precedence,
            "ByNamespace",
            [subject],
            [MandatoryFlowControl.Everything],
            isForUrls: true
        );

    private static JsonObject CreateProbes() =>
        new()
        {
            ["priorityLevelConfiguration"] = new JsonObject { ["name"] = MandatoryFlowControl.Exempt },
            ["matchingPrecedence"] = 2L,
            ["rules"] = new JsonArray(
                new JsonObject
                {
                    ["subjects"] = new JsonArray(CreateGroup(Unauthenticated), CreateGroup(Authenticated)),
                    ["nonResourceRules"] = new JsonArray(
                        new JsonObject
                        {
                            ["verbs"] = new JsonArray("get"),
                            ["nonResourceURLs"] = new JsonArray("/healthz", "/readyz", "/livez"),
                        }
                    ),
                }
            ),
        };

    private static JsonObject CreateRule(string[] verbs, string group, string[] resources, bool isClusterWide)
    {
        var rule = new JsonObject
        {
            ["verbs"] = CreateList(verbs),
            ["apiGroups"] = CreateList(group),
            ["resources"] = CreateList(resources),
        };
        if (isClusterWide)
        {
            rule["clusterScope"] = true;
        }

        rule["namespaces"] = CreateList("*");
        return rule;
    }

    private static JsonArray CreateList(params string[] items) => new([.. items.Select(item => JsonValue.Create(item))]);

    private static JsonObject CreateGroup(string name) =>
        new()
        {
            ["kind"] = "Group",
            ["group"] = new JsonObject { ["name"] = name },
        };

    private static JsonObject CreateUser(string name) =>
        new()
        {
            ["kind"] = "User",
            ["user"] = new JsonObject { ["name"] = name },
        };

    private static JsonObject CreateSystemAccounts() =>
        new()
        {
            ["kind"] = "ServiceAccount",
            ["serviceAccount"] = new JsonObject { ["namespace"] = "kube-system", ["name"] = "*" },
        };
}
