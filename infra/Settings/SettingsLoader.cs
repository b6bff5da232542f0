using Infra.Backend.Cluster;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Checks;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Settings;

/// <summary>What the settings of a stack are made of.</summary>
internal sealed record SettingsSources
{
    public required string Stack { get; init; }

    /// <summary>The catalogue all stacks share.</summary>
    public required SettingsFile Catalogue { get; init; }

    /// <summary>The stack's own file: for lines only, the values come from <see cref="Config"/>.</summary>
    public required SettingsFile StackFile { get; init; }

    /// <summary>A value of Pulumi's configuration by its key, decrypted; structures as JSON.</summary>
    public required Func<string, string?> Config { get; init; }

    /// <summary>Whether Pulumi counts the value of this key as secret.</summary>
    public required Func<string, bool> IsSecret { get; init; }
}

/// <param name="Name">As people know it, relative to the project.</param>
/// <param name="Text">Its content, or null if there is no such file.</param>
internal sealed record SettingsFile(string Name, string? Text);

/// <param name="Settings">What the stack is to be.</param>
/// <param name="Warnings">What is allowed and yet looks wrong.</param>
/// <param name="Written">Where each setting stands.</param>
internal sealed record LoadedSettings(StackSettings Settings, IReadOnlyList<SettingsError> Warnings, WrittenSettings Written);

/// <summary>Catalogue and stack, merged, typed and checked.</summary>
internal static class SettingsLoader
{
    private const string Namespace = "infra:";

    /// <exception cref="InvalidSettingsException">Something is wrong; the exception lists all of it.</exception>
    public static LoadedSettings Load(SettingsSources sources)
    {
        var errors = new SettingsErrors();
        var catalogue = ReadFile(sources.Catalogue, errors);
        var stack = ReadStack(sources, errors);
        if (!errors.IsUsable(SettingsPath.Root))
        {
            // Everything would seem to be missing from a file that is no YAML.
            errors.ThrowIfAny(sources.Stack);
        }

        OverrideCheck.Run(catalogue, stack, errors);
        var written = new WrittenSettings(Overlay.LayOver(catalogue, stack));
        var settings = new Binder(errors).Bind<StackSettings>(written.Root, SettingsPath.Root);
        if (settings is not null)
        {
            SettingsReview.Run(settings, written, sources.Stack, errors);
            if (errors.Errors.Count == 0)
            {
                QuotaCheck.Run(settings, written, errors);
            }
        }

        errors.ThrowIfAny(sources.Stack);
        return new LoadedSettings(settings!, errors.Warnings, written);
    }

    private static MappingNode ReadFile(SettingsFile file, SettingsErrors errors) =>
        (file.Text is null ? null : YamlDocument.Read(file.Name, file.Text, errors)) ?? MappingNode.Empty(new Location(file.Name, 1));

    /// <summary>The stack's own settings, under the names they have in the catalogue: <c>infra:services</c> becomes <c>services</c>.</summary>
    private static MappingNode ReadStack(SettingsSources sources, SettingsErrors errors)
    {
        var written = ReadFile(sources.StackFile, errors)["config"] as MappingNode;
        var entries = new List<SettingsEntry>();
        foreach (var key in SettingsType.Of(typeof(StackSettings)).Keys)
        {
            if (sources.Config(key) is { } value)
            {
                var entry = written?.Entry(Namespace + key);
                var node = ConfigDocument.Read(value, entry?.Value, sources.StackFile.Name, sources.IsSecret(key));
                entries.Add(new SettingsEntry(key, entry?.KeyLocation ?? node.Location, node));
            }
        }

        foreach (var entry in written?.Entries ?? [])
        {
            if (entry.Key.StartsWith(Namespace, StringComparison.Ordinal) && SettingsType.Of(typeof(StackSettings))[entry.Key[Namespace.Length..]] is null)
            {
                entries.Add(entry with { Key = entry.Key[Namespace.Length..] });
            }
        }

        return new MappingNode(written?.Location ?? new Location(sources.StackFile.Name, null), entries);
    }
}
