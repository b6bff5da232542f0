using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>The value of an environment variable.</summary>
[ShortForm(nameof(Value))]
internal sealed record EnvironmentSettings
{
    /// <summary>The value itself. Encrypt it with <c>infra config set --secret --path</c> if it is one to keep.</summary>
    /// <value>none: then there is an address</value>
    /// <remarks>An entry of the service's ConfigMap, or of its Secret.</remarks>
    /// <example>env: {LOG_LEVEL: info}</example>
    public Text? Value { get; init; }

    /// <summary>
    /// Whether the value belongs into a Secret although the file shows it, as a sandbox's key does; encrypted values always do.
    /// </summary>
    /// <value>false</value>
    /// <remarks>The entry stands in the Secret instead of the ConfigMap.</remarks>
    /// <example>env: {PROVIDER_KEY: {value: sandbox, secret: true}}</example>
    public bool Secret { get; init; }

    /// <summary>The name of a service whose address is the value.</summary>
    /// <value>none</value>
    /// <remarks>An entry of the service's ConfigMap with the other service's URL.</remarks>
    /// <example>env: {ORDERS_URL: {address: orders}}</example>
    public string? Address { get; init; }
}

/// <summary>A file in the container.</summary>
[ShortForm(nameof(Content))]
internal sealed record FileSettings
{
    /// <summary>The whole text of the file.</summary>
    /// <remarks>An entry of the ConfigMap, or the Secret, that the file is mounted from.</remarks>
    /// <example>files: {/etc/app/rules.json: {content: "{}"}}</example>
    public required Text Content { get; init; }

    /// <summary>Whether the text belongs into a Secret although the settings show it; encrypted texts always do.</summary>
    /// <value>false</value>
    /// <remarks>The entry stands in a Secret instead of a ConfigMap.</remarks>
    /// <example>files: {/etc/app/key.pem: {content: sandbox, secret: true}}</example>
    public bool Secret { get; init; }
}
