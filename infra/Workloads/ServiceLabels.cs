using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Pulumi;

namespace Infra.Backend.Workloads;

/// <summary>Kubernetes' recommended labels.</summary>
internal static class ServiceLabels
{
    private const string Track = "infra/track";
    private const string Serving = "infra/serving";

    /// <summary>
    /// Selects the pods of one workload, and of no other version of the service. Never changes over a service's life, versions or not: selectors of workloads
    /// are immutable.
    /// </summary>
    public static InputMap<string> Selector(ServiceSpec service)
    {
        var labels = Selector(service.Family, service.System);
        if (TrackOf(service) is { } track)
        {
            labels[Track] = track;
        }

        return labels;
    }

    /// <summary>Selects the pods of one version of a service.</summary>
    public static InputMap<string> Selector(ServiceSpec service, string version)
    {
        var labels = Selector(service.Family, service.System);
        labels[Track] = version;
        return labels;
    }

    /// <summary>Selects the pods of all versions of a service but those that are left out.</summary>
    public static InputMap<string> ServingSelector(ServiceSpec service)
    {
        var labels = Selector(service.Family, service.System);
        labels[Serving] = "true";
        return labels;
    }

    /// <summary>Selects the pods of a service, whichever their version.</summary>
    public static InputMap<string> Selector(string service, SystemIdentity system) => new()
    {
        ["app.kubernetes.io/name"] = service,
        ["app.kubernetes.io/instance"] = $"{system.Name}-{system.Stack}",
    };

    /// <summary>On everything that belongs to a service.</summary>
    public static InputMap<string> All(ServiceSpec service)
    {
        var labels = OfSystem(service.System);
        labels["app.kubernetes.io/name"] = service.Family;
        labels["app.kubernetes.io/component"] = ScalarType.Word(service.Kind.ToString());
        if (TrackOf(service) is { } track)
        {
            labels[Track] = track;
        }

        if (service.Owner is { } owner)
        {
            labels["infra/owner"] = owner;
        }

        return labels;
    }

    /// <summary>On pods: what they are and which version of it.</summary>
    public static InputMap<string> OfPods(ServiceSpec service)
    {
        var labels = All(service);
        if (service is { Kind: ServiceKind.Service, Traffic: not null, IsLeftOut: false })
        {
            // Also where there are no versions: a Service that begins to select by it must find it on pods that have long been running.
            labels[Serving] = "true";
        }

        if (service.Image.Tag is { } tag && KubernetesNames.IsLabelValue(tag))
        {
            labels["app.kubernetes.io/version"] = tag;
        }

        return labels;
    }

    /// <summary>On what belongs to the system as a whole.</summary>
    public static InputMap<string> OfSystem(SystemIdentity system) => new()
    {
        ["app.kubernetes.io/instance"] = $"{system.Name}-{system.Stack}",
        ["app.kubernetes.io/part-of"] = system.Name,
        ["app.kubernetes.io/managed-by"] = "pulumi",
    };

    /// <summary>Only what runs behind a port for ever has versions.</summary>
    private static string? TrackOf(ServiceSpec service) =>
        service.Kind == ServiceKind.Service ? service.Version?.Name ?? ServiceVersion.Stable : null;
}
