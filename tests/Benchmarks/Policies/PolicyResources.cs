using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Benchmarks.Policies;

/// <summary>Services as policies meet them: of each a Deployment with what belongs to it, all in one namespace.</summary>
internal static class PolicyResources
{
    /// <summary>Five resources for every service.</summary>
    public static IReadOnlyList<AnalyzerResource> Create(int services) =>
        [.. Enumerable.Range(0, services).SelectMany(i => OfService($"app-{i}")).Select(ToResource)];

    private static AnalyzerResource ToResource(PropertyMap properties)
    {
        var (apiVersion, kind) = (Text(properties, "apiVersion"), Text(properties, "kind"));
        var type = $"kubernetes:{(apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion : $"core/{apiVersion}")}:{kind}";
        var name = Text(((PropertyObject)properties["metadata"]).Properties, "name");
        return new AnalyzerResource
        {
            Urn = $"urn:pulumi:dev::benchmark::{type}::{name}",
            Type = type,
            Name = name,
            Properties = StructConverter.ToStruct(properties, StructConversion.Lossless),
        };
    }

    private static string Text(PropertyMap properties, string name) => ((PropertyString)properties[name]).Value;

    private static IEnumerable<PropertyMap> OfService(string name)
    {
        var labels = PropertyMap.Of(("app.kubernetes.io/name", name));
        var selector = PropertyMap.Of(("matchLabels", labels));
        var probe = PropertyMap.Of(("httpGet", PropertyMap.Of(("path", "/live"), ("port", "http"))));
        var container = PropertyMap.Of(
            ("name", "app"),
            ("image", $"ghcr.io/example/{name}:1.0.0"),
            ("ports", PropertyValue.Array(PropertyMap.Of(("name", "http"), ("containerPort", 8080)))),
            ("livenessProbe", probe),
            ("readinessProbe", probe),
            ("env", PropertyValue.Array(PropertyMap.Of(("name", "LOG_LEVEL"), ("value", "info")))),
            ("resources", PropertyMap.Of(
                ("requests", PropertyMap.Of(("cpu", "100m"), ("memory", "128Mi"))),
                ("limits", PropertyMap.Of(("memory", "256Mi"))))),
            ("securityContext", PropertyMap.Of(("allowPrivilegeEscalation", false), ("readOnlyRootFilesystem", true))));
        var pods = PropertyMap.Of(
            ("metadata", PropertyMap.Of(("labels", labels))), ("spec", PropertyMap.Of(("containers", PropertyValue.Array(container)))));
        var target = PropertyMap.Of(("apiVersion", "apps/v1"), ("kind", "Deployment"), ("name", name));
        yield return Object("apps/v1", "Deployment", name, ("selector", selector), ("template", pods));
        yield return Object(
            "v1",
            "Service",
            name,
            ("selector", labels),
            ("ports", PropertyValue.Array(PropertyMap.Of(("port", 80), ("targetPort", "http")))));
        yield return Object("policy/v1", "PodDisruptionBudget", name, ("selector", selector), ("maxUnavailable", 1));
        yield return Object(
            "autoscaling/v2", "HorizontalPodAutoscaler", name, ("scaleTargetRef", target), ("minReplicas", 2), ("maxReplicas", 8));
        yield return Object(
            "networking.k8s.io/v1",
            "NetworkPolicy",
            name,
            ("podSelector", selector),
            ("policyTypes", PropertyValue.Array("Ingress", "Egress")));
    }

    private static PropertyMap Object(string apiVersion, string kind, string name, params (string Name, PropertyValue Value)[] spec) =>
        PropertyMap.Of(
        ("apiVersion", apiVersion),
        ("kind", kind),
        ("metadata", PropertyMap.Of(("name", name), ("namespace", "shop"))),
        ("spec", PropertyMap.Of(spec)));
}
