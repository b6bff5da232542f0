using System.Collections.Immutable;
using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Settings.Binding;
using YamlDotNet.Serialization;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Rule files as Prometheus reads them, one for each group.</summary>
internal static class RuleFiles
{
    public static Dictionary<string, string> Write(RuleCatalogue catalogue) =>
        catalogue.Groups.ToDictionary(
            group => $"{group.Name}.yaml",
            group =>
                ConfigurationFile.Write(
                    new RuleFile([new RuleFileGroup(group.Name, [.. group.Rules.Select(rule => Convert(rule, catalogue))])])
                ),
            StringComparer.Ordinal
        );

    private static RuleFileRule Convert(Rule rule, RuleCatalogue catalogue) =>
        rule switch
        {
            RecordingRule recording => new RuleFileRule
            {
                Record = recording.Name,
                Expr = recording.Expression.Text,
                Labels = recording.Labels,
            },
            AlertRule alert => new RuleFileRule
            {
                Alert = alert.Name,
                Expr = alert.Expression.Text,
                For = alert.For == TimeSpan.Zero ? null : alert.For,
                Labels = alert.Labels.Add("severity", ScalarType.EnumName(alert.Severity.ToString())),
                Annotations = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["summary"] = alert.Summary,
                    ["description"] = alert.Meaning,
                    ["runbook"] = alert.Runbook,
                    ["runbook_url"] = catalogue.Runbooks + alert.Name.ToLowerInvariant(),
                },
            },
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "This kind of rule has no form in a file."),
        };

    private sealed record RuleFile(IReadOnlyList<RuleFileGroup> Groups);

    private sealed record RuleFileGroup(string Name, IReadOnlyList<RuleFileRule> Rules);

    private sealed record RuleFileRule
    {
        public string? Record { get; init; }

        public string? Alert { get; init; }

        public required string Expr { get; init; }

        [YamlMember(Alias = "for")]
        public TimeSpan? For { get; init; }

        public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

        public IReadOnlyDictionary<string, string> Annotations { get; init; } = ImmutableDictionary<string, string>.Empty;
    }
}
