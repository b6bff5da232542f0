using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>An autoscaler whose bounds are equal does not scale, one whose minimum is one lets the service go while a node is drained.</summary>
internal sealed class AutoscalerBounds() : ObjectPolicy(new()
{
    Name = "autoscaler-bounds",
    Description = "Autoscalers have room to scale and keep enough replicas.",
    RemediationSteps = "Set minReplicas to the minimum or more and maxReplicas above it.",
    Severity = Severity.Medium,
    Profile = Profiles.Production,
})
{
    public override PolicySettings? Settings { get; } = PolicySettings.Create(SettingsJson.Default.AutoscalerBoundsSettings);

    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (!item.Is("HorizontalPodAutoscaler"))
            return;

        var settings = context.Settings<AutoscalerBoundsSettings>();
        var fewest = item.Spec["minReplicas"].Number ?? 1;
        if (fewest > 0 && fewest < settings.Minimum)
            context.Report(item.Spec["minReplicas"], $"{item} goes down to {fewest} replica{(fewest.Equals(1) ? "" : "s")}, fewer than {settings.Minimum}");
        if (item.Spec["maxReplicas"].Number is { } most && most <= fewest)
            context.Report(item.Spec["maxReplicas"], $"{item} cannot scale: its maximum of {most} is not above its minimum of {fewest}");
    }
}

internal sealed record AutoscalerBoundsSettings
{
    [Description("The least that minReplicas may be.")]
    [Range(0, int.MaxValue)]
    public int Minimum { get; init; } = 2;
}
