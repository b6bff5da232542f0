using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Tests.Documentation;

/// <summary>The pages about who may do what: people, pods and programs.</summary>
internal static class AccessTopics
{
    public static ImmutableArray<CatalogueTopic> All { get; } =
    [
        new()
        {
            Name = "access",
            Title = "Access",
            Summary = "Who may read and change what is in the namespace.",
            Records = [typeof(AccessSettings)],
            ExampleFile = ExampleFile.Stack,
            Example = """
                config:
                  infra:access: {deployers: [team-platform], viewers: [developers]}
                """,
        },
        new()
        {
            Name = "security",
            Title = "Security",
            Summary = "Users, privileges and profiles of containers, within the Pod Security Standard of the namespace.",
            Records = [typeof(SecuritySettings), typeof(ContainerSecuritySettings)],
            Example = """
                services:
                  catalog:
                    image: shop/catalog:1.4
                    port: 80
                    security:
                      user: 1000
                      writableRoot: true
                      sysctls: {net.ipv4.ip_unprivileged_port_start: "80"}
                """,
        },
        new()
        {
            Name = "metadata",
            Title = "Labels, annotations and accounts",
            Summary = "Labels and annotations of a service's objects, and the ServiceAccount of its pods.",
            Records = [typeof(ServiceObjectSettings), typeof(MetadataSettings), typeof(ServiceAccountSettings), typeof(AccessRuleSettings)],
            Example = """
                labels: {example.com/cost-center: "4711"}
                services:
                  catalog:
                    image: shop/catalog:1.4
                    port: 8080
                    objects:
                      pod: {annotations: {cluster-autoscaler.kubernetes.io/safe-to-evict: "false"}}
                    serviceAccount:
                      rules: [{apiGroups: [""], resources: [configmaps], verbs: [get, watch]}]
                """,
        },
    ];
}
