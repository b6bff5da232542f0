using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Projects.Yaml;
using Infra.Engine.Resources;
using Infra.Protocol.Values;
using Infra.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Policies;

/// <summary>The Kubernetes objects in YAML files, as resources that policy packs can analyze. Their URNs name no real stack.</summary>
public sealed class ManifestSet
{
    private const string Stack = "manifests";

    private readonly List<ResourceState> _resources = [];
    private readonly Dictionary<Urn, ManifestPlace> _places = [];
    private readonly List<string> _problems = [];
    private readonly List<string> _notes = [];

    private ManifestSet() { }

    /// <summary>The number of objects.</summary>
    public int Count => _resources.Count;

    /// <summary>The documents that were skipped because they are not Kubernetes objects, each with its place.</summary>
    public IReadOnlyList<string> Notes => _notes;

    internal IReadOnlyList<ResourceState> Resources => _resources;

    /// <summary>Reads a file, or all <c>*.yaml</c> and <c>*.yml</c> files of a folder and its subfolders.</summary>
    /// <exception cref="ConfigurationException">The path does not exist or contains no object, or a file is not well-formed or contains an
    /// incomplete object.</exception>
    public static ManifestSet Read(string path)
    {
        var set = new ManifestSet();
        foreach (var file in FindFiles(path))
        {
            set.ReadFile(file);
        }

        if (set._problems.Count == 0 && set.Count == 0)
        {
            set._problems.Add($"there is no Kubernetes object in the YAML files of {path}");
        }

        return set._problems.Count == 0 ? set : throw new ConfigurationException(set._problems);
    }

    /// <summary>Finds the place of an object; null where it is not in this set.</summary>
    public ManifestPlace? Find(Urn urn) => _places.GetValueOrDefault(urn);

    private static IEnumerable<string> FindFiles(string path) =>
        File.Exists(path) ? [path]
        : Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(IsYaml).Order(StringComparer.Ordinal)
        : throw new ConfigurationException($"{path}: there is no such file or folder; name a folder with YAML files");

    private static bool IsYaml(string file) =>
        file.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith(".yml", StringComparison.Ordinal);

    private void ReadFile(string file)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new BoundedYamlParser(File.ReadAllText(file), allowTags: true));
        }
        catch (YamlException error)
        {
            _problems.Add($"{file}:{error.Start.Line}: not well-formed YAML: {error.InnerException?.Message ?? error.Message}");
            return;
        }

        foreach (var root in stream.Documents.Select(document => document.RootNode))
        {
            if (root is YamlMappingNode mapping)
            {
                ReadObject(file, mapping);
            }
            else if (root is not YamlScalarNode { Value: null or "" })
            {
                Skip(file, root);
            }
        }
    }

    private void ReadObject(string file, YamlMappingNode mapping)
    {
        var apiVersion = (YamlNodes.Find(mapping, "apiVersion") as YamlScalarNode)?.Value;
        var kind = (YamlNodes.Find(mapping, "kind") as YamlScalarNode)?.Value;
        if (string.IsNullOrEmpty(apiVersion) && string.IsNullOrEmpty(kind))
        {
            Skip(file, mapping);
        }
        else if (string.IsNullOrEmpty(apiVersion) || string.IsNullOrEmpty(kind))
        {
            var missing = string.IsNullOrEmpty(apiVersion) ? "apiVersion" : "kind";
            _problems.Add($"{file}:{mapping.Start.Line}: is not a Kubernetes object: add the missing {missing}");
        }
        else if (kind == "List" && YamlNodes.Find(mapping, "items") is YamlSequenceNode items)
        {
            foreach (var item in items.Children.OfType<YamlMappingNode>())
            {
                ReadObject(file, item);
            }
        }
        else
        {
            Add(file, mapping, apiVersion, kind);
        }
    }

    // Folders of manifests may also contain the settings of other tools.
    private void Skip(string file, YamlNode node) =>
        _notes.Add($"{file}:{node.Start.Line}: skipped: it has neither apiVersion nor kind, so it is not a Kubernetes object");

    private void Add(string file, YamlMappingNode mapping, string apiVersion, string kind)
    {
        var metadata = YamlNodes.Find(mapping, "metadata") as YamlMappingNode;
        var name = Text(metadata, "name") ?? Text(metadata, "generateName") ?? "unnamed";
        var label = Text(metadata, "namespace") is { } @namespace ? $"{@namespace}/{name}" : name;
        var type = $"kubernetes:{(apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion : $"core/{apiVersion}")}:{kind}";
        var urn = Urn.Create(Stack, Stack, default, type, label);
        for (var i = 2; _places.ContainsKey(urn); i++)
        {
            // Several files may contain the same object.
            urn = Urn.Create(Stack, Stack, default, type, $"{label}#{i}");
        }

        var properties = ToProperty(YamlNodes.ToJson(mapping)) is PropertyObject map ? map.Properties : PropertyMap.Empty;
        _places.Add(urn, new ManifestPlace(file, (int)mapping.Start.Line));
        _resources.Add(
            new ResourceState
            {
                Urn = urn,
                Custom = true,
                Type = type,
                Inputs = properties,
                Outputs = properties,
            }
        );
    }

    private static string? Text(YamlMappingNode? mapping, string key) =>
        mapping is not null && YamlNodes.Find(mapping, key) is YamlScalarNode { Value: { Length: > 0 } text } ? text : null;

    private static PropertyValue ToProperty(JsonNode? node) =>
        node switch
        {
            null => PropertyValue.Null,
            JsonObject map => PropertyMap.From(map.Select(entry => KeyValuePair.Create(entry.Key, ToProperty(entry.Value)))),
            JsonArray list => new PropertyArray([.. list.Select(ToProperty)]),
            _ => node.GetValueKind() switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number => double.Parse(node.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture),
                _ => node.ToString(),
            },
        };
}

/// <summary>The place of an object.</summary>
/// <param name="File">The path of the file.</param>
/// <param name="Line">Its first line, counted from 1.</param>
public sealed record ManifestPlace(string File, int Line);
