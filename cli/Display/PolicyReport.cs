using Infra.Cli.Terminal;
using Infra.Engine.Events;
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
            foreach (var same in group
                .GroupBy(violation => (IsMandatory: violation.Level == PolicyLevel.Mandatory, violation.Policy))
                .OrderByDescending(same => same.Key.IsMandatory).ThenBy(same => same.Key.Policy, StringComparer.Ordinal))
            {
                WritePolicy(output, same.Key.Policy, same.Key.IsMandatory, [.. same], place);
            }
        }

        output.WriteLine();
    }

    /// <summary>Packs say in the first line what a policy demands and in the last what to do: where all of a policy's messages agree, both are written once.</summary>
    private void WritePolicy(TextWriter output, string policy, bool isMandatory, IReadOnlyList<PolicyViolationEvent> violations, Func<Urn, string?>? place)
    {
        var messages = violations.Select(violation => violation.Message.TrimEnd().Split('\n')).ToArray();
        var demand = Shared(messages, lines => lines[0]);
        var remedy = Shared(messages, lines => lines[^1]);
        var isShared = demand is not null && remedy is not null && messages.All(lines => lines.Length > 2);
        output.WriteLine($"    {(isMandatory ? palette.Error("[mandatory]") : palette.Warning("[advisory]"))} {policy}{(isShared ? $": {demand}" : "")}");
        foreach (var (violation, lines) in violations.Zip(messages))
        {
            output.WriteLine($"      {place?.Invoke(violation.Urn) ?? Name(violation.Urn)}");
            output.WriteLine($"        {string.Join("\n        ", isShared ? lines[1..^1] : lines)}");
        }

        if (isShared)
        {
            output.WriteLine($"      Remedy: {remedy}");
        }
    }

    private static string? Shared(string[][] messages, Func<string[], string> line) =>
        messages.Select(line).Distinct(StringComparer.Ordinal).Take(2).ToArray() is [var only] ? only : null;

    private static string Name(Urn urn) => urn.IsEmpty ? "the stack" : $"{urn.Type} ({urn.Name})";
}
