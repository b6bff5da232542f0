using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings;

/// <summary>A priority of pods.</summary>
[ShortForm(nameof(Value))]
internal sealed record PrioritySettings
{
    /// <summary>The priority's value. Pods with higher values are scheduled first.</summary>
    /// <remarks>The PriorityClass' <c>value</c>.</remarks>
    /// <example>priorities: {checkout: 100000}</example>
    [Range(-1_000_000_000, 1_000_000_000)]
    public required int Value { get; init; }

    /// <summary>Whether pods of lower priority are evicted to make room.</summary>
    /// <value>true</value>
    /// <remarks>The PriorityClass' <c>preemptionPolicy</c>.</remarks>
    /// <example>priorities: {checkout: {value: 100000, preempts: false}}</example>
    public bool Preempts { get; init; } = true;
}

/// <summary>A container runtime of the nodes.</summary>
[ShortForm(nameof(Handler), KeepsPath = true)]
internal sealed record RuntimeSettings
{
    /// <summary>Its name in the configuration of the nodes' container runtime.</summary>
    /// <remarks>The RuntimeClass' <c>handler</c>.</remarks>
    /// <example>runtimes: {gvisor: runsc}</example>
    public required string Handler { get; init; }

    /// <summary>What a pod needs besides its containers, such as the memory of a virtual machine.</summary>
    /// <value>nothing</value>
    /// <remarks>
    /// The RuntimeClass' <c>overhead</c>, which becomes the pods' <c>overhead</c>: the scheduler and the namespace's quota count it.
    /// </remarks>
    /// <example>runtimes: {kata: {handler: kata-qemu, overhead: {cpu: 250m, memory: 160Mi}}}</example>
    public ResourceAmounts Overhead { get; init; } = new();

    /// <summary>The labels of the nodes that have the runtime.</summary>
    /// <value>every node has it</value>
    /// <remarks>The RuntimeClass' <c>scheduling.nodeSelector</c>, which becomes part of the pods' <c>nodeSelector</c>.</remarks>
    /// <example>runtimes: {kata: {handler: kata-qemu, labels: {example.com/kata: "true"}}}</example>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The taints of the nodes that have the runtime.</summary>
    /// <value>none</value>
    /// <remarks>The RuntimeClass' <c>scheduling.tolerations</c>, which the pods get, too.</remarks>
    /// <example>runtimes: {kata: {handler: kata-qemu, tolerations: [{key: sandboxed}]}}</example>
    public ImmutableArray<TolerationSettings> Tolerations { get; init; } = [];
}
