using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings.Documents;

/// <summary>Applies the stack's <c>defaults</c> to its services.</summary>
internal sealed class DefaultSettings
{
    public const string Key = "defaults";

    /// <summary>The key of the defaults for all services.</summary>
    public const string All = "all";

    private const string ServicesKey = "services";
    private const string KindKey = "kind";
    private static readonly SettingsType Service = SettingsType.Get(typeof(ServiceSettings));
    private static readonly IReadOnlyCollection<string> Kinds = ScalarType.EnumNames(typeof(ServiceKind));

    private readonly MappingNode _defaults;

    private DefaultSettings(MappingNode defaults) => _defaults = defaults;

    /// <summary>Lays the services of a stack over its defaults.</summary>
    /// <param name="root">The settings of the stack.</param>
    /// <param name="errors">Receives the errors in the defaults. Defaults with errors are not applied.</param>
    public static MappingNode Apply(MappingNode root, SettingsErrors errors)
    {
        if (root[Key] is not MappingNode written)
        {
            return root;
        }

        var found = new SettingsErrors();
        var path = SettingsPath.Root.Key(Key);
        _ = new Binder(found, isPartial: true).BindValue(typeof(ServiceDefaults), written, path);
        foreach (var kind in written.Entries)
        {
            if (kind.Key != All && kind.Value is MappingNode { } settings && settings.Entry(KindKey) is { } repeated)
            {
                var at = path.Key(kind.Key).Key(KindKey);
                found.Add(repeated.KeyLocation, at, $"these are the defaults of the kind '{kind.Key}' already", "remove it");
            }
        }

        errors.AddRange(found);
        var valid = found.Errors.Aggregate(written, (mapping, error) => Without(mapping, [.. error.Path.Segments().Skip(1)]));
        var defaults = new DefaultSettings(valid);
        return root[ServicesKey] is not MappingNode services
            ? root
            : Replace(
                root,
                ServicesKey,
                new MappingNode(
                    services.Location,
                    [.. services.Entries.Select(entry => entry with { Value = defaults.Apply(entry.Value) })]
                )
            );
    }

    private SettingsNode Apply(SettingsNode service)
    {
        if (service is not MappingNode own)
        {
            return service;
        }

        var all = _defaults[All] as MappingNode;
        var kind = (own[KindKey] ?? all?[KindKey]) switch
        {
            ScalarNode { Kind: ScalarKind.Text } scalar => scalar.Text,
            _ => ScalarType.EnumName(nameof(ServiceKind.Service)),
        };
        SettingsNode result = own;
        if (Kinds.Contains(kind) && _defaults[kind] is { } ofKind)
        {
            result = DefaultsOverlay.Merge(Service, ofKind, result);
        }

        return all is null ? result : DefaultsOverlay.Merge(Service, all, result);
    }

    private static MappingNode Without(MappingNode mapping, ReadOnlySpan<(string Key, int? Index)> path)
    {
        if (path.IsEmpty || mapping.Entry(path[0].Key) is not { } entry)
        {
            return mapping;
        }

        // An error in a list drops the list: the positions of its items have a meaning.
        return path.Length > 1 && path[1].Index is null && entry.Value is MappingNode inner
            ? Replace(mapping, entry.Key, Without(inner, path[1..]))
            : new MappingNode(mapping.Location, [.. mapping.Entries.Where(other => other.Key != entry.Key)])
            {
                ShortForm = mapping.ShortForm,
            };
    }

    private static MappingNode Replace(MappingNode mapping, string key, SettingsNode value) =>
        new(mapping.Location, [.. mapping.Entries.Select(entry => entry.Key == key ? entry with { Value = value } : entry)])
        {
            ShortForm = mapping.ShortForm,
        };
}
