using System.Text.Json;

namespace Infra.Engine.Providers.Plugins;

/// <summary>The environment that the plugins of a deployment run in.</summary>
internal sealed record PluginHost
{
    /// <summary>The working directory: the program's folder.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>The configuration of the stack by full keys, e.g. <c>random:seed</c>.</summary>
    public IReadOnlyDictionary<string, string> Configuration { get; init; } = new Dictionary<string, string>();

    /// <summary>The options of the project's runtime.</summary>
    public IReadOnlyDictionary<string, string> RuntimeOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Measures the limits of waiting.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Sets the variables of a plugin's process, which inherits the others.</summary>
    /// <param name="package">The package of the plugin, whose part of the configuration it receives.</param>
    /// <param name="variables">The variables to change.</param>
    public void ApplyTo(string package, IDictionary<string, string?> variables)
    {
        foreach (var (name, value) in RuntimeOptions)
        {
            variables[$"PULUMI_RUNTIME_{name.ToUpperInvariant()}"] = value;
        }

        var prefix = package + ":";
        var configuration = Configuration
            .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value);
        variables["PULUMI_PROJECT"] = Project;
        variables["PULUMI_CONFIG"] = JsonSerializer.Serialize(configuration);

        // A plugin receives decrypted configuration, not the passphrase of the state's secrets.
        variables.Remove("PULUMI_CONFIG_PASSPHRASE");
        variables.Remove("PULUMI_CONFIG_PASSPHRASE_FILE");
    }
}
