using Infra.Engine.Events;
using Infra.Engine.Policies;
using Infra.Reports;

namespace Infra.Cli.Reports;

/// <summary>A check of policies in JUnit's form: a test for each policy.</summary>
internal static class PolicyJunit
{
    /// <param name="result">The policies and their violations.</param>
    /// <param name="subject">What was checked.</param>
    /// <param name="locate">Describes the place of a violation.</param>
    public static JunitSuite Describe(PolicyCheckResult result, string subject, Func<PolicyViolationEvent, string> locate)
    {
        var violations = result.Violations.ToLookup(violation => (violation.Pack, violation.Policy));
        var hasSeveralPacks = result.Policies.Select(policy => policy.Pack).Distinct(StringComparer.Ordinal).Skip(1).Any();
        var listed = result.Policies.Select(policy => (policy.Pack, Policy: policy.Name)).ToHashSet();

        // A pack may report what it does not list, such as that it failed.
        return new JunitSuite
        {
            Name = $"policies of {subject}",
            Cases =
            [
                .. result.Policies.Select(policy => new JunitCase(
                    Name(policy.Pack, policy.Name),
                    FindProblem(policy, [.. violations[(policy.Pack, policy.Name)]], locate)
                )),
                .. violations
                    .Where(group => !listed.Contains(group.Key))
                    .Select(group => new JunitCase(Name(group.Key.Pack, group.Key.Policy), FindProblem(null, [.. group], locate))),
            ],
        };

        string Name(string pack, string policy) => hasSeveralPacks ? $"{pack}/{policy}" : policy;
    }

    private static JunitProblem? FindProblem(
        PolicyDetails? policy,
        IReadOnlyList<PolicyViolationEvent> violations,
        Func<PolicyViolationEvent, string> locate
    )
    {
        if (violations.Count == 0)
        {
            return policy?.Level == PolicyLevel.Disabled ? new JunitProblem(JunitProblemKind.Skipped, "disabled") : null;
        }

        var text = string.Join('\n', violations.Select(violation => $"{locate(violation)}: {violation.Message}"));
        var count = ReportText.Count(violations.Count, "violation");
        return violations.Any(violation => violation.Level == PolicyLevel.Mandatory)
            ? new JunitProblem(JunitProblemKind.Failure, count) { Type = "mandatory", Details = text }
            : new JunitProblem(JunitProblemKind.Skipped, $"advisory: {count}") { Details = text };
    }
}
