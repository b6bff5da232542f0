namespace Infra.Backend.Settings;

/// <summary>The files and values from which a stack's settings are read.</summary>
internal sealed record SettingsSources
{
    public required string Stack { get; init; }

    /// <summary>The catalogue that all stacks share.</summary>
    public required SettingsFile Catalogue { get; init; }

    /// <summary>The stack's own file, read for line numbers only: the values come from <see cref="Config"/>.</summary>
    public required SettingsFile StackFile { get; init; }

    /// <summary>Finds a value of Pulumi's configuration by its key: decrypted, structures as JSON.</summary>
    public required Func<string, string?> Config { get; init; }

    /// <summary>Whether Pulumi lists a key as secret.</summary>
    public required Func<string, bool> IsSecret { get; init; }
}

/// <param name="Name">The path relative to the project.</param>
/// <param name="Text">The content; null if the file does not exist.</param>
internal sealed record SettingsFile(string Name, string? Text);
