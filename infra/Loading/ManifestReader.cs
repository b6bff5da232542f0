using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Loading;

/// <summary>Reads the Kubernetes objects of the files that <c>manifests</c> names.</summary>
internal sealed class ManifestReader(SettingsSources sources, WrittenSettings written, SettingsErrors errors)
{
    /// <summary>The most objects of all files.</summary>
    private const int ObjectLimit = 10_000;

    private const string ListSuffix = "List";

    private const string Setting = "manifests";

    private readonly ImmutableArray<ManifestObject>.Builder _objects = ImmutableArray.CreateBuilder<ManifestObject>();

    /// <summary>The objects of add-ons by the entries they come from: clusters may share them.</summary>
    private readonly Dictionary<string, ImmutableArray<ManifestObject>> _addons = new(StringComparer.Ordinal);

    /// <summary>Adds the objects to the settings.</summary>
    public StackSettings Read(StackSettings settings)
    {
        var values = new ManifestValues(settings, sources.Stack, written);
        return settings with
        {
            ManifestObjects = Read(settings.Manifests, SettingsPath.Root.Key(Setting), values, isAddon: false),
            Cluster = settings.Cluster is { } cluster ? ReadAddons(new TargetCluster(null, cluster), values) : null,
            Clusters = new OrderedDictionary<string, MemberClusterSettings>(
                settings.Clusters.Select(member =>
                    KeyValuePair.Create(member.Key, (MemberClusterSettings)ReadAddons(new TargetCluster(member.Key, member.Value), values))
                ),
                StringComparer.Ordinal
            ),
        };
    }

    private ClusterSettings ReadAddons(TargetCluster target, ManifestValues values) =>
        target.Settings with
        {
            Addons = target.Settings.Addons.Change(
                (key, addon) =>
                {
                    var entries = string.Join('\n', addon.Manifests);
                    if (!_addons.TryGetValue(entries, out var objects))
                    {
                        var path = target.Path.Key("addons").Key(key).Key(Setting);
                        _addons[entries] = objects = Read(addon.Manifests, path, values, isAddon: true);
                    }

                    return addon with
                    {
                        Objects = objects,
                    };
                }
            ),
        };

    private ImmutableArray<ManifestObject> Read(ImmutableArray<string> entries, SettingsPath setting, ManifestValues values, bool isAddon)
    {
        if (entries.IsEmpty)
        {
            return [];
        }

        _objects.Clear();
        var files = new ManifestFiles(new ProjectFolder(sources.Root, Path.GetDirectoryName(sources.Catalogue.Name) ?? ""));
        for (var i = 0; i < entries.Length; i++)
        {
            try
            {
                foreach (var file in files.Read(entries[i]))
                {
                    ReadFile(file, values, isAddon);
                }
            }
            catch (ProjectFileException error)
            {
                Reject(At(i), error.Message, error.Cure);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Reject(At(i), $"it cannot be read: {error.Message}", "");
            }
        }

        return _objects.ToImmutable();

        // An add-on's only entry need not be in a list.
        SettingsPath At(int i) => written.FindNode(setting) is SequenceNode ? setting.Item(i) : setting;
    }

    private void Reject(SettingsPath path, string problem, string cure) => errors.AddUnusable(written.Locate(path), path, problem, cure);

    private void ReadFile(SettingsFile file, ManifestValues values, bool isAddon)
    {
        // Errors in a manifest are not errors in settings that other checks depend on.
        var found = new SettingsErrors();
        if (file.InvalidLine is { } line)
        {
            found.Add(new Location(file.Name, line), SettingsPath.Root, "this line is not UTF-8", "save the file as UTF-8");
        }

        foreach (
            var document in YamlDocument.ReadAll(file.Name, file.Text!, found, (scalar, isPlain) => values.Replace(scalar, isPlain, found))
        )
        {
            foreach (var value in BuiltImageUses.FindRefused(document, isAddon))
            {
                found.Add(value.Location, SettingsPath.Root, value.Problem, value.Cure);
            }

            AddObjects(document, found, null);
        }

        foreach (var error in found.Errors)
        {
            errors.Add(error.Location, error.Path, error.Problem, error.Cure);
        }
    }

    /// <summary>Adds an object, or the objects of a list. Items of a list of one kind need not repeat it.</summary>
    private void AddObjects(SettingsNode node, SettingsErrors found, (string ApiVersion, string Kind)? type)
    {
        if (node is ScalarNode { Kind: ScalarKind.Null } or MappingNode { Entries: [] })
        {
            return;
        }

        if (node is not MappingNode mapping)
        {
            found.Add(
                node.Location,
                SettingsPath.Root,
                "a Kubernetes object is expected here",
                "begin it with 'apiVersion: …' and 'kind: …'"
            );
            return;
        }

        var apiVersion = FindText(mapping, "apiVersion") ?? type?.ApiVersion;
        var kind = FindText(mapping, "kind") ?? type?.Kind;
        if (apiVersion is null || kind is null)
        {
            var missing = apiVersion is null ? "apiVersion" : "kind";
            found.Add(
                mapping.Location,
                SettingsPath.Root,
                $"this is not a Kubernetes object: '{missing}' is missing",
                $"write '{missing}: …'; for values of a chart or a kustomization, write the output of 'helm template' or 'kustomize build' to a file"
            );
        }
        else if (IsList(mapping, kind))
        {
            (string, string)? items = kind == ListSuffix ? null : (apiVersion, kind[..^ListSuffix.Length]);
            foreach (var item in (mapping["items"] as SequenceNode)?.Items ?? [])
            {
                AddObjects(item, found, items);
            }
        }
        else if (_objects.Count == ObjectLimit)
        {
            found.Add(
                mapping.Location,
                SettingsPath.Root,
                $"there are more than {ObjectLimit} objects",
                "deploy some in a stack of their own"
            );
        }
        else
        {
            _objects.Add(new ManifestObject(Complete(mapping, apiVersion, kind), apiVersion, kind));
        }
    }

    private static bool IsList(MappingNode mapping, string kind) =>
        kind == ListSuffix
        || (kind.EndsWith(ListSuffix, StringComparison.Ordinal) && mapping["items"] is SequenceNode && mapping["spec"] is null);

    /// <summary>Adds what an item of a list takes from the list.</summary>
    private static MappingNode Complete(MappingNode mapping, string apiVersion, string kind)
    {
        (string Key, string Value)[] type = [("apiVersion", apiVersion), ("kind", kind)];
        SettingsEntry[] missing =
        [
            .. type.Where(field => mapping[field.Key] is null)
                .Select(field => new SettingsEntry(
                    field.Key,
                    mapping.Location,
                    new ScalarNode(mapping.Location, field.Value, ScalarKind.Text)
                )),
        ];
        return missing.Length == 0 ? mapping : new MappingNode(mapping.Location, [.. missing, .. mapping.Entries]);
    }

    private static string? FindText(MappingNode mapping, string key) =>
        mapping[key] is ScalarNode { Kind: not ScalarKind.Null, Text.Length: > 0 } scalar ? scalar.Text : null;
}
