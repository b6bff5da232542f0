using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Stacks;

namespace Infra.Rehearsal.Plans;

/// <summary>Reads the program's answer to the query <c>rehearsal</c> (docs/program-contract.md).</summary>
public static class PlanReader
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new SecondsConverter() },
    };

    /// <summary>Reads the rehearsal of each cluster.</summary>
    /// <exception cref="FormatException">The answer is not one of this query.</exception>
    public static IReadOnlyList<ClusterRehearsal> Read(JsonObject answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        try
        {
            return answer["clusters"].Deserialize<IReadOnlyList<ClusterRehearsal>>(Options) is { Count: > 0 } clusters
                ? [.. clusters.Select(WithVariations)]
                : throw new FormatException("it has no clusters");
        }
        catch (JsonException error)
        {
            throw new FormatException(error.Message, error);
        }
    }

    private static ClusterRehearsal WithVariations(ClusterRehearsal cluster) =>
        cluster with
        {
            Plan = cluster.Plan with { Services = [.. cluster.Plan.Services.Select(WithVariation)] },
        };

    private static ServiceLoadPlan WithVariation(ServiceLoadPlan service) =>
        service.Behaviour is { CpuP99: { } p99, Cpu: var mean } behaviour && mean > TimeSpan.Zero
            ? service with
            {
                Behaviour = behaviour with { CpuVariation = CpuVariation.FromRatio(p99 / mean) },
            }
            : service;

    private sealed class SecondsConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TimeSpan.FromSeconds(reader.GetDouble());

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.TotalSeconds);
    }
}

/// <summary>The rehearsal of a cluster.</summary>
public sealed record ClusterRehearsal
{
    /// <summary>The cluster's name among several of the stack; null for the only one.</summary>
    public string? Name { get; init; }

    /// <summary>The services of the cluster.</summary>
    public required IReadOnlyList<StackService> Services { get; init; }

    /// <summary>The scenario.</summary>
    public required RehearsalPlan Plan { get; init; }
}
