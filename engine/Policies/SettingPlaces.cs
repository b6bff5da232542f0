using System.Buffers;
using System.Text;
using System.Text.Json;
using Infra.Engine.Errors;
using Infra.Engine.Projects.Yaml;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Policies;

/// <summary>The lines of the settings in a file, to give the place of a problem that a pack reports.</summary>
internal sealed class SettingPlaces
{
    private static readonly SearchValues<char> PathEnds = SearchValues.Create(":.[");

    private readonly string _file;
    private readonly Dictionary<string, long> _lines = new(StringComparer.Ordinal);
    private readonly List<string> _duplicates = [];

    private SettingPlaces(string file) => _file = file;

    /// <summary>Problems with keys that occur twice in an object, of which a parser would drop one.</summary>
    public IReadOnlyList<string> Duplicates => _duplicates;

    /// <summary>Finds the places in a stack's configuration file; none where the file cannot be read.</summary>
    public static SettingPlaces FromStackFile(string path)
    {
        var places = new SettingPlaces(path);
        try
        {
            if (YamlFile.Load(path).Find("config") is { } config)
            {
                places.Visit("", config);
            }
        }
        catch (ConfigurationException)
        {
            // The file was read before. If it has changed since, problems are reported without lines.
        }

        return places;
    }

    /// <summary>Finds the places in well-formed JSON.</summary>
    public static SettingPlaces FromJson(string path, string text)
    {
        var places = new SettingPlaces(path);
        var utf8 = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
        reader.Read();
        places.Visit("", ref reader, utf8);
        return places;
    }

    /// <summary>Finds <c>file:line</c> of a setting; null where the file does not have it.</summary>
    public string? Find(string path) => _lines.TryGetValue(path, out var line) ? $"{_file}:{line}" : null;

    /// <summary>Prefixes a problem that begins with the path of a setting by file and line.</summary>
    /// <returns>Null where it begins with something else.</returns>
    public string? Locate(string problem)
    {
        for (var end = problem.Length; end > 0; end = problem.AsSpan(0, end).LastIndexOfAny(PathEnds))
        {
            if (_lines.TryGetValue(problem[..end], out var line))
            {
                return $"{_file}:{line}: {problem}";
            }
        }

        return null;
    }

    private void Visit(string path, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                foreach (var (key, value) in mapping.Children)
                {
                    var inner = Join(path, (key as YamlScalarNode)?.Value ?? "");
                    _lines[inner] = key.Start.Line;
                    Visit(inner, value);
                }

                break;
            case YamlSequenceNode sequence:
                for (var i = 0; i < sequence.Children.Count; i++)
                {
                    _lines[$"{path}[{i}]"] = sequence.Children[i].Start.Line;
                    Visit($"{path}[{i}]", sequence.Children[i]);
                }

                break;
        }
    }

    private void Visit(string path, ref Utf8JsonReader reader, byte[] text)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var inner = Join(path, reader.GetString()!);
                    var line = GetLine(text, reader.TokenStartIndex);
                    if (!_lines.TryAdd(inner, line))
                    {
                        _duplicates.Add($"{_file}:{line}: {inner}: occurs twice, first in line {_lines[inner]}: remove one of them");
                    }

                    reader.Read();
                    Visit(inner, ref reader, text);
                }

                break;
            case JsonTokenType.StartArray:
                for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
                {
                    _lines[$"{path}[{i}]"] = GetLine(text, reader.TokenStartIndex);
                    Visit($"{path}[{i}]", ref reader, text);
                }

                break;
        }
    }

    private static long GetLine(byte[] text, long position) => text.AsSpan(0, (int)position).Count((byte)'\n') + 1;

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
