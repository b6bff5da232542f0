using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>An autoscaler with equal bounds does not scale; with a minimum of one, draining a node stops the service.</summary>
internal sealed class AutoscalerBounds()
    : ObjectPolicy(
        new()
        {
            Name = "autoscaler-bounds",
            Description = "Autoscalers have room to scale and a sufficient minimum.",
            RemediationSteps = "Set minReplicas to at least the required minimum, and maxReplicas above it.",
            Severity = Severity.Medium,
            Profile = Profiles.Production,
        }
    )
{
    public override PolicySettings? Settings { get; } = PolicySettings.Create(SettingsJson.Default.AutoscalerBoundsSettings);

    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (Find(item) is not var (minimumNode, maximumNode, unset))
        {
            return;
        }

        var settings = context.Settings<AutoscalerBoundsSettings>();
        var minimum = minimumNode.Number ?? unset;
        if (minimum > 0 && minimum < settings.Minimum)
        {
            context.Report(
                minimumNode,
                $"{item} scales down to {minimum} replica{(minimum.Equals(1) ? "" : "s")}, fewer than {settings.Minimum}"
            );
        }

        if (maximumNode.Number is { } maximum && maximum <= minimum)
        {
            context.Report(maximumNode, $"{item} cannot scale: its maximum of {maximum} is not above its minimum of {minimum}");
        }
    }

    /// <summary>The bounds of an autoscaler, or of a ScaledObject that KEDA makes one from, and the minimum where none is set.</summary>
    private static (PropertyNode Minimum, PropertyNode Maximum, double Unset)? Find(KubernetesObject item) =>
        item.QualifiedKind switch
        {
            "HorizontalPodAutoscaler" => (item.Spec["minReplicas"], item.Spec["maxReplicas"], 1),
            "ScaledObject.keda.sh" => (item.Spec["minReplicaCount"], item.Spec["maxReplicaCount"], 0),
            _ => null,
        };
}

internal sealed record AutoscalerBoundsSettings
{
    [Description("The lowest minReplicas allowed.")]
    [Range(0, int.MaxValue)]
    public int Minimum { get; init; } = 2;
}
