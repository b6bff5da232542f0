using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Settings;

/// <summary>
/// Another version of a service that runs beside the service's own pods, such as a canary. Settings it does not set are those of the
/// service.
/// </summary>
internal sealed record VersionSettings
{
    /// <summary>
    /// Its share of the requests, relative to the weights of the other versions and the service. With 0 it receives none but stays ready.
    /// </summary>
    /// <remarks>The weight of the version in the load balancer.</remarks>
    /// <example>versions: {canary: {tag: 2.1.0-rc.1, weight: 10}}</example>
    [Range(0, 1000)]
    public required int Weight { get; init; }

    /// <summary>The tag of the image.</summary>
    /// <value>the service's</value>
    /// <remarks>The <c>image</c> of the version's container.</remarks>
    /// <example>versions: {canary: {tag: 2.1.0-rc.1, weight: 10}}</example>
    public string? Tag { get; init; }

    /// <summary>The image.</summary>
    /// <value>the service's</value>
    /// <remarks>The <c>image</c> of the version's container.</remarks>
    /// <example>versions: {next: {image: "shop/orders-next:1.0.0", weight: 10}}</example>
    public ImageReference? Image { get; init; }

    /// <summary>The fixed number of replicas.</summary>
    /// <value>
    /// in proportion to the weight; as many as the service if either weight is 0, ready to take over
    /// </value>
    /// <remarks>The <c>replicas</c> of the version's Deployment.</remarks>
    /// <example>versions: {canary: {tag: 2.1.0-rc.1, weight: 10, replicas: 2}}</example>
    [Range(1, 1000)]
    public int? Replicas { get; init; }

    /// <summary>The arguments of the command.</summary>
    /// <value>the service's</value>
    /// <remarks>The <c>args</c> of the version's container.</remarks>
    /// <example>versions: {canary: {tag: 2.1.0-rc.1, weight: 10, args: [--new-search]}}</example>
    public ImmutableArray<string> Args { get; init; } = [];

    /// <summary>Environment variables, added to those of the service or overriding them.</summary>
    /// <value>those of the service</value>
    /// <remarks>The version's own ConfigMap and Secret.</remarks>
    /// <example>versions: {canary: {weight: 10, env: {NEW_CHECKOUT: "on"}}}</example>
    public IReadOnlyDictionary<string, EnvironmentSettings> Env { get; init; } = ImmutableDictionary<string, EnvironmentSettings>.Empty;

    /// <summary>Files, added to those of the service or overriding them.</summary>
    /// <value>those of the service</value>
    /// <remarks>The version's own ConfigMap and Secret.</remarks>
    /// <example>versions: {canary: {tag: 2.1.0-rc.1, weight: 10, files: {/etc/app/rules.json: "{}"}}}</example>
    public IReadOnlyDictionary<string, FileSettings> Files { get; init; } = ImmutableDictionary<string, FileSettings>.Empty;

    /// <summary>The requests and limits.</summary>
    /// <value>those of the service</value>
    /// <remarks>The <c>resources</c> of the version's container.</remarks>
    /// <example>versions: {canary: {weight: 10, resources: large}}</example>
    public ResourceSettings? Resources { get; init; }

    /// <summary>The settings of a service with those of this version in their place.</summary>
    internal ServiceSettings ApplyTo(ServiceSettings service) =>
        service with
        {
            Image = ApplyTo(service.Image),
            Args = Args.IsEmpty ? service.Args : Args,
            Env = service.Env.ToImmutableDictionary(StringComparer.Ordinal).SetItems(Env),
            Files = service.Files.ToImmutableDictionary(StringComparer.Ordinal).SetItems(Files),
            Resources = Resources ?? service.Resources,
        };

    private ImageSettings ApplyTo(ImageSettings image)
    {
        // The service's digest does not apply to another version's content.
        var described = Image is { } reference ? image with { Reference = reference, Build = null, Tag = null, Digest = null } : image;
        return Tag is { } tag ? described with { Tag = tag, Digest = null } : described;
    }
}
