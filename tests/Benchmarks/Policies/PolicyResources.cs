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
        var labels = PropertyMap.Create(("app.kubernetes.io/name", name));
        var selector = PropertyMap.Create(("matchLabels", labels));
        var probe = PropertyMap.Create(("httpGet", PropertyMap.Create(("path", "/live"), ("port", "http"))));
        var container = PropertyMap.Create(
            ("name", "app"),
            ("image", $"ghcr.io/example/{name}:1.0.0"),
            ("ports", PropertyValue.Array(PropertyMap.Create(("name", "http"), ("containerPort", 8080)))),
            ("livenessProbe", probe),
            ("readinessProbe", probe),
            ("env", PropertyValue.Array(PropertyMap.Create(("name", "LOG_LEVEL"), ("value", "info")))),
            (
                "resources",
                PropertyMap.Create(
                    ("requests", PropertyMap.Create(("cpu", "100m"), ("memory", "128Mi"))),
                    ("limits", PropertyMap.Create(("memory", "256Mi")))
                )
            ),
            ("securityContext", PropertyMap.Create(("allowPrivilegeEscalation", false), ("readOnlyRootFilesystem", true)))
        );
        var pods = PropertyMap.Create(
            ("metadata", PropertyMap.Create(("labels", labels))),
            ("spec", PropertyMap.Create(("containers", PropertyValue.Array(container))))
        );
        var target = PropertyMap.Create(("apiVersion", "apps/v1"), ("kind", "Deployment"), ("name", name));
        yield return Object("apps/v1", "Deployment", name, ("selector", selector), ("template", pods));
        yield return Object(
            "v1",
            "Service",
            name,
            ("selector", labels),
            ("ports", PropertyValue.Array(PropertyMap.Create(("port", 80), ("targetPort", "http"))))
        );
        yield return Object("policy/v1", "PodDisruptionBudget", name, ("selector", selector), ("maxUnavailable", 1));
        yield return Object(
            "autoscaling/v2",
            "HorizontalPodAutoscaler",
            name,
            ("scaleTargetRef", target),
            ("minReplicas", 2),
            ("maxReplicas", 8)
        );
        yield return Object(
            "networking.k8s.io/v1",
            "NetworkPolicy",
            name,
            ("podSelector", selector),
            ("policyTypes", PropertyValue.Array("Ingress", "Egress"))
        );
    }

    private static PropertyMap Object(string apiVersion, string kind, string name, params (string Name, PropertyValue Value)[] spec) =>
        PropertyMap.Create(
            ("apiVersion", apiVersion),
            ("kind", kind),
            ("metadata", PropertyMap.Create(("name", name), ("namespace", "shop"))),
            ("spec", PropertyMap.Create(spec))
        );
}
