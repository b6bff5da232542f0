using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Planning;

/// <summary>The labels of objects, and the selectors that match them: Kubernetes' recommended labels and a few of this program.</summary>
internal static class ServiceLabels
{
    /// <summary>The prefix of this program's own labels and annotations.</summary>
    public const string OwnPrefix = "infra/";

    private const string Track = "infra/track";
    private const string Serving = "infra/serving";

    /// <summary>The keys by which workloads select their pods.</summary>
    public static readonly ImmutableArray<string> SelectorKeys = ["app.kubernetes.io/name", "app.kubernetes.io/instance", Track];

    private static readonly string[] OwnKeys =
    [
        "app.kubernetes.io/name",
        "app.kubernetes.io/instance",
        "app.kubernetes.io/component",
        "app.kubernetes.io/part-of",
        "app.kubernetes.io/managed-by",
        "app.kubernetes.io/version",
    ];

    /// <summary>
    /// Selects the pods of one workload, without those of the service's other versions. It must stay the same when versions are added or
    /// removed, because the selectors of workloads are immutable.
    /// </summary>
    public static Dictionary<string, string> Selector(ServicePlan service)
    {
        var labels = Selector(service.Family, service.System);
        if (FindTrack(service) is { } track)
        {
            labels[Track] = track;
        }

        return labels;
    }

    /// <summary>Selects the pods of one version of a service.</summary>
    public static Dictionary<string, string> Selector(ServicePlan service, string version)
    {
        var labels = Selector(service.Family, service.System);
        labels[Track] = version;
        return labels;
    }

    /// <summary>Selects the pods of all versions of a service except the excluded ones.</summary>
    public static Dictionary<string, string> ServingSelector(ServicePlan service)
    {
        var labels = Selector(service.Family, service.System);
        labels[Serving] = "true";
        return labels;
    }

    /// <summary>Selects the pods of a service in all versions.</summary>
    public static Dictionary<string, string> Selector(string service, SystemIdentity system) =>
        new(StringComparer.Ordinal)
        {
            ["app.kubernetes.io/name"] = service,
            ["app.kubernetes.io/instance"] = $"{system.Name}-{system.Stack}",
        };

    /// <summary>The labels of an object of a service. Selectors do not use those that settings add, because they are immutable.</summary>
    public static Dictionary<string, string> ForService(ServicePlan service, ServiceObject kind = ServiceObject.Other)
    {
        var labels = ForSystem(service.System);
        Add(labels, service.Metadata.Labels(kind));
        labels["app.kubernetes.io/name"] = service.Family;
        labels["app.kubernetes.io/component"] = ScalarType.EnumName(service.Kind.ToString());
        if (FindTrack(service) is { } track)
        {
            labels[Track] = track;
        }

        if (service.Owner is { } owner)
        {
            labels["infra/owner"] = owner;
        }

        return labels;
    }

    /// <summary>The labels of a service's pods: those of its objects, the image's tag and whether a Service may select them.</summary>
    public static Dictionary<string, string> ForPods(ServicePlan service)
    {
        var labels = ForService(service, ServiceObject.Pod);
        if (service is { Kind: ServiceKind.Service, Traffic: not null, IsExcluded: false })
        {
            // Set without versions too: when the first version is added, the Service selects by it pods that already run.
            labels[Serving] = "true";
        }

        var isBuilt = service.Builds.Any(build => build.Image == service.Image);
        if (service.Image.Tag is { } tag && !isBuilt && KubernetesNames.IsLabelValue(tag))
        {
            labels["app.kubernetes.io/version"] = tag;
        }

        return labels;
    }

    /// <summary>The labels of objects that belong to the system rather than to one service.</summary>
    public static Dictionary<string, string> ForSystem(SystemIdentity system)
    {
        var labels = new Dictionary<string, string>(system.Labels, StringComparer.Ordinal)
        {
            ["app.kubernetes.io/instance"] = $"{system.Name}-{system.Stack}",
            ["app.kubernetes.io/part-of"] = system.Name,
            ["app.kubernetes.io/managed-by"] = "pulumi",
        };
        return labels;
    }

    /// <summary>Whether a label is one that this program sets itself, and may select pods by.</summary>
    public static bool IsOwn(string key) => key.StartsWith(OwnPrefix, StringComparison.Ordinal) || OwnKeys.Contains(key);

    private static void Add(Dictionary<string, string> labels, IEnumerable<KeyValuePair<string, string>> added)
    {
        foreach (var (key, value) in added)
        {
            labels[key] = value;
        }
    }

    /// <summary>Only services can have versions.</summary>
    private static string? FindTrack(ServicePlan service) =>
        service.Kind == ServiceKind.Service ? service.Version?.Name ?? ServiceVersion.Stable : null;
}
