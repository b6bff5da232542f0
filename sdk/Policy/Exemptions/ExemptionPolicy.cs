namespace Infra.PolicyPacks.Exemptions;

/// <summary>Reports expired exemptions. Every pack has this policy; its settings are the stack's exemptions.</summary>
internal sealed class ExemptionPolicy(TimeProvider time, PolicyProfile? profile)
    : StackPolicy(
        new()
        {
            Name = PolicyPack.ExemptionsPolicy,
            Description = "No exemption outlives its expiry date.",
            RemediationSteps = "Make the resource comply and remove the exemption, or set a new date.",
            Severity = Severity.High,
            Profile = profile,
        }
    )
{
    public const string ListSetting = "list";

    public override PolicySettings Settings { get; } = PolicySettings.Create(ExemptionJson.Default.ExemptionSettings);

    public static DateOnly GetToday(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public override void Validate(StackResources stack, PolicyContext context)
    {
        foreach (var (position, exemption) in new ExemptionList(context.Settings<ExemptionSettings>().List, GetToday(time)).Expired)
        {
            context.Report(
                $"entry {position} of the list, the exemption from '{exemption.Policy}' for {Describe(exemption)}, "
                    + $"expired on {exemption.Expires} ({exemption.Reason})"
            );
        }
    }

    private static string Describe(Exemption exemption)
    {
        List<string> parts = [];
        if (!string.IsNullOrWhiteSpace(exemption.Urn))
        {
            parts.Add(exemption.Urn);
        }

        if (exemption.Labels is { Count: > 0 } labels)
        {
            parts.Add($"labels {string.Join(",", labels.Select(label => $"{label.Key}={label.Value}").Order(StringComparer.Ordinal))}");
        }

        return string.Join(" and ", parts);
    }
}
