using Infra.Backend.Metadata;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Kubernetes.Rbac.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Rbac.V1;

namespace Infra.Backend.Cluster;

/// <summary>The roles and role bindings of a system's namespace.</summary>
internal static class NamespaceAccess
{
    private const string RbacGroup = "rbac.authorization.k8s.io";
    private static readonly string[] Read = ["get", "list", "watch"];
    private static readonly string[] Write = ["get", "list", "watch", "create", "update", "patch", "delete"];

    public static void Grant(StackSettings settings, SystemIdentity system, Output<string> namespaceName, ProviderResource provider)
    {
        var access = settings.Access;
        var options = new CustomResourceOptions { Provider = provider };
        if (!access.Deployers.IsEmpty)
        {
            var role = new Role(
                system.ResourceName(DerivedNames.Deployers),
                new RoleArgs { Metadata = Metadata(DerivedNames.Deployers), Rules = DeployerRules(settings).ToArray() },
                options
            );
            Bind(DerivedNames.Deployers, "Role", role.Metadata.Apply(metadata => metadata.Name), access.Deployers);
        }

        if (!access.Viewers.IsEmpty)
        {
            Bind(DerivedNames.Viewers, "ClusterRole", Output.Create("view"), access.Viewers);
        }

        void Bind(string name, string kind, Output<string> role, IEnumerable<string> groups)
        {
            _ = new RoleBinding(
                system.ResourceName(name),
                new RoleBindingArgs
                {
                    Metadata = Metadata(name),
                    RoleRef = new RoleRefArgs
                    {
                        ApiGroup = RbacGroup,
                        Kind = kind,
                        Name = role,
                    },
                    Subjects = groups
                        .Select(group => new SubjectArgs
                        {
                            ApiGroup = RbacGroup,
                            Kind = "Group",
                            Name = group,
                        })
                        .ToArray(),
                },
                options
            );
        }

        ObjectMetaArgs Metadata(string name) =>
            new ObjectMetaArgs
            {
                Name = name,
                Namespace = namespaceName,
                Labels = ServiceLabels.ForSystem(system),
            }.Annotate(system.Annotations);
    }

    /// <summary>
    /// Deployers may write the objects of a service and read what controllers create from them. They may not write roles: they could grant
    /// themselves anything.
    /// </summary>
    private static IEnumerable<PolicyRuleArgs> DeployerRules(StackSettings settings) =>
        [
            Rule("", Write, "services", "serviceaccounts", "configmaps", "secrets", "persistentvolumeclaims"),
            Rule("apps", Write, "deployments", "statefulsets", "daemonsets"),
            Rule("batch", Write, "jobs", "cronjobs"),
            Rule("autoscaling", Write, "horizontalpodautoscalers"),
            .. settings.UsesKeda ? [Rule("keda.sh", Write, "scaledobjects", "triggerauthentications")] : Array.Empty<PolicyRuleArgs>(),
            Rule("policy", Write, "poddisruptionbudgets"),
            Rule(
                "networking.k8s.io",
                Write,
                settings.LoadBalancing.Backend == LoadBalancer.Ingress ? ["networkpolicies", "ingresses"] : ["networkpolicies"]
            ),
            Rule("gateway.networking.k8s.io", Write, "gateways", "httproutes", "grpcroutes"),
            Rule("", Read, "pods", "pods/log", "events", "endpoints", "resourcequotas", "limitranges"),
            Rule("apps", Read, "replicasets", "controllerrevisions"),
            Rule("discovery.k8s.io", Read, "endpointslices"),
        ];

    private static PolicyRuleArgs Rule(string group, string[] verbs, params string[] resources) =>
        new()
        {
            ApiGroups = { group },
            Resources = resources,
            Verbs = verbs,
        };
}
