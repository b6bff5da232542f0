using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.Projects.Yaml;
using Infra.Protocol.Values;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Operations;

/// <summary>A key of the configuration or a path into its values.</summary>
/// <param name="Path">The path, written as the user began it.</param>
/// <param name="Description">What the schema of the stack files says of it; "" where there is none.</param>
/// <param name="HasMembers">True where it leads to a structure with members.</param>
/// <param name="IsScalar">True where it leads to a string, a number or a boolean; both are possible for some settings.</param>
public sealed record SettingPath(string Path, string Description, bool HasMembers, bool IsScalar);

/// <summary>
/// Lists keys and paths of a stack's configuration for completion: those of the schema of the stack files, of the stack file, and of the
/// catalogue <c>services.yaml</c> beside it.
/// </summary>
public sealed class SettingPaths
{
    private const string CatalogueName = "services.yaml";

    private readonly StackFile _file;
    private readonly string _project;
    private readonly StackFileSchema? _schema;

    internal SettingPaths(StackFile file, string project)
    {
        _file = file;
        _project = project;
        _schema = file.FindSchema();
    }

    /// <summary>Lists what may follow the beginning of a key or path, one level deep.</summary>
    /// <param name="beginning">What is written.</param>
    /// <param name="arePaths">True for paths, false for keys only.</param>
    public IEnumerable<SettingPath> List(string beginning, bool arePaths)
    {
        var end = arePaths ? beginning.LastIndexOf('.') : -1;
        if (end < 0)
        {
            var isFull = beginning.Contains(':', StringComparison.Ordinal);
            return ListKeys().Select(key => Describe(isFull ? key.ToString() : Shorten(key), [key.ToString()]));
        }

        var parent = beginning[..end];
        if (!PropertyPath.TryParse(parent, out var path) || path.Segments is not [{ Name: { } first }, ..])
        {
            return [];
        }

        var key = ConfigKey.Parse(first, _project);
        PropertyPathSegment[] segments = [key.ToString(), .. path.Segments.Skip(1)];
        return ListMembers(key, parent, segments)
            .Where(IsPlain)
            .Distinct(StringComparer.Ordinal)
            .Select(name => Describe($"{parent}.{name}", [.. segments, name]));
    }

    private IEnumerable<ConfigKey> ListKeys() =>
        _file
            .Entries.Select(entry => entry.Key)
            .Concat(
                _schema
                    ?.ListNames([])
                    .Where(name => name.Contains(':', StringComparison.Ordinal))
                    .Select(name => ConfigKey.Parse(name, _project))
                    ?? []
            )
            .Distinct();

    private IEnumerable<string> ListMembers(ConfigKey key, string parent, PropertyPathSegment[] segments)
    {
        var entry = _file.FindPath(parent);
        return
        [
            .. _schema?.ListNames(segments) ?? [],
            .. entry is { IsStructured: true, Value: JsonObject map } ? map.Select(member => member.Key) : [],
            .. key.Namespace == _project ? ListCatalogue([key.Name, .. segments.Skip(1)]) : [],
        ];
    }

    private IEnumerable<string> ListCatalogue(IEnumerable<PropertyPathSegment> path)
    {
        var file = Path.Combine(Path.GetDirectoryName(_file.FilePath)!, CatalogueName);
        if (!File.Exists(file))
        {
            return [];
        }

        YamlNode? node = YamlFile.Load(file).Root;
        foreach (var segment in path)
        {
            node = (node, segment.Name) switch
            {
                (YamlMappingNode map, { } name) => YamlNodes.Find(map, name),
                (YamlSequenceNode list, null) when segment.Index < list.Children.Count => list[segment.Index],
                _ => null,
            };
        }

        return node is YamlMappingNode members ? members.Children.Keys.OfType<YamlScalarNode>().Select(name => name.Value ?? "") : [];
    }

    private SettingPath Describe(string text, PropertyPathSegment[] path) =>
        new(text, _schema?.FindDescription(path) ?? "", _schema?.HasMembers(path) ?? false, _schema?.AcceptsScalar(path) ?? false);

    private string Shorten(ConfigKey key) => key.Namespace == _project ? key.Name : key.ToString();

    // A name with other characters is written in brackets.
    private static bool IsPlain(string name) =>
        name.Length > 0 && name.All(character => char.IsLetterOrDigit(character) || character is '-' or '_');
}
