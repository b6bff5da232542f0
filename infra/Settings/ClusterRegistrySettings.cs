using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>The registry from which the nodes of a cluster pull all images.</summary>
[ShortForm(nameof(Host))]
internal sealed record ClusterRegistrySettings
{
    /// <summary>The registry's host, optionally with port and path.</summary>
    /// <remarks>The endpoint of the mirror <c>*</c>; with a path, images are looked for below it.</remarks>
    /// <example>registry: mirror.example.com:5000/k8s</example>
    public required string Host { get; init; }

    /// <summary>Whether the registry is called without TLS.</summary>
    /// <value>false</value>
    /// <remarks>The scheme of the mirror's endpoint.</remarks>
    /// <example>registry: {host: "mirror.internal:5000", plainHttp: true}</example>
    public bool PlainHttp { get; init; }

    /// <summary>The user who pulls.</summary>
    /// <value>none: the registry asks for no credentials</value>
    /// <remarks><c>auth</c> in <c>registries.yaml</c>, and the credentials of the Docker providers.</remarks>
    /// <example>registry: {host: mirror.example.com, username: nodes, password: sandbox}</example>
    public string? Username { get; init; }

    /// <summary>The user's password or token. Encrypt it.</summary>
    /// <value>none</value>
    /// <remarks><c>auth</c> in <c>registries.yaml</c>, and the credentials of the Docker providers; a secret in the state.</remarks>
    /// <example>registry: {host: mirror.example.com, username: nodes, password: sandbox}</example>
    public Text? Password { get; init; }

    /// <summary>The certificate of the authority that the registry's certificate is from, PEM.</summary>
    /// <value>the authorities of the nodes' image</value>
    /// <remarks>A file on the nodes, and <c>tls</c> in <c>registries.yaml</c>. The Docker engines need it by themselves.</remarks>
    /// <example>registry: {host: mirror.example.com, authority: "-----BEGIN CERTIFICATE-----…"}</example>
    public string? Authority { get; init; }

    /// <summary>Whether the nodes pull from no other registry, even if this one does not answer or lacks an image.</summary>
    /// <value>true</value>
    /// <remarks><c>disable-default-registry-endpoint</c> in the nodes' <c>config.yaml</c>.</remarks>
    /// <example>registry: {host: mirror.example.com, only: false}</example>
    public bool Only { get; init; } = true;
}
