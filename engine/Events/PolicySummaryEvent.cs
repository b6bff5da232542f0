using Infra.Engine.Resources;

namespace Infra.Engine.Events;

/// <summary>A policy pack is being made ready.</summary>
/// <param name="Path">Where it was found.</param>
public sealed record PolicyLoadEvent(string Path) : EngineEvent;

/// <summary>Which policies of a pack were content, and which were not, after they had been asked once.</summary>
public sealed record PolicySummaryEvent : EngineEvent
{
    /// <summary>What they were asked.</summary>
    public required PolicyScope Scope { get; init; }

    /// <summary>The resource; empty for the whole stack.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The pack.</summary>
    public required string Pack { get; init; }

    /// <summary>The pack's version.</summary>
    public required string PackVersion { get; init; }

    /// <summary>The policies that had nothing to say, in order. Those that are off or do not apply to the resource are in neither list.</summary>
    public required IReadOnlyList<string> Passed { get; init; }

    /// <summary>The policies that had something to say or to change, in order.</summary>
    public required IReadOnlyList<string> Failed { get; init; }
}

/// <summary>What policies are asked to look at.</summary>
public enum PolicyScope
{
    /// <summary>One resource, to judge it.</summary>
    Resource,

    /// <summary>One resource, to change it.</summary>
    Remediation,

    /// <summary>All resources together.</summary>
    Stack,
}

/// <summary>A policy pack that had a say.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Path">Where it was found.</param>
public sealed record PolicyPackRun(string Name, string Version, string Path);
