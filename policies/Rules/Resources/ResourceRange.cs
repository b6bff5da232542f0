using System.ComponentModel;
using Infra.Kubernetes;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;
using Container = Infra.Policies.Kubernetes.Container;

namespace Infra.Policies.Rules.Resources;

/// <summary>An amount that is off by a factor of a thousand is nearly always a wrong unit.</summary>
internal sealed class ResourceRange()
    : ContainerPolicy(
        new()
        {
            Name = "resource-range",
            Description = "Amounts of CPU and memory are plausible, and no limit is below its request.",
            RemediationSteps =
                "Check the unit (100m is a tenth of a CPU, 128Mi is 128 mebibytes, 128m is less than a byte) and raise the limit to the request.",
            Severity = Severity.Medium,
            Profile = Profiles.Production,
        }
    )
{
    public override PolicySettings? Settings { get; } = PolicySettings.Create(SettingsJson.Default.ResourceRangeSettings);

    protected override void Validate(Container container, PolicyContext context)
    {
        var settings = context.Settings<ResourceRangeSettings>();
        var resources = container["resources"];
        Check(container, context, resources, "cpu", settings.LeastCpu, settings.MostCpu);
        Check(container, context, resources, "memory", settings.LeastMemory, settings.MostMemory);
    }

    private static void Check(
        Container container,
        PolicyContext context,
        PropertyNode resources,
        string resource,
        string least,
        string most
    )
    {
        var request = resources["requests"][resource];
        var limit = resources["limits"][resource];
        foreach (var amount in (PropertyNode[])[request, limit])
        {
            if (!amount.Exists)
            {
                continue;
            }

            if (!Quantity.TryParse(amount.Scalar, out var value))
            {
                context.Report(amount, $"{container} has '{amount.Scalar}' for {resource}, which is not a quantity");
            }
            else if (value < Quantity.Parse(least) || value > Quantity.Parse(most))
            {
                context.Report(amount, $"{container} has {amount.Scalar} of {resource}, which is not between {least} and {most}");
            }
        }

        if (Quantity.TryParse(request.Scalar, out var requested) && Quantity.TryParse(limit.Scalar, out var limited) && limited < requested)
        {
            context.Report(limit, $"{container} has a limit of {limit.Scalar} for {resource}, less than the {request.Scalar} it requests");
        }
    }
}

internal sealed record ResourceRangeSettings
{
    [Description("The lowest plausible amount of CPU.")]
    public string LeastCpu { get; init; } = "1m";

    [Description("The highest plausible amount of CPU.")]
    public string MostCpu { get; init; } = "64";

    [Description("The lowest plausible amount of memory.")]
    public string LeastMemory { get; init; } = "4Mi";

    [Description("The highest plausible amount of memory.")]
    public string MostMemory { get; init; } = "512Gi";
}
