using Infra.Policies.Sdk.Configuration;
using Infra.Policies.Sdk.Resources;

namespace Infra.Policies.Sdk.Exemptions;

/// <summary>Exemptions end. Every pack has this policy: its settings hold the exemptions.</summary>
internal sealed class ExemptionPolicy(TimeProvider time) : StackPolicy
{
    public const string PolicyName = "exemptions";
    public const string ListSetting = "list";

    public override PolicySettings? Settings { get; } = PolicySettings.Of(ExemptionJson.Default.ExemptionSettings);

    public override void Check(StackResources stack, Findings findings)
    {
        foreach (var (place, exemption) in new ExemptionBook(findings.Settings<ExemptionSettings>().List, Today(time)).Expired)
            findings.Add($"entry {place} of the list, the exemption from '{exemption.Policy}' for {Subject(exemption)}, expired on {exemption.Expires} ({exemption.Reason})");
    }

    public static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    protected override PolicyDescription Describe() => new()
    {
        Name = PolicyName,
        Summary = "No exemption outlives its expiry date.",
        Remedy = "Make the resource comply and remove the exemption, or decide on a new date.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
    };

    private static string Subject(Exemption exemption) => string.Join(" and ", new[]
    {
        string.IsNullOrWhiteSpace(exemption.Urn) ? null : exemption.Urn,
        exemption.Labels is { Count: > 0 } labels ? $"labels {string.Join(",", labels.Select(label => $"{label.Key}={label.Value}").Order(StringComparer.Ordinal))}" : null,
    }.OfType<string>());
}
