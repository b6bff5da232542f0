using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>The value of an environment variable.</summary>
[ShortForm(nameof(Value))]
internal sealed record EnvironmentSettings
{
    /// <summary>The value. Encrypt a secret with <c>infra config set --secret --path</c>.</summary>
    /// <value>none; required without <c>address</c></value>
    /// <remarks>An entry of the service's ConfigMap, or of its Secret.</remarks>
    /// <example>env: {LOG_LEVEL: info}</example>
    public Text? Value { get; init; }

    /// <summary>
    /// Whether the value is stored in a Secret although the file shows it, such as a sandbox's key. Encrypted values always are.
    /// </summary>
    /// <value>false</value>
    /// <remarks>The entry is in the Secret instead of the ConfigMap.</remarks>
    /// <example>env: {PROVIDER_KEY: {value: sandbox, secret: true}}</example>
    public bool Secret { get; init; }

    /// <summary>The name of a called service whose URL is the value.</summary>
    /// <value>none</value>
    /// <remarks>An entry of the service's ConfigMap with the other service's URL.</remarks>
    /// <example>env: {ORDERS_URL: {address: orders}}</example>
    public string? Address { get; init; }
}

/// <summary>A file in the container.</summary>
[ShortForm(nameof(Content))]
internal sealed record FileSettings
{
    /// <summary>The content of the file.</summary>
    /// <remarks>An entry of the ConfigMap or Secret from which the file is mounted.</remarks>
    /// <example>files: {/etc/app/rules.json: {content: "{}"}}</example>
    public required Text Content { get; init; }

    /// <summary>Whether the content is stored in a Secret although the settings show it. Encrypted contents always are.</summary>
    /// <value>false</value>
    /// <remarks>The entry is in a Secret instead of a ConfigMap.</remarks>
    /// <example>files: {/etc/app/key.pem: {content: sandbox, secret: true}}</example>
    public bool Secret { get; init; }
}
