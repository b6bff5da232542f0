using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>
/// Another version of a service, running beside the one the service itself describes: a canary, or the other colour of blue and green. What
/// it does not say is as the service's own.
/// </summary>
internal sealed record VersionSettings
{
    /// <summary>
    /// Its share of the requests, relative to the weights of the other versions and of the service itself; 0 keeps it ready without any.
    /// </summary>
    /// <remarks>The weight of the version at the load balancer.</remarks>
    /// <example>versions: {canary: {tag: 2.1.0-rc.1, weight: 10}}</example>
    [Range(0, 1000)]
    public required int Weight { get; init; }

    /// <summary>Another tag of the service's image.</summary>
    /// <value>the service's</value>
    /// <remarks>The <c>image</c> of the version's container.</remarks>
    /// <example>versions: {canary: {tag: 2.1.0-rc.1, weight: 10}}</example>
    public string? Tag { get; init; }

    /// <summary>Another image altogether.</summary>
    /// <value>the service's</value>
    /// <remarks>The <c>image</c> of the version's container.</remarks>
    /// <example>versions: {next: {image: "shop/orders-next:1.0.0", weight: 10}}</example>
    public ImageReference? Image { get; init; }

    /// <summary>A fixed number of pods.</summary>
    /// <value>
    /// as many as the weight needs; as many as the service itself where either weight is 0, so that switching over needs no start
    /// </value>
    /// <remarks>The <c>replicas</c> of the version's Deployment.</remarks>
    /// <example>versions: {canary: {tag: 2.1.0-rc.1, weight: 10, replicas: 2}}</example>
    [Range(1, 1000)]
    public int? Replicas { get; init; }

    /// <summary>Other arguments than the service's.</summary>
    /// <value>the service's</value>
    /// <remarks>The <c>args</c> of the version's container.</remarks>
    /// <example>versions: {canary: {tag: 2.1.0-rc.1, weight: 10, args: [--new-search]}}</example>
    public ImmutableArray<string> Args { get; init; } = [];

    /// <summary>Environment variables besides those of the service; of two with one name the version's own wins.</summary>
    /// <value>none besides the service's</value>
    /// <remarks>The version's own ConfigMap and Secret.</remarks>
    /// <example>versions: {canary: {weight: 10, env: {NEW_CHECKOUT: "on"}}}</example>
    public IReadOnlyDictionary<string, EnvironmentSettings> Env { get; init; } = ImmutableDictionary<string, EnvironmentSettings>.Empty;

    /// <summary>Files besides those of the service; of two with one path the version's own wins.</summary>
    /// <value>none besides the service's</value>
    /// <remarks>The version's own ConfigMap and Secret.</remarks>
    /// <example>versions: {canary: {tag: 2.1.0-rc.1, weight: 10, files: {/etc/app/rules.json: "{}"}}}</example>
    public IReadOnlyDictionary<string, FileSettings> Files { get; init; } = ImmutableDictionary<string, FileSettings>.Empty;

    /// <summary>Other amounts of the cluster's resources than the service's.</summary>
    /// <value>those of the service</value>
    /// <remarks>The <c>resources</c> of the version's container.</remarks>
    /// <example>versions: {canary: {weight: 10, resources: large}}</example>
    public ResourceSettings? Resources { get; init; }

    /// <summary>The settings of a service with those of this version in their place.</summary>
    internal ServiceSettings ApplyTo(ServiceSettings service) => service with
    {
        Image = ImageOf(service.Image),
        Args = Args.IsEmpty ? service.Args : Args,
        Env = service.Env.ToImmutableDictionary(StringComparer.Ordinal).SetItems(Env),
        Files = service.Files.ToImmutableDictionary(StringComparer.Ordinal).SetItems(Files),
        Resources = Resources ?? service.Resources,
    };

    private ImageSettings ImageOf(ImageSettings image)
    {
        // Another version's content is another one: the service's digest says nothing of it.
        var described = Image is { } reference ? image with { Reference = reference, Tag = null, Digest = null } : image;
        return Tag is { } tag ? described with { Tag = tag, Digest = null } : described;
    }
}
