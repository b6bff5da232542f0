using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings.Documents;

/// <summary>The settings as written, before they are merged and bound.</summary>
/// <param name="Catalogue">The settings of the catalogue.</param>
/// <param name="Stack">
/// The stack's own settings, under the keys they have in the catalogue: <c>infra:services</c> becomes <c>services</c>.
/// </param>
internal sealed record SettingsDocuments(MappingNode Catalogue, MappingNode Stack)
{
    /// <summary>Values that are laid over both.</summary>
    public IReadOnlyList<SettingOverride> Overrides { get; init; } = [];

    private const string Namespace = "infra:";

    /// <summary>The prefix of keys that hold anchors only.</summary>
    private const string ExtensionPrefix = "x-";

    /// <summary>Reads both documents. Errors are added to <paramref name="errors"/>; what could not be read is empty.</summary>
    public static SettingsDocuments Read(SettingsSources sources, SettingsErrors errors) =>
        new(WithoutExtensions(ReadFile(sources.Catalogue, errors)), WithoutExtensions(ReadStack(sources, errors)))
        {
            Overrides = sources.Overrides,
        };

    /// <summary>
    /// Lays the stack's settings over the catalogue's, and the services over the defaults. Errors in the defaults are added to
    /// <paramref name="errors"/>.
    /// </summary>
    public WrittenSettings Merge(SettingsErrors errors)
    {
        var own = SettingOverride.Apply((MappingNode)Overlay.Merge(Catalogue, Stack), Overrides, errors);
        return new WrittenSettings(DefaultSettings.Apply(own, errors), own);
    }

    private static MappingNode ReadFile(SettingsFile file, SettingsErrors errors)
    {
        if (file.InvalidLine is { } line)
        {
            errors.AddUnusable(new Location(file.Name, line), SettingsPath.Root, "this line is not UTF-8", "save the file as UTF-8");
        }

        return (file.Text is null ? null : YamlDocument.Read(file.Name, file.Text, errors))
            ?? MappingNode.Empty(new Location(file.Name, 1));
    }

    private static MappingNode WithoutExtensions(MappingNode root) =>
        new(root.Location, [.. root.Entries.Where(entry => !entry.Key.StartsWith(ExtensionPrefix, StringComparison.Ordinal))]);

    private static MappingNode ReadStack(SettingsSources sources, SettingsErrors errors)
    {
        var written = ReadFile(sources.StackFile, errors)["config"] as MappingNode;
        var entries = new List<SettingsEntry>();
        foreach (var key in SettingsType.Get(typeof(StackSettings)).Keys)
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
            if (
                entry.Key.StartsWith(Namespace, StringComparison.Ordinal)
                && SettingsType.Get(typeof(StackSettings))[entry.Key[Namespace.Length..]] is null
            )
            {
                entries.Add(entry with { Key = entry.Key[Namespace.Length..] });
            }
        }

        return new MappingNode(written?.Location ?? new Location(sources.StackFile.Name, null), entries);
    }
}
