using System.Collections.Immutable;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Rehearsals;

namespace Infra.Backend.Settings.Documents;

/// <summary>A value that is laid over the written settings to try it (docs/program-contract.md). No file has it.</summary>
/// <param name="Path">The keys and list positions of the setting.</param>
/// <param name="Value">The value as in YAML, without quotes.</param>
internal sealed record SettingOverride(ImmutableArray<(string Key, int? Index)> Path, string Value)
{
    private const string Scenario = "scenario";
    private const string Catalogue = "catalogue";
    private const string Services = "services";
    private static readonly Location Place = new("the value tried", null);

    /// <summary>Whether the setting is one of the scenario: it says so, or only the scenario could mean it.</summary>
    public bool IsOfScenario =>
        Path[0].Key == Scenario || (Path[0].Key != Services && SettingsType.Get(typeof(RehearsalSettings))[Path[0].Key] is not null);

    /// <summary>Lays values over settings, one after the other.</summary>
    public static MappingNode Apply(MappingNode root, IEnumerable<SettingOverride> overrides, SettingsErrors errors) =>
        overrides.Aggregate(root, (settings, one) => one.Apply(settings, errors));

    private MappingNode Apply(MappingNode root, SettingsErrors errors)
    {
        var path = Path[0] is { Key: Scenario or Catalogue, Index: null } ? Path.AsSpan()[1..] : Path.AsSpan();
        if (path.IsEmpty || path[0].Index is not null)
        {
            errors.AddUnusable(Place, SettingsPath.Root, "this is not the path of a setting", "write it as services.catalog.scaling.max");
            return root;
        }

        if (
            !IsOfScenario
            && path is [{ Key: Services }, { Index: null }, _, ..]
            && root[Services] is MappingNode services
            && services[path[1].Key] is null
        )
        {
            var name = path[1].Key;
            errors.AddUnusable(
                Place,
                SettingsPath.Root.Key(Services).Key(name),
                $"no service '{name}' in the catalogue",
                Suggestion.For(name, [.. services.Entries.Select(entry => entry.Key)])
            );
            return root;
        }

        return (MappingNode)Set(root, path, SettingsPath.Root, errors);
    }

    private SettingsNode Set(SettingsNode? below, ReadOnlySpan<(string Key, int? Index)> path, SettingsPath at, SettingsErrors errors)
    {
        if (path.IsEmpty)
        {
            return new ScalarNode(Place, Value, YamlDocument.PlainKind(Value));
        }

        return path[0].Index is { } index
            ? SetItem(below, index, path[1..], at.Item(index), errors)
            : SetEntry(below, path[0].Key, path[1..], at.Key(path[0].Key), errors);
    }

    private SettingsNode SetItem(
        SettingsNode? below,
        int index,
        ReadOnlySpan<(string Key, int? Index)> rest,
        SettingsPath at,
        SettingsErrors errors
    )
    {
        if (below is not SequenceNode list || index >= list.Items.Count)
        {
            var length = (below as SequenceNode)?.Items.Count ?? 0;
            errors.AddUnusable(
                Place,
                at,
                length == 0 ? "there is no such list" : $"the list has {length} items, counted from 0",
                "name an item that is written"
            );
            return below ?? MappingNode.Empty(Place);
        }

        var items = list.Items.ToArray();
        items[index] = Set(items[index], rest, at, errors);
        return list with { Items = items };
    }

    private MappingNode SetEntry(
        SettingsNode? below,
        string key,
        ReadOnlySpan<(string Key, int? Index)> rest,
        SettingsPath at,
        SettingsErrors errors
    )
    {
        var mapping =
            below as MappingNode
            ?? MappingNode.Empty(Place) with
            {
                ShortForm = below is ScalarNode { Kind: ScalarKind.Null } ? null : below,
            };
        var value = Set(mapping[key], rest, at, errors);
        var entries = mapping.Entries.Where(entry => entry.Key != key).Append(new SettingsEntry(key, Place, value));
        return new MappingNode(mapping.Location, [.. entries]) { ShortForm = mapping.ShortForm };
    }
}
