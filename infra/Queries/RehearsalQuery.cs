using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Infra.Backend.Loading;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Rehearsals;

namespace Infra.Backend.Queries;

/// <summary>Answers what a rehearsal of the stack consists of.</summary>
internal static class RehearsalQuery
{
    /// <summary>Answers about a scenario of <c>stacks/rehearsals</c>; without a name about the defaults alone.</summary>
    /// <exception cref="Settings.Binding.InvalidSettingsException">The scenario has errors; the exception lists all of them.</exception>
    public static RehearsalAnswer Answer(string scenario, ProgramSettings program) =>
        new([.. program.Loaded.Plans.Zip(new RehearsalReader(program).Read(scenario)).Select(pair => Describe(pair.First, pair.Second))]);

    private static ClusterRehearsalAnswer Describe(ClusterPlan cluster, PlannedRehearsal plan) =>
        new()
        {
            Name = cluster.Target.Key,
            Services = [.. RehearsalSubject.Find(cluster).Select(subject => Describe(subject, cluster))],
            Plan = plan,
        };

    private static RehearsedServiceAnswer Describe(RehearsalSubject subject, ClusterPlan cluster) =>
        new()
        {
            Name = subject.Name,
            Namespace = cluster.System.Namespace,
            WorkloadKind = subject.WorkloadKind,
            Workloads = subject.Workloads,
            IsExposed = subject.IsExposed,
            RequestsMetric = subject.Plan.Metrics?.Requests,
            DurationMetric = subject.Plan.Metrics?.Duration,
        };
}

/// <summary>The answer to <c>rehearsal</c>.</summary>
internal sealed record RehearsalAnswer(ImmutableArray<ClusterRehearsalAnswer> Clusters);

/// <summary>The rehearsal of a cluster.</summary>
internal sealed record ClusterRehearsalAnswer
{
    /// <summary>Its key in the setting <c>clusters</c>; null for the cluster of a stack with only one.</summary>
    public required string? Name { get; init; }

    public required ImmutableArray<RehearsedServiceAnswer> Services { get; init; }

    public required PlannedRehearsal Plan { get; init; }
}

/// <summary>A service and the workloads that run it.</summary>
internal sealed record RehearsedServiceAnswer
{
    public required string Name { get; init; }

    public required string Namespace { get; init; }

    public required string WorkloadKind { get; init; }

    /// <summary>The names of its workloads and the shares of the requests that they receive, together 1.</summary>
    public required IReadOnlyDictionary<string, double> Workloads { get; init; }

    /// <summary>Whether requests from outside may reach it.</summary>
    public required bool IsExposed { get; init; }

    /// <summary>The counter of its requests; null if it has no metrics.</summary>
    public string? RequestsMetric { get; init; }

    /// <summary>The histogram of its durations, without suffix; null if it has no metrics.</summary>
    public string? DurationMetric { get; init; }
}

/// <summary>Writes times as seconds.</summary>
internal sealed class SecondsConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TimeSpan.FromSeconds(reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.TotalSeconds);
}
