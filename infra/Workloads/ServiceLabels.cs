using Infra.Settings.Binding;
using Pulumi;

namespace Infra.Workloads;

/// <summary>Kubernetes' recommended labels.</summary>
internal static class ServiceLabels
{
    /// <summary>Never changes over a service's life: selectors of workloads are immutable.</summary>
    public static InputMap<string> Selector(ServiceSpec service) => Selector(service.Name, service.System);

    /// <summary>Selects the pods of another service of the same system.</summary>
    public static InputMap<string> Selector(string service, SystemIdentity system) => new()
    {
        ["app.kubernetes.io/name"] = service,
        ["app.kubernetes.io/instance"] = $"{system.Name}-{system.Stack}",
    };

    /// <summary>On everything that belongs to a service.</summary>
    public static InputMap<string> All(ServiceSpec service)
    {
        var labels = OfSystem(service.System);
        labels["app.kubernetes.io/name"] = service.Name;
        labels["app.kubernetes.io/component"] = ScalarType.Word(service.Kind.ToString());
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
}
