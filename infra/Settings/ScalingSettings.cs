using System.ComponentModel.DataAnnotations;

namespace Infra.Settings;

/// <summary>A number of pods that follows the load.</summary>
internal sealed record ScalingSettings
{
    /// <summary>The fewest pods.</summary>
    /// <value>from the stack's fault tolerance: 1, 2 or 3</value>
    [Range(1, 1000)]
    public int? Min { get; init; }

    /// <summary>The most pods.</summary>
    /// <example>scaling: {min: 2, max: 10, cpu: 70}</example>
    [Range(1, 1000)]
    public required int Max { get; init; }

    /// <summary>The share of the CPU request, in per cent, that pods are to use on average.</summary>
    /// <value>70, where no other target is given</value>
    [Range(1, 1000)]
    public int? Cpu { get; init; }

    /// <summary>The share of the memory request, in per cent, that pods are to use on average.</summary>
    [Range(1, 1000)]
    public int? Memory { get; init; }

    /// <summary>Whether CPU is what the load is measured by.</summary>
    internal bool ScalesOnCpu => Cpu is not null || Memory is null;
}
