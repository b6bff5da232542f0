using Infra.Engine.Resources;

namespace Infra.Engine.Events;

/// <summary>A policy pack is being loaded.</summary>
/// <param name="Path">The path of the pack.</param>
public sealed record PolicyLoadEvent(string Path) : EngineEvent;

/// <summary>The policies of a pack that passed and failed in one analysis.</summary>
public sealed record PolicySummaryEvent : EngineEvent
{
    /// <summary>What was analyzed.</summary>
    public required PolicyScope Scope { get; init; }

    /// <summary>The resource; empty for the whole stack.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The name of the pack.</summary>
    public required string Pack { get; init; }

    /// <summary>The version of the pack.</summary>
    public required string PackVersion { get; init; }

    /// <summary>The policies that passed, by name. Disabled policies and those that do not apply are in neither list.</summary>
    public required IReadOnlyList<string> Passed { get; init; }

    /// <summary>The policies that were violated or remediated the resource, by name.</summary>
    public required IReadOnlyList<string> Failed { get; init; }
}

/// <summary>What an analysis covers.</summary>
public enum PolicyScope
{
    /// <summary>One resource, for violations.</summary>
    Resource,

    /// <summary>One resource, for remediation.</summary>
    Remediation,

    /// <summary>All resources of the stack.</summary>
    Stack,
}

/// <summary>A policy pack that ran.</summary>
/// <param name="Name">The pack's name.</param>
/// <param name="Version">The version that the pack reports.</param>
/// <param name="Path">The folder or program it was started from.</param>
public sealed record PolicyPackRun(string Name, string Version, string Path);
