using Infra.Backend.Settings;
using Infra.Backend.Workloads;
using Pulumi;
using Pulumi.Kubernetes.Rbac.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Rbac.V1;

namespace Infra.Backend.Cluster;

/// <summary>Who may do what in the namespace of a system.</summary>
internal static class NamespaceAccess
{
    private const string RbacGroup = "rbac.authorization.k8s.io";
    private static readonly string[] Look = ["get", "list", "watch"];
    private static readonly string[] Change = ["get", "list", "watch", "create", "update", "patch", "delete"];

    public static void Grant(AccessSettings access, SystemIdentity system, Output<string> namespaceName, ProviderResource provider)
    {
        var options = new CustomResourceOptions { Provider = provider };
        if (!access.Deployers.IsEmpty)
        {
            var role = new Role(system.ResourceName("deployer"), new RoleArgs { Metadata = Metadata("deployer"), Rules = DeployerRules().ToArray() }, options);
            Bind("deployer", "Role", role.Metadata.Apply(metadata => metadata.Name), access.Deployers);
        }

        if (!access.Viewers.IsEmpty)
        {
            Bind("viewer", "ClusterRole", Output.Create("view"), access.Viewers);
        }

        void Bind(string name, string kind, Output<string> role, IEnumerable<string> groups) => _ = new RoleBinding(system.ResourceName(name), new RoleBindingArgs
        {
            Metadata = Metadata(name),
            RoleRef = new RoleRefArgs { ApiGroup = RbacGroup, Kind = kind, Name = role },
            Subjects = groups.Select(group => new SubjectArgs { ApiGroup = RbacGroup, Kind = "Group", Name = group }).ToArray(),
        }, options);

        ObjectMetaArgs Metadata(string name) => new() { Name = name, Namespace = namespaceName, Labels = ServiceLabels.OfSystem(system) };
    }

    /// <summary>What a service consists of may be changed; what follows from it may be looked at. Roles are left out, or a deployer could grant itself anything.</summary>
    private static IEnumerable<PolicyRuleArgs> DeployerRules() =>
    [
        Rule("", Change, "services", "serviceaccounts", "configmaps", "secrets", "persistentvolumeclaims"),
        Rule("apps", Change, "deployments", "statefulsets", "daemonsets"),
        Rule("batch", Change, "jobs", "cronjobs"),
        Rule("autoscaling", Change, "horizontalpodautoscalers"),
        Rule("policy", Change, "poddisruptionbudgets"),
        Rule("networking.k8s.io", Change, "networkpolicies"),
        Rule("gateway.networking.k8s.io", Change, "gateways", "httproutes", "grpcroutes"),
        Rule("", Look, "pods", "pods/log", "events", "endpoints", "resourcequotas", "limitranges"),
        Rule("apps", Look, "replicasets", "controllerrevisions"),
        Rule("discovery.k8s.io", Look, "endpointslices"),
    ];

    private static PolicyRuleArgs Rule(string group, string[] verbs, params string[] resources) => new() { ApiGroups = { group }, Resources = resources, Verbs = verbs };
}
