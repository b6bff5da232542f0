using System.Net;

namespace Infra.Engine.Registries;

/// <summary>How registries are called.</summary>
internal sealed record RegistryOptions
{
    public required IRegistryLogins Logins { get; init; }

    /// <summary>The registries that are called without TLS, besides those of this machine.</summary>
    public IReadOnlySet<string> PlainHttp { get; init; } = new HashSet<string>();

    /// <summary>The registries of this machine that are called with TLS.</summary>
    public IReadOnlySet<string> Tls { get; init; } = new HashSet<string>();

    /// <summary>True to take any certificate.</summary>
    public bool SkipsVerification { get; init; }

    /// <summary>The longest time without an answer. A registry may first have to check a blob, or to fetch it from another one.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromMinutes(5);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The address of a registry's API.</summary>
    /// <param name="registry">The registry as image references name it.</param>
    public Uri AddressOf(string registry) =>
        new($"{(IsPlainHttp(registry) ? Uri.UriSchemeHttp : Uri.UriSchemeHttps)}://{RegistryHosts.ApiHost(registry)}/");

    private bool IsPlainHttp(string registry) => PlainHttp.Contains(registry) || (IsLoopback(registry) && !Tls.Contains(registry));

    private static bool IsLoopback(string registry)
    {
        var host = new Uri($"https://{registry}/").Host.Trim('[', ']');
        return host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }
}
