using System.ComponentModel;
using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Configuration;
using Infra.Policies.Sdk.Values;
using Container = Infra.Policies.Kubernetes.Container;

namespace Infra.Policies.Rules.Resources;

/// <summary>An amount that is off by a factor of a thousand is nearly always a wrong unit.</summary>
internal sealed class ResourceRange : ContainerPolicy
{
    public override PolicySettings? Settings { get; } = PolicySettings.Of(SettingsJson.Default.ResourceRangeSettings);

    protected override void Check(Container container, Findings findings)
    {
        var settings = findings.Settings<ResourceRangeSettings>();
        var resources = container.Node["resources"];
        Check(container, findings, resources, "cpu", settings.LeastCpu, settings.MostCpu);
        Check(container, findings, resources, "memory", settings.LeastMemory, settings.MostMemory);
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "resource-range",
        Summary = "Amounts of CPU and memory are plausible, and no limit is below its request.",
        Remedy = "Check the unit (100m is a tenth of a CPU, 128Mi are mebibytes, 128m is less than a byte) and raise the limit to the request.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
    };

    private static void Check(Container container, Findings findings, Node resources, string resource, string least, string most)
    {
        var request = resources["requests"][resource];
        var limit = resources["limits"][resource];
        foreach (var amount in (Node[])[request, limit])
        {
            if (!amount.Exists)
                continue;
            if (Quantity.Parse(amount.Scalar) is not { } value)
                findings.Add(amount, $"{container} has '{amount.Scalar}' for {resource}, which is no quantity");
            else if (value < Quantity.Parse(least) || value > Quantity.Parse(most))
                findings.Add(amount, $"{container} has {amount.Scalar} of {resource}, which is not between {least} and {most}");
        }

        if (Quantity.Parse(request.Scalar) is { } requested && Quantity.Parse(limit.Scalar) is { } limited && limited < requested)
            findings.Add(limit, $"{container} has a limit of {limit.Scalar} for {resource}, less than the {request.Scalar} it requests");
    }
}

internal sealed record ResourceRangeSettings
{
    [Description("The least CPU that makes sense.")]
    public string LeastCpu { get; init; } = "1m";

    [Description("The most CPU that makes sense.")]
    public string MostCpu { get; init; } = "64";

    [Description("The least memory that makes sense.")]
    public string LeastMemory { get; init; } = "4Mi";

    [Description("The most memory that makes sense.")]
    public string MostMemory { get; init; } = "512Gi";
}
