using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Infra.Backend.Settings.Rehearsals;

/// <summary>
/// A rehearsal of the stack: load, faults and what must hold. Times count from its start. What is left out has a default, which the report
/// names.
/// </summary>
internal sealed record RehearsalSettings
{
    /// <summary>How long it lasts.</summary>
    /// <value>until 15 minutes after the last time it names, and 30 minutes at least</value>
    /// <remarks>Nothing: the time is that of the simulated cluster.</remarks>
    /// <example>duration: 90m</example>
    public TimeSpan? Duration { get; init; }

    /// <summary>The seed of all random choices. The same seed gives the same report.</summary>
    /// <value>1</value>
    /// <remarks>Nothing: it decides ties of the scheduler and names of pods.</remarks>
    /// <example>seed: 7</example>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 1;

    /// <summary>How often a request may pass through the same service, for services that call each other in a cycle.</summary>
    /// <value>such services are refused; 1 for a rehearsal without a file</value>
    /// <remarks>Nothing: it ends the calls of a cycle.</remarks>
    /// <example>callDepth: 3</example>
    [Range(1, 10)]
    public int? CallDepth { get; init; }

    /// <summary>The pools of nodes by name. What a pool leaves out is that of the cluster's pool of the same name.</summary>
    /// <value>the cluster's <c>pools</c>; without any three nodes in zones a, b and c</value>
    /// <remarks>The nodes of the simulated cluster.</remarks>
    /// <example>pools: {general: {machine: {cpu: 8, memory: 32Gi}, nodes: {min: 3, max: 12}, zones: [a, b, c], price: 0.38}}</example>
    [Binding.Names]
    public IReadOnlyDictionary<string, RehearsalPoolSettings> Pools { get; init; } =
        ImmutableDictionary<string, RehearsalPoolSettings>.Empty;

    /// <summary>What requests cost, by service or store.</summary>
    /// <value>for each service: 5 ms of CPU and a call of each service in its <c>calls</c> and <c>uses</c></value>
    /// <remarks>The CPU and memory of its pods, which its autoscaler measures.</remarks>
    /// <example>services: {gateway: {cpu: 4ms, latency: 10ms, concurrency: 200}}</example>
    public IReadOnlyDictionary<string, BehaviourSettings> Services { get; init; } = ImmutableDictionary<string, BehaviourSettings>.Empty;

    /// <summary>The load from outside, by the service that receives it.</summary>
    /// <value>none</value>
    /// <remarks>Requests at the pods of the service.</remarks>
    /// <example>load: {gateway: {rate: [{at: 0m, rps: 40}, {at: 20m, rps: 600}]}}</example>
    public IReadOnlyDictionary<string, LoadSettings> Load { get; init; } = ImmutableDictionary<string, LoadSettings>.Empty;

    /// <summary>What breaks, or is done to the cluster.</summary>
    /// <value>nothing</value>
    /// <remarks>Faults of the simulated cluster.</remarks>
    /// <example>faults: [{at: 30m, lose: zone b, for: 20m}, {at: 55m, drain: 2 nodes}]</example>
    public ImmutableArray<RehearsalFaultSettings> Faults { get; init; } = [];

    /// <summary>What must hold, beside the objectives, detection times and budgets of the catalogue.</summary>
    /// <value>what the catalogue says</value>
    /// <remarks>Nothing: it decides the verdict.</remarks>
    /// <example>expect: {cost: {perMonth: 2500}, pending: 2m}</example>
    public RehearsalExpectationSettings Expect { get; init; } = new();
}
