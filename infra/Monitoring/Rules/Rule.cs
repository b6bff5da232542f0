using System.Collections.Immutable;
using Infra.Backend.Monitoring.Promql;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Rules that Prometheus evaluates in sequence, at the same interval.</summary>
/// <param name="Name">Also the name of the group's file.</param>
/// <param name="Rules">In the order of evaluation.</param>
internal sealed record RuleGroup(string Name, ImmutableArray<Rule> Rules);

/// <summary>A recording rule or an alerting rule.</summary>
internal abstract record Rule
{
    /// <summary>The recorded metric, or the alert.</summary>
    public required string Name { get; init; }

    public required PromExpr Expression { get; init; }

    /// <summary>Labels added to the result's series.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>Precomputes an expression that several dashboards or alerts use.</summary>
internal sealed record RecordingRule : Rule;

/// <summary>An alert with its texts, which are Go templates over the labels and the value.</summary>
internal sealed record AlertRule : Rule
{
    /// <summary>How long the expression has to hold before the alert fires.</summary>
    public TimeSpan For { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>What is wrong with which object, in one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>The consequence for users and for the system.</summary>
    public required string Meaning { get; init; }

    /// <summary>The steps that find and remove the cause.</summary>
    public required string Runbook { get; init; }
}

/// <summary>How soon an alert needs a reaction.</summary>
internal enum Severity
{
    /// <summary>Never: the alert is part of the alerting pipeline.</summary>
    None,

    /// <summary>Context for a worse alert of the same namespace.</summary>
    Info,

    /// <summary>Within days.</summary>
    Warning,

    /// <summary>Immediately.</summary>
    Critical,
}
