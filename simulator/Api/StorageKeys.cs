using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>The keys under which Kubernetes stores objects. Some messages contain them.</summary>
internal static class StorageKeys
{
    public static string Get(ResourceKind kind, KubeObject item) =>
        $"/registry/{GetPrefix(kind)}{(item.Namespace.Length > 0 ? "/" + item.Namespace : "")}/{item.Name}";

    private static string GetPrefix(ResourceKind kind) =>
        (kind.Group, kind.Plural) switch
        {
            ("", "services") => "services/specs",
            ("", "endpoints") => "services/endpoints",
            ("", "nodes") => "minions",
            ("", "replicationcontrollers") => "controllers",
            ("networking.k8s.io", "ingresses") => "ingress",
            ("apiextensions.k8s.io" or "apiregistration.k8s.io", _) => $"{kind.Group}/{kind.Plural}",
            _ when kind.Custom is not null => $"{kind.Group}/{kind.Plural}",
            _ => kind.Plural,
        };
}
