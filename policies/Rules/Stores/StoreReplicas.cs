using System.Collections.Immutable;
using System.ComponentModel;
using System.IO.Enumeration;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Stores;

/// <summary>A store in one pod is down while its node is, and nothing takes over.</summary>
internal sealed class StoreReplicas()
    : ClusterPolicy(
        new()
        {
            Name = "store-replicas",
            Description = "Stores of production stacks do not run in a single pod.",
            RemediationSteps =
                "Let an operator run the store with at least three servers (form: operator), or use a managed service (form: external).",
            Severity = Severity.High,
            Profile = Profiles.Production,
        }
    )
{
    /// <summary>The custom resources of stores, and where each has the number of its servers.</summary>
    private static readonly (string Kind, string Path)[] Custom =
    [
        ("Cluster.postgresql.cnpg.io", "instances"),
        ("PerconaXtraDBCluster.pxc.percona.com", "pxc.size"),
        ("RabbitmqCluster.rabbitmq.com", "replicas"),
        ("KafkaNodePool.kafka.strimzi.io", "replicas"),
    ];

    public override PolicySettings? Settings { get; } = PolicySettings.Create(SettingsJson.Default.ProductionStacksSettings);

    protected override IReadOnlyList<string> Kinds { get; } =
    ["Deployment", "StatefulSet", .. Custom.Select(custom => custom.Kind), "PerconaServerMongoDB.psmdb.percona.com"];

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        if (!context.Settings<ProductionStacksSettings>().Includes(context.Stack))
        {
            return;
        }

        if (Array.Find(Custom, custom => custom.Kind == item.QualifiedKind) is { Path: { } path })
        {
            Report(item, path.Split('.').Aggregate(item.Spec, (node, name) => node[name]), context);
        }
        else if (item.Kind == "PerconaServerMongoDB")
        {
            foreach (var set in item.Spec["replsets"].Items)
            {
                Report(item, set["size"], context);
            }
        }
        else if (StoreServers.Find(item) is { } server && cluster.Scaling.GetReplicas(item).Maximum.Equals(1))
        {
            context.Report(item.Spec["replicas"], $"{item} is the only server of a {server.Name}");
        }
    }

    /// <summary>Without a number the operators run one server.</summary>
    private static void Report(KubernetesObject item, PropertyNode servers, PolicyContext context)
    {
        if ((servers.Number ?? 1) <= 1)
        {
            context.Report(servers, $"{item} has a single server");
        }
    }
}

internal sealed record ProductionStacksSettings
{
    [Description("The stacks that the rule is for; * matches any characters.")]
    public ImmutableArray<string> Stacks { get; init; } = ["prod", "prod-*", "production"];

    /// <summary>Whether the rule is for a stack; not for manifests without one.</summary>
    public bool Includes(StackContext? stack) =>
        stack is not null && Stacks.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, stack.Stack, ignoreCase: false));
}
