using Infra.Kubernetes.Selectors;
using Infra.PolicyPacks;

namespace Infra.Policies.Kubernetes;

/// <summary>
/// Pods that the pods of a namespace may ask an operator for at any time, as a trial of a backup does. The policies for them must be there
/// first.
/// </summary>
internal static class RequestedPods
{
    private const string Component = "app.kubernetes.io/component";
    private const string Manager = "app.kubernetes.io/managed-by";

    private static readonly OperatedResource[] Resources =
    [
        new("postgresql.cnpg.io", "clusters", [new("cnpg.io/cluster")]),
        new("kafka.strimzi.io", "kafkas", [new("strimzi.io/cluster")]),
        new(
            "pxc.percona.com",
            "perconaxtradbclusters",
            [new(Component, "pxc", "haproxy", "proxysql"), new(Manager, "percona-xtradb-cluster-operator")]
        ),
        new(
            "psmdb.percona.com",
            "perconaservermongodbs",
            [new(Component, "mongod", "mongos", "cfg", "arbiter", "nonVoting", "hidden"), new(Manager, "percona-server-mongodb-operator")]
        ),
        new("rabbitmq.com", "rabbitmqclusters", [new(Component, "rabbitmq")]),
    ];

    /// <summary>
    /// Whether a selector is for such pods: an account of the namespace may create a custom resource, and the selector requires a label
    /// that its operator gives the pods.
    /// </summary>
    public static bool MayMatch(string @namespace, LabelSelector selector, Cluster cluster)
    {
        var resources = Resources.Where(resource => resource.Labels.Any(label => label.IsRequiredBy(selector))).ToArray();
        return resources.Length > 0
            && cluster
                .GetObjects("Role", @namespace)
                .SelectMany(role => role.Root["rules"].Items)
                .Any(rule => resources.Any(resource => MayCreate(rule, resource)));
    }

    private static bool MayCreate(PropertyNode rule, OperatedResource resource) =>
        Has(rule["verbs"], "create") && Has(rule["apiGroups"], resource.Group) && Has(rule["resources"], resource.Name);

    private static bool Has(PropertyNode list, string wanted) => list.Items.Any(item => item.Text is "*" || item.Text == wanted);

    /// <summary>A custom resource from which an operator makes pods.</summary>
    /// <param name="Group">The API group.</param>
    /// <param name="Name">The resource, as roles name it.</param>
    /// <param name="Labels">Labels of the pods that no others have.</param>
    private sealed record OperatedResource(string Group, string Name, OperatorLabel[] Labels);

    /// <summary>A label that an operator gives its pods.</summary>
    /// <param name="Key">The label's key.</param>
    /// <param name="Values">The values; none for the names of custom resources.</param>
    private sealed record OperatorLabel(string Key, params string[] Values)
    {
        public bool IsRequiredBy(LabelSelector selector) =>
            selector.Requirements.Any(requirement =>
                requirement is { Operator: LabelOperator.Equals or LabelOperator.In }
                && requirement.Key == Key
                && (Values.Length == 0 || requirement.Values.All(value => Values.Contains(value, StringComparer.Ordinal)))
            );
    }
}
