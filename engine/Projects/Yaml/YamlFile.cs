using Infra.Engine.Errors;
using Infra.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Projects.Yaml;

/// <summary>A YAML file whose root is a mapping. Its nodes have line numbers.</summary>
internal sealed class YamlFile
{
    private YamlFile(string path, string text, YamlMappingNode? root)
    {
        FilePath = path;
        Text = text;
        Root = root;
    }

    public string FilePath { get; }

    public string Text { get; }

    /// <summary>The root mapping, or null for an empty file.</summary>
    public YamlMappingNode? Root { get; }

    /// <exception cref="ConfigurationException">The file cannot be read, is not valid YAML, or is not a single mapping.</exception>
    public static YamlFile Load(string path)
    {
        try
        {
            return Parse(path, Utf8File.Read(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: cannot be read: {error.Message}");
        }
    }

    /// <exception cref="ConfigurationException">The text is not valid YAML, or is not a single mapping.</exception>
    public static YamlFile Parse(string path, string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new BoundedYamlParser(text));
        }
        catch (YamlException error)
        {
            if (DuplicateKeys.In(text) is { Count: > 0 } duplicates)
            {
                throw new ConfigurationException(
                    string.Join(
                        '\n',
                        duplicates.Select(duplicate =>
                            $"{path}:{duplicate.Line}: '{duplicate.Key}' is a duplicate key, first used in line {duplicate.FirstLine}: merge, rename or remove one of the two"
                        )
                    )
                );
            }

            throw new ConfigurationException(
                error is YamlLimitException limit
                    ? $"{path}:{error.Start.Line}: {limit.Problem}: {limit.Cure}"
                    : $"{path}:{error.Start.Line}: not well-formed YAML: {error.InnerException?.Message ?? error.Message}"
            );
        }

        if (stream.Documents.Count > 1)
        {
            throw new ConfigurationException(
                $"{path}:{LineOfSecondDocument(text)}: a second YAML document begins here, but the file may hold only one: "
                    + "remove the `---`, or what follows it"
            );
        }

        var root = stream.Documents is [var document] ? document.RootNode : null;
        if (root is not null && MergeKey.FindInvalid(root) is { } merge)
        {
            throw new ConfigurationException(
                $"{path}:{merge.Start.Line}: `<<` merges mappings only: write `<<: *name`, with an anchor `&name` at a mapping above"
            );
        }

        return root switch
        {
            null => new YamlFile(path, text, null),
            YamlScalarNode { Value: null or "" } => new YamlFile(path, text, null),
            YamlMappingNode mapping => new YamlFile(path, text, mapping),
            var other => throw new ConfigurationException($"{path}:{other.Start.Line}: the file must contain a mapping `key: value`"),
        };
    }

    private static long LineOfSecondDocument(string text)
    {
        var parser = new Parser(new StringReader(text));
        var documents = 0;
        while (parser.MoveNext())
        {
            if (parser.Current is DocumentStart && ++documents == 2)
            {
                break;
            }
        }

        return parser.Current!.Start.Line;
    }

    /// <summary>Finds the value of a key in the root, or null.</summary>
    public YamlNode? Find(string key) => Root is null ? null : YamlNodes.Find(Root, key);

    /// <summary>Gets a node's place: <c>file:line</c>.</summary>
    public string At(YamlNode node) => $"{FilePath}:{node.Start.Line}";
}
