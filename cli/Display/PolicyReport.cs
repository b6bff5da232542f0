using Infra.Cli.Terminal;
using Infra.Engine.Events;
using Infra.Engine.Resources;

namespace Infra.Cli.Display;

/// <summary>Writes the violations and remediations of policies, the most severe first.</summary>
internal sealed class PolicyReport(Palette palette)
{
    /// <summary>The name of a severity in Pulumi's events.</summary>
    public static string SeverityName(PolicySeverity severity) =>
        severity switch
        {
            PolicySeverity.Critical => "critical",
            PolicySeverity.High => "high",
            PolicySeverity.Medium => "medium",
            PolicySeverity.Low => "low",
            _ => "",
        };

    /// <param name="output">Receives the report.</param>
    /// <param name="violations">All violations, in any order.</param>
    /// <param name="remediations">All remediations, in any order.</param>
    /// <param name="locate">Finds a resource's file and line, where it has one.</param>
    public void Write(
        TextWriter output,
        IReadOnlyList<PolicyViolationEvent> violations,
        IReadOnlyList<PolicyRemediationEvent> remediations,
        Func<Urn, string?>? locate = null
    )
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
            output.WriteLine($"  {(group.Key == PolicySeverity.Unspecified ? "no severity" : SeverityName(group.Key))}:");
            foreach (
                var same in group
                    .GroupBy(violation => (IsMandatory: violation.Level == PolicyLevel.Mandatory, violation.Policy))
                    .OrderByDescending(same => same.Key.IsMandatory)
                    .ThenBy(same => same.Key.Policy, StringComparer.Ordinal)
            )
            {
                WritePolicy(output, same.Key.Policy, same.Key.IsMandatory, [.. same], locate);
            }
        }

        output.WriteLine();
    }

    // Packs put the requirement in the first line and the remedy in the last. If all messages of a policy agree, both are written once.
    private void WritePolicy(
        TextWriter output,
        string policy,
        bool isMandatory,
        IReadOnlyList<PolicyViolationEvent> violations,
        Func<Urn, string?>? locate
    )
    {
        var messages = violations.Select(violation => violation.Message.TrimEnd().Split('\n')).ToArray();
        var requirement = Shared(messages, lines => lines[0]);
        var remedy = Shared(messages, lines => lines[^1]);
        var isShared = requirement is not null && remedy is not null && messages.All(lines => lines.Length > 2);
        var level = isMandatory ? palette.Error("[mandatory]") : palette.Warning("[advisory]");
        output.WriteLine($"    {level} {policy}{(isShared ? $": {requirement}" : "")}");
        foreach (var (violation, lines) in violations.Zip(messages))
        {
            output.WriteLine($"      {locate?.Invoke(violation.Urn) ?? Name(violation.Urn)}");
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
