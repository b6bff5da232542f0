using System.Globalization;
using Infra.Backend.Settings.Binding;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Infra.Backend.Settings.Documents;

/// <summary>Reads YAML into nodes with line numbers. Plain scalars are typed by YAML 1.2's core schema.</summary>
internal sealed class YamlDocument
{
    private readonly string _file;
    private readonly Parser _parser;
    private readonly SettingsErrors _errors;
    private readonly Dictionary<string, SettingsNode> _anchors = new(StringComparer.Ordinal);

    private YamlDocument(string file, string text, SettingsErrors errors)
    {
        _file = file;
        _parser = new Parser(new StringReader(text));
        _errors = errors;
    }

    /// <summary>Reads the root mapping; null if the file is empty or invalid. Errors are added to <paramref name="errors"/>.</summary>
    public static MappingNode? Read(string file, string text, SettingsErrors errors)
    {
        var document = new YamlDocument(file, text, errors);
        try
        {
            return document.ReadRoot();
        }
        catch (YamlException exception)
        {
            document.Reject(exception.Start, Message(exception));
        }
        catch (InvalidOperationException)
        {
            // The scanner throws this if a flow collection or a quoted scalar is not closed.
            document.Reject(document._parser.Current?.End ?? Mark.Empty, "a bracket, a brace or a quotation mark is not closed");
        }

        return null;
    }

    private void Reject(Mark at, string problem) =>
        _errors.AddUnusable(
            new Location(_file, GetLine(at)),
            SettingsPath.Root,
            $"this is not valid YAML: {problem}",
            "correct the indentation or quoting around this line"
        );

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
                    "a list of settings (key: value) is expected here",
                    "start the file with a key such as 'services:'"
                );
                return null;
        }
    }

    private SettingsNode ReadNode(SettingsPath path)
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.TryGetValue(alias.Value.Value, out var target)
                ? target
                : throw new YamlException(alias.Start, alias.End, $"no anchor '&{alias.Value.Value}' is defined above this alias");
        }

        var start = (NodeEvent)_parser.Current!;
        SettingsNode node = start switch
        {
            Scalar => ReadScalar(_parser.Consume<Scalar>()),
            SequenceStart => ReadSequence(path),
            _ => ReadMapping(path),
        };
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = node;
        }

        return node;
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
        var lines = new Dictionary<string, int?>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var key))
            {
                throw new YamlException(_parser.Current!.Start, _parser.Current.End, "a key must be a scalar");
            }

            var location = GetLocation(key);
            var keyPath = path.Key(key.Value);

            // A duplicate is read all the same, so that its other errors are reported too.
            entries.Add(new SettingsEntry(key.Value, location, ReadNode(keyPath)));
            if (!lines.TryAdd(key.Value, location.Line))
            {
                _errors.Add(
                    location,
                    keyPath,
                    $"'{key.Value}' is already defined in line {lines[key.Value]}",
                    "rename or remove one of the two"
                );
            }
        }

        return new MappingNode(GetLocation(start), entries);
    }

    private ScalarNode ReadScalar(Scalar scalar)
    {
        var isPlain = scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty;
        return new ScalarNode(GetLocation(scalar), scalar.Value, isPlain ? PlainKind(scalar.Value) : ScalarKind.Text);
    }

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

    private Location GetLocation(ParsingEvent parsed) => new(_file, GetLine(parsed.Start));

    private static int GetLine(Mark mark) => (int)mark.Line;

    /// <summary>The parser's message without its position, which the error names itself.</summary>
    private static string Message(YamlException exception)
    {
        var message = (exception.InnerException ?? exception).Message;
        var end = message.IndexOf("): ", StringComparison.Ordinal);
        return (end >= 0 && message.StartsWith('(') ? message[(end + 3)..] : message).TrimEnd('.');
    }
}
