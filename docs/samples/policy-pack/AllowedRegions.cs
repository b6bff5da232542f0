using System.Collections.Immutable;
using System.ComponentModel;
using Infra.PolicyPacks;

namespace Sample.Policies;

/// <summary>A resource policy with settings.</summary>
internal sealed class AllowedRegions()
    : ResourcePolicy(
        new()
        {
            Name = "allowed-regions",
            Description = "Buckets are in allowed regions.",
            RemediationSteps = "Set region to one of the allowed regions.",
            Severity = Severity.High,
        }
    )
{
    public override PolicySettings Settings { get; } = PolicySettings.Create<AllowedRegionsSettings>();

    public override string? GetReasonNotApplicable(PolicyResource resource) =>
        resource.Type == Buckets.Type ? null : "The policy applies to buckets.";

    public override void Validate(PolicyResource resource, PolicyContext context)
    {
        var allowed = context.Settings<AllowedRegionsSettings>().Regions;
        var region = resource.Root["region"];
        if (region.Text is { } name && !allowed.Contains(name))
        {
            context.Report(region, $"the bucket is in '{name}'; allowed are {string.Join(", ", allowed)}");
        }
    }
}

internal sealed record AllowedRegionsSettings
{
    [Description("The allowed regions.")]
    public ImmutableArray<string> Regions { get; init; } = ["eu-central-1", "eu-west-1"];
}
