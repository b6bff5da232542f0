using System.ComponentModel;
using Infra.Kubernetes;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Resources;

/// <summary>An amount that is off by a factor of a thousand is nearly always a wrong unit.</summary>
internal sealed class ResourceRange()
    : PodPolicy(
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

    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        var settings = context.Settings<ResourceRangeSettings>();
        Validate(pod, context, "cpu", ("minimumCpu", settings.MinimumCpu), ("maximumCpu", settings.MaximumCpu));
        Validate(pod, context, "memory", ("minimumMemory", settings.MinimumMemory), ("maximumMemory", settings.MaximumMemory));
    }

    private static void Validate(
        PodTemplate pod,
        PolicyContext context,
        string resource,
        (string Setting, string Amount) minimum,
        (string Setting, string Amount) maximum
    )
    {
        var lowest = Parse(context, minimum);
        var highest = Parse(context, maximum);
        foreach (var container in pod.Containers)
        {
            var request = container["resources"]["requests"][resource];
            var limit = container["resources"]["limits"][resource];
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
                else if (value < lowest || value > highest)
                {
                    context.Report(
                        amount,
                        $"{container} has {amount.Scalar} of {resource}, which is not between {minimum.Amount} and {maximum.Amount}"
                    );
                }
            }

            if (
                Quantity.TryParse(request.Scalar, out var requested)
                && Quantity.TryParse(limit.Scalar, out var limited)
                && limited < requested
            )
            {
                context.Report(
                    limit,
                    $"{container} has a limit of {limit.Scalar} for {resource}, less than the {request.Scalar} it requests"
                );
            }
        }
    }

    /// <summary>Parses a setting; reports one that is not a quantity and returns null, which sets no limit.</summary>
    private static Quantity? Parse(PolicyContext context, (string Name, string Amount) setting)
    {
        if (Quantity.TryParse(setting.Amount, out var amount))
        {
            return amount;
        }

        context.Report($"the policy's {setting.Name}, '{setting.Amount}', is not a quantity, such as 100m or 64Mi");
        return null;
    }
}

internal sealed record ResourceRangeSettings
{
    [Description("The minimum plausible amount of CPU.")]
    public string MinimumCpu { get; init; } = "1m";

    [Description("The maximum plausible amount of CPU.")]
    public string MaximumCpu { get; init; } = "64";

    [Description("The minimum plausible amount of memory.")]
    public string MinimumMemory { get; init; } = "4Mi";

    [Description("The maximum plausible amount of memory.")]
    public string MaximumMemory { get; init; } = "512Gi";
}
