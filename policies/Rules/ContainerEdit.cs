using System.Collections.Immutable;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;
using Infra.Protocol.Values;

namespace Infra.Policies.Rules;

/// <summary>Changes the pods and containers in a resource's properties.</summary>
internal static class ContainerEdit
{
    private static readonly string[] Lists = ["initContainers", "containers", "ephemeralContainers"];

    /// <summary>Changes the pod spec.</summary>
    public static PropertyMap ChangePod(PolicyResource resource, Func<PodTemplate, PropertyMap, PropertyMap> change)
    {
        // Lists stay unchanged: a remediation cannot determine which of the items to change.
        if (KubernetesObject.From(resource) is not [{ Pods: { } pods } item] || item.Root != resource.Root || !pods.Spec.IsObject)
        {
            return resource.Properties;
        }

        return Descend(resource.Properties, [.. GetPodSpecPath(item.Kind)], spec => change(pods, spec));
    }

    /// <summary>Changes each container.</summary>
    public static PropertyMap Change(PolicyResource resource, Func<(Container Container, PropertyMap Properties), PropertyMap> change) =>
        ChangePod(resource, (pods, spec) =>
        {
            var containers = pods.Containers.ToImmutableDictionary(container => container.Path, StringComparer.Ordinal);
            var prefix = pods.Spec.Path.Length == 0 ? "" : $"{pods.Spec.Path}.";
            foreach (var list in Lists)
            {
                spec = spec.UpdateItems(list, (properties, i) =>
                    containers.GetValueOrDefault($"{prefix}{list}[{i}]") is { } container ? change((container, properties)) : properties
                );
            }

            return spec;
        });

    private static IEnumerable<string> GetPodSpecPath(string kind) =>
        kind switch
        {
            "Pod" => ["spec"],
            "PodTemplate" => ["template", "spec"],
            "CronJob" => ["spec", "jobTemplate", "spec", "template", "spec"],
            _ => ["spec", "template", "spec"],
        };

    private static PropertyMap Descend(PropertyMap properties, ImmutableArray<string> path, Func<PropertyMap, PropertyMap> change) =>
        path.IsEmpty ? change(properties) : properties.UpdateObject(path[0], inner => Descend(inner, path[1..], change));
}
