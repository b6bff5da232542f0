using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Awaiting.Rules;

/// <summary>Selects readiness rules.</summary>
internal static class ReadinessRules
{
    private static readonly Dictionary<(string Group, string Kind), IReadinessRule> ByKind = new Dictionary<
        (string, string),
        IReadinessRule
    >
    {
        [("apps", "Deployment")] = new DeploymentRule(),
        [("apps", "StatefulSet")] = new StatefulSetRule(),
        [("apps", "DaemonSet")] = new DaemonSetRule(),
        [("batch", "Job")] = new JobRule(),
        [("", "Pod")] = new PodRule(),
        [("", "Service")] = new ServiceRule(),
        [("", "PersistentVolume")] = new PersistentVolumeRule(),
        [("", "PersistentVolumeClaim")] = new PersistentVolumeClaimRule(),
        [("", "ReplicationController")] = new ReplicationControllerRule(),
        [("", "ResourceQuota")] = new ResourceQuotaRule(),
        [("", "Secret")] = new SecretRule(),
        [("networking.k8s.io", "Ingress")] = new IngressRule(),
    };

    /// <summary>Selects the rule for an object; null if it is ready as soon as it exists.</summary>
    /// <param name="type">The type of the object.</param>
    /// <param name="inputs">The program's manifest, whose annotations can skip or replace the rule.</param>
    /// <exception cref="FormatException">The <c>pulumi.com/waitFor</c> annotation is malformed.</exception>
    public static IReadinessRule? For(GroupVersionKind type, JsonObject inputs)
    {
        if (Annotations.IsTrue(inputs, Annotations.SkipAwait))
        {
            return null;
        }

        return inputs.Annotation(Annotations.WaitFor) is { Length: > 0 } expression && !Unknowns.In(inputs.At("metadata", "annotations"))
            ? WaitForRule.Parse(Expressions(expression))
            : ByKind.GetValueOrDefault((type.Group, type.Kind));
    }

    /// <summary>
    /// Selects the rule that a refresh evaluates, as in Pulumi's provider: workloads, Services and Ingresses only, and whatever
    /// <c>pulumi.com/waitFor</c> says.
    /// </summary>
    /// <inheritdoc cref="For"/>
    public static IReadinessRule? ForRead(GroupVersionKind type, JsonObject inputs) =>
        !Annotations.IsTrue(inputs, Annotations.SkipAwait)
        && ByKind.GetValueOrDefault((type.Group, type.Kind))
            is (DeploymentRule or StatefulSetRule or DaemonSetRule or JobRule or PodRule or ServiceRule or IngressRule)
                and var rule
            ? rule
            : null;

    private static IReadOnlyList<string> Expressions(string annotation)
    {
        if (!annotation.TrimStart().StartsWith('['))
        {
            return [annotation];
        }

        try
        {
            return JsonNode.Parse(annotation) is JsonArray { Count: > 0 } list
                ? [.. list.Select(item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : "")]
                : throw new FormatException($"{Annotations.WaitFor}: give at least one condition");
        }
        catch (JsonException e)
        {
            throw new FormatException($"{Annotations.WaitFor}: the list of conditions is not valid JSON", e);
        }
    }
}
