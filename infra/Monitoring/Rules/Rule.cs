using System.Collections.Immutable;
using Infra.Backend.Monitoring.Promql;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Rules that are evaluated together, one after the other.</summary>
/// <param name="Name">Names the group, and the file it stands in.</param>
/// <param name="Rules">In the order of evaluation.</param>
internal sealed record RuleGroup(string Name, ImmutableArray<Rule> Rules)
{
    public static RuleGroup Of(string name, params IEnumerable<Rule> rules) => new(name, [.. rules]);
}

/// <summary>An expression that Prometheus evaluates again and again.</summary>
internal abstract record Rule(PromExpr Expression)
{
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>A series made of others, so that dashboards and alerts need not compute it again.</summary>
internal sealed record RecordingRule(string Name, PromExpr Expression) : Rule(Expression);

/// <summary>What somebody has to know.</summary>
internal sealed record AlertRule(string Name, PromExpr Expression) : Rule(Expression)
{
    /// <summary>How long it has to be so.</summary>
    public TimeSpan For { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>What is the matter, in one sentence with the names of what is concerned.</summary>
    public required string Summary { get; init; }

    /// <summary>What it means for users and for the system.</summary>
    public required string Meaning { get; init; }

    /// <summary>What to do about it.</summary>
    public required string Runbook { get; init; }
}

/// <summary>How soon someone has to act.</summary>
internal enum Severity
{
    /// <summary>Never: the alert serves the machinery of alerting.</summary>
    None,

    /// <summary>Worth knowing beside something worse.</summary>
    Info,

    /// <summary>In the coming days.</summary>
    Warning,

    /// <summary>Now.</summary>
    Critical,
}
