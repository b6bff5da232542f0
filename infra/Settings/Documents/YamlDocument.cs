using System.Globalization;
using Infra.Backend.Settings.Binding;
using Infra.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Infra.Backend.Settings.Documents;

/// <summary>
/// Reads YAML into nodes with line numbers. Plain scalars are typed by YAML 1.2's core schema; aliases and merge keys are expanded.
/// </summary>
internal sealed class YamlDocument
{
    private readonly string _file;
    private readonly BoundedYamlParser _parser;
    private readonly SettingsErrors _errors;
    private readonly Dictionary<string, Anchor> _anchors = new(StringComparer.Ordinal);

    private readonly Func<ScalarNode, bool, ScalarNode> _convertScalar;

    private YamlDocument(
        string file,
        string text,
        SettingsErrors errors,
        bool allowTags = false,
        Func<ScalarNode, bool, ScalarNode>? convertScalar = null
    )
    {
        _file = file;
        _parser = new BoundedYamlParser(text, allowTags);
        _errors = errors;
        _convertScalar = convertScalar ?? ((scalar, _) => scalar);
    }

    /// <summary>Reads the root mapping; null if the file is empty or invalid. Errors are added to <paramref name="errors"/>.</summary>
    public static MappingNode? Read(string file, string text, SettingsErrors errors)
    {
        var document = new YamlDocument(file, text, errors);
        return document.Run(document.ReadRoot);
    }

    /// <summary>
    /// Reads all documents of a file of Kubernetes objects, whose tags Kubernetes ignores. Errors are added to <paramref name="errors"/>.
    /// </summary>
    /// <param name="file">The file's name.</param>
    /// <param name="text">Its content.</param>
    /// <param name="errors">Receives the errors.</param>
    /// <param name="convertValue">Converts the values; its argument is whether they are written without quotes.</param>
    public static IReadOnlyList<SettingsNode> ReadAll(
        string file,
        string text,
        SettingsErrors errors,
        Func<ScalarNode, bool, ScalarNode> convertValue
    )
    {
        var document = new YamlDocument(file, text, errors, allowTags: true, convertValue);
        return document.Run(document.ReadDocuments) ?? [];
    }

    private T? Run<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (YamlLimitException exception)
        {
            _errors.AddUnusable(At(exception), SettingsPath.Root, exception.Problem, exception.Cure);
        }
        catch (YamlException exception)
        {
            _errors.AddUnusable(
                At(exception),
                SettingsPath.Root,
                $"this is not valid YAML: {exception.Message}",
                "correct the indentation or quoting around this line"
            );
        }

        return null;

        Location At(YamlException exception) => new(_file, (int)exception.Start.Line);
    }

    private List<SettingsNode> ReadDocuments()
    {
        var documents = new List<SettingsNode>();
        _parser.Consume<StreamStart>();
        while (_parser.TryConsume<DocumentStart>(out _))
        {
            _anchors.Clear();
            documents.Add(ReadNode(SettingsPath.Root));
            _parser.Consume<DocumentEnd>();
        }

        return documents;
    }

    private MappingNode? ReadRoot()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            return null;
        }

        var root = ReadNode(SettingsPath.Root);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
        {
            _errors.AddUnusable(
                GetLocation(second),
                SettingsPath.Root,
                "a second YAML document starts here",
                "remove the '---', or move what follows to another file"
            );
            return null;
        }

        switch (root)
        {
            case MappingNode mapping:
                return mapping;
            case ScalarNode { Kind: ScalarKind.Null }:
                return null;
            case var other:
                _errors.AddUnusable(
                    other.Location,
                    SettingsPath.Root,
                    "a mapping of settings (key: value) is expected here",
                    "start the file with a key such as 'services:'"
                );
                return null;
        }
    }

    private SettingsNode ReadNode(SettingsPath path)
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors[alias.Value.Value].Value!;
        }

        if (_parser.Current is not NodeEvent start)
        {
            // The parser ends some malformed lists and mappings without an event for the missing value.
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, "a value is missing here");
        }

        var anchor = new Anchor();
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = anchor;
        }

        anchor.Value = start switch
        {
            Scalar scalar => _convertScalar(ReadScalar(_parser.Consume<Scalar>()), scalar.Style == ScalarStyle.Plain),
            SequenceStart => ReadSequence(path),
            _ => ReadMapping(path),
        };
        return anchor.Value;
    }

    private SequenceNode ReadSequence(SettingsPath path)
    {
        var start = _parser.Consume<SequenceStart>();
        var items = new List<SettingsNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(path.Item(items.Count)));
        }

        return new SequenceNode(GetLocation(start), items);
    }

    private MappingNode ReadMapping(SettingsPath path)
    {
        var start = _parser.Consume<MappingStart>();
        var entries = new List<SettingsEntry>();
        IReadOnlyList<MappingNode> merged = [];
        var lines = new Dictionary<string, int?>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var key))
            {
                throw new YamlException(_parser.Current!.Start, _parser.Current.End, "a key must be a scalar");
            }

            if (!key.Anchor.IsEmpty)
            {
                _anchors[key.Anchor.Value] = new Anchor { Value = ReadScalar(key) };
            }

            var location = GetLocation(key);
            var keyPath = path.Key(key.Value);
            var isMerge = key is { Value: MergeKey.Name, Style: ScalarStyle.Plain };

            // A duplicate is read all the same, so that its other errors are reported too.
            var value = ReadNode(keyPath);
            if (isMerge)
            {
                merged = MergeKey.Sources(value, keyPath, _errors);
            }
            else
            {
                entries.Add(new SettingsEntry(key.Value, location, value));
            }

            if (!lines.TryAdd(key.Value, location.Line))
            {
                _errors.Add(
                    location,
                    keyPath,
                    $"'{key.Value}' is already defined in line {lines[key.Value]}",
                    isMerge ? "write one '<<: [*first, *second]'" : "rename or remove one of the two"
                );
            }
        }

        var mapping = new MappingNode(GetLocation(start), entries);
        return merged.Count == 0 ? mapping : MergeKey.Apply(mapping, merged);
    }

    private ScalarNode ReadScalar(Scalar scalar) =>
        new(GetLocation(scalar), scalar.Value, scalar.Style == ScalarStyle.Plain ? PlainKind(scalar.Value) : ScalarKind.Text);

    /// <summary>The type of an unquoted scalar by YAML's core schema.</summary>
    public static ScalarKind PlainKind(string text) =>
        text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
            "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
            _ => IsNumber(text) ? ScalarKind.Number : ScalarKind.Text,
        };

    private static bool IsNumber(string text) =>
        (char.IsAsciiDigit(text[^1]) || text[^1] == '.')
        && (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.')
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private Location GetLocation(ParsingEvent parsed) => new(_file, (int)parsed.Start.Line) { Column = (int)parsed.Start.Column };

    /// <summary>A value that aliases refer to. The parser rejects aliases to a value that was not read to its end.</summary>
    private sealed class Anchor
    {
        public SettingsNode? Value { get; set; }
    }
}
