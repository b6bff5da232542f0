using Infra.Cli.Terminal;
using Infra.Engine.Events;
using Infra.Engine.Policies;
using Infra.Engine.Resources;

namespace Infra.Cli.Display;

/// <summary>What policies found and changed, the worst first.</summary>
internal sealed class PolicyReport(Palette palette)
{
    /// <summary>The name of a severity in Pulumi's events.</summary>
    public static string Word(PolicySeverity severity) => severity switch
    {
        PolicySeverity.Critical => "critical",
        PolicySeverity.High => "high",
        PolicySeverity.Medium => "medium",
        PolicySeverity.Low => "low",
        _ => "",
    };

    /// <param name="output">Where to.</param>
    /// <param name="violations">What policies found.</param>
    /// <param name="remediations">What policies changed.</param>
    /// <param name="place">Says where a resource stands, where that is not obvious.</param>
    public void Write(
        TextWriter output,
        IReadOnlyList<PolicyViolationEvent> violations,
        IReadOnlyList<PolicyRemediationEvent> remediations,
        Func<Urn, string?>? place = null)
    {
        if (violations.Count == 0 && remediations.Count == 0)
        {
            return;
        }

        output.WriteLine(palette.Heading("Policies:"));
        foreach (var remediation in remediations)
        {
            output.WriteLine($"    {palette.Changed("[remediated]")} {remediation.Policy}  {Name(remediation.Urn)}");
        }

        foreach (var group in violations.GroupBy(violation => violation.Severity).OrderByDescending(group => group.Key))
        {
            output.WriteLine($"  {(group.Key == PolicySeverity.Unspecified ? "of no severity" : Word(group.Key))}:");
            foreach (var violation in group.OrderByDescending(violation => violation.Level).ThenBy(violation => violation.Policy, StringComparer.Ordinal))
            {
                var level = violation.Level == PolicyLevel.Mandatory ? palette.Error("[mandatory]") : palette.Warning("[advisory]");
                output.WriteLine($"    {level} {violation.Policy}  {place?.Invoke(violation.Urn) ?? Name(violation.Urn)}");
                output.WriteLine($"      {string.Join("\n      ", violation.Message.TrimEnd().Split('\n'))}");
            }
        }

        output.WriteLine();
    }

    private static string Name(Urn urn) => urn.IsEmpty ? "the stack" : $"{urn.Type} ({urn.Name})";
}
