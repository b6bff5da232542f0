using Infra.Backend.Planning;

namespace Infra.Backend.Scaling;

/// <summary>The field with the minimum of an autoscaler.</summary>
/// <param name="Group">The API group of the autoscaler.</param>
/// <param name="Resource">The resource of the autoscaler in the API.</param>
/// <param name="Version">The version of the API.</param>
/// <param name="Name">The field's name.</param>
internal sealed record MinimumField(string Group, string Resource, string Version, string Name)
{
    /// <summary>That of a HorizontalPodAutoscaler.</summary>
    public static MinimumField OfAutoscaler { get; } = new("autoscaling", "horizontalpodautoscalers", "v2", "minReplicas");

    /// <summary>That of KEDA's ScaledObject.</summary>
    public static MinimumField OfScaledObject { get; } = new("keda.sh", "scaledobjects", "v1alpha1", "minReplicaCount");

    /// <summary>The path of the field, which deployments must not reset where a schedule changes it.</summary>
    public string Property => $"spec.{Name}";

    /// <summary>The resource as kubectl takes it.</summary>
    public string QualifiedResource => $"{Resource}.{Version}.{Group}";

    /// <summary>The field of a service's autoscaler.</summary>
    public static MinimumField Of(ServicePlan service) => service.IsScaledByKeda ? OfScaledObject : OfAutoscaler;
}
