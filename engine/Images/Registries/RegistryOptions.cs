namespace Infra.Engine.Images.Registries;

/// <summary>How registries are called.</summary>
internal sealed record RegistryOptions
{
    public required IRegistryLogins Logins { get; init; }

    /// <summary>The registries that are called without TLS, besides those of this machine.</summary>
    public IReadOnlySet<string> PlainHttp { get; init; } = new HashSet<string>();

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
