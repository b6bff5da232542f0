using Infra.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Images.Locking;

/// <summary>Reads the YAML files about images, and collects all their problems.</summary>
internal sealed class ImageFile
{
    private const int MaximumSize = 8 << 20;

    private readonly string _path;
    private readonly List<string> _problems = [];

    private ImageFile(string path) => _path = path;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Turns its root into a value.</param>
    /// <returns>The value; null if there is no file.</returns>
    /// <exception cref="ImageFileException">The file cannot be read or is invalid.</exception>
    public static T? Read<T>(string path, Func<ImageFile, YamlMappingNode, T> read)
        where T : class
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var file = new ImageFile(path);
        var value = file.Load() is { } root ? read(file, root) : null;
        return file._problems.Count == 0 ? value : throw new ImageFileException(file._problems);
    }

    /// <summary>The members of a mapping; an absent value has none.</summary>
    public IEnumerable<(YamlScalarNode Key, YamlNode Value)> Members(YamlNode? node)
    {
        if (node is null or YamlScalarNode { Value: null or "" })
        {
            yield break;
        }

        if (node is not YamlMappingNode mapping)
        {
            Report(node, "is not a mapping: write `key: value`");
            yield break;
        }

        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode scalar)
            {
                yield return (scalar, value);
            }
            else
            {
                Report(key, "is not a text");
            }
        }
    }

    /// <summary>The texts of a list; an absent value has none.</summary>
    public IEnumerable<(string Text, YamlNode Node)> Texts(YamlNode? node)
    {
        if (node is null or YamlScalarNode { Value: null or "" })
        {
            return [];
        }

        if (node is not YamlSequenceNode list || list.Children.Any(child => child is not YamlScalarNode))
        {
            Report(node, "is not a list of texts: write [a, b]");
            return [];
        }

        return list.Children.Cast<YamlScalarNode>().Select(child => (child.Value ?? "", (YamlNode)child));
    }

    /// <summary>Reports the members that have no meaning.</summary>
    public void RejectOthers(YamlMappingNode mapping, params string[] known)
    {
        foreach (var (key, _) in Members(mapping))
        {
            if (!known.Contains(key.Value))
            {
                Report(key, $"'{key.Value}' is unknown: the file has {string.Join(", ", known)}");
            }
        }
    }

    public void Report(YamlNode at, string problem) => _problems.Add($"{_path}:{at.Start.Line}: {problem}");

    private YamlMappingNode? Load()
    {
        var stream = new YamlStream();
        try
        {
            if (new FileInfo(_path).Length > MaximumSize)
            {
                throw new ImageFileException([$"{_path}: is larger than {MaximumSize >> 20} MiB"]);
            }

            stream.Load(new BoundedYamlParser(File.ReadAllText(_path)));
        }
        catch (YamlException error)
        {
            throw new ImageFileException([$"{_path}:{error.Start.Line}: not well-formed YAML: {error.Message}"]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ImageFileException([$"{_path}: cannot be read: {error.Message}"]);
        }

        switch (stream.Documents)
        {
            case []:
                return new YamlMappingNode();
            case [{ RootNode: YamlMappingNode root }]:
                return root;
            case [{ RootNode: YamlScalarNode { Value: null or "" } }]:
                return new YamlMappingNode();
            default:
                throw new ImageFileException([$"{_path}: the file must contain one mapping `key: value`"]);
        }
    }
}

/// <summary>A file about images is invalid. Contains all problems, each with its place.</summary>
public sealed class ImageFileException(IReadOnlyList<string> problems) : FormatException(string.Join('\n', problems))
{
    /// <summary>The problems.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
