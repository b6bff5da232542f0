using System.ComponentModel.DataAnnotations;
using Infra.Settings.Values;

namespace Infra.Settings;

/// <summary>Another version of a service, running beside the one the service itself describes: a canary, or the other colour of blue and green.</summary>
internal sealed record VersionSettings
{
    /// <summary>Its share of the requests, relative to the weights of the other versions and of the service itself; 0 keeps it ready without any.</summary>
    /// <example>versions: {canary: {tag: 2.1.0-rc.1, weight: 10}}</example>
    [Range(0, 1000)]
    public required int Weight { get; init; }

    /// <summary>Another tag of the service's image.</summary>
    public string? Tag { get; init; }

    /// <summary>Another image altogether.</summary>
    public ImageReference? Image { get; init; }

    /// <summary>A fixed number of pods.</summary>
    /// <value>as many as the weight needs; as many as the service itself where either weight is 0, so that switching over needs no start</value>
    [Range(1, 1000)]
    public int? Replicas { get; init; }
}
