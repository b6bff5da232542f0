using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Infra.Yaml;

/// <summary>
/// Parses YAML with limits on nesting and on the nodes that aliases add. Any text ends quickly: at the end of the stream, or with a
/// <see cref="YamlException"/> that has a position.
/// </summary>
public sealed class BoundedYamlParser : IParser
{
    /// <summary>The maximum nesting of mappings and lists, which is that of System.Text.Json.</summary>
    public const int MaximumDepth = 64;

    /// <summary>The number of nodes that aliases may add to a small document.</summary>
    public const int AliasAllowance = 100_000;

    /// <summary>The number of nodes that aliases may add for each node in the text.</summary>
    public const int AliasRatio = 10;

    private const char ByteOrderMark = '\uFEFF';

    private readonly string _text;
    private readonly bool _allowTags;
    private readonly YamlException? _invalidCharacter;
    private readonly Parser _parser;
    private readonly Stack<Frame> _frames = new();
    private readonly Dictionary<string, Frame> _anchors = new(StringComparer.Ordinal);
    private long _written;
    private long _added;

    /// <summary>Parses a text, which may begin with a byte order mark.</summary>
    /// <param name="text">The text.</param>
    /// <param name="allowTags">Whether tags are ignored, as Kubernetes does, instead of being an error.</param>
    public BoundedYamlParser(string text, bool allowTags = false)
    {
        _allowTags = allowTags;
        _text = text.Length > 0 && text[0] == ByteOrderMark ? text[1..] : text;
        _invalidCharacter = YamlProblem.FindInvalidCharacter(_text);
        _parser = new Parser(new StringReader(_text));
    }

    /// <inheritdoc/>
    public ParsingEvent? Current => _parser.Current;

    /// <inheritdoc/>
    public bool MoveNext()
    {
        if (_invalidCharacter is not null)
        {
            throw _invalidCharacter;
        }

        if (!Advance())
        {
            return false;
        }

        switch (_parser.Current)
        {
            case AnchorAlias alias:
                Expand(alias);
                break;
            case NodeEvent node:
                Begin(node);
                break;
            case MappingEnd end when _frames.Peek().Children % 2 != 0:
                // The parser reads `[? , :]` as a key without even an empty value.
                throw new YamlException(end.Start, end.End, "a key has no value");
            case SequenceEnd or MappingEnd:
                End(_frames.Pop());
                break;
            case DocumentStart:
                _anchors.Clear();
                break;
            default:
                break;
        }

        return true;
    }

    private bool Advance()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (YamlException error)
        {
            throw YamlProblem.Explain(error, _text);
        }
        catch (InvalidOperationException)
        {
            // The scanner throws this if a flow collection or a quoted scalar is not closed.
            var end = _parser.Current?.End ?? Mark.Empty;
            throw new YamlException(end, end, "a bracket, a brace or a quotation mark is not closed");
        }
    }

    private void Begin(NodeEvent node)
    {
        _written++;
        if (!node.Tag.IsEmpty && !_allowTags)
        {
            throw new YamlLimitException(
                node.Start,
                node.End,
                $"the tag '{YamlProblem.Shorten(node.Tag)}' has no meaning here",
                "remove it; a text that looks like a number or a boolean needs quotes only"
            );
        }

        var frame = new Frame(node.Anchor.IsEmpty ? null : node.Anchor.Value);
        if (frame.Anchor is { } anchor)
        {
            _anchors[anchor] = frame;
        }

        if (node is Scalar)
        {
            End(frame);
            return;
        }

        _frames.Push(frame);
        RequireDepth(node, _frames.Count);
    }

    private void End(Frame frame)
    {
        frame.IsOpen = false;
        if (_frames.TryPeek(out var parent))
        {
            parent.Contain(frame);
        }
    }

    private void Expand(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var target))
        {
            throw new YamlException(
                alias.Start,
                alias.End,
                $"no anchor '&{YamlProblem.Shorten(alias.Value.Value)}' is defined above this alias"
            );
        }

        if (target.IsOpen)
        {
            throw new YamlLimitException(
                alias.Start,
                alias.End,
                $"the alias '*{YamlProblem.Shorten(alias.Value.Value)}' refers to the value that contains it",
                "move the anchor to a value outside of it"
            );
        }

        RequireDepth(alias, _frames.Count + target.Height);
        _added += target.Size;
        if (_added > AliasAllowance + (AliasRatio * _written))
        {
            throw new YamlLimitException(
                alias.Start,
                alias.End,
                $"the aliases up to this one add more than {AliasAllowance + (AliasRatio * _written)} values",
                "write fewer aliases of aliases"
            );
        }

        if (_frames.TryPeek(out var parent))
        {
            parent.Contain(target);
        }
    }

    private static void RequireDepth(ParsingEvent at, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw new YamlLimitException(
                at.Start,
                at.End,
                $"mappings and lists are nested deeper than {MaximumDepth} levels",
                "close the brackets, or write it flatter"
            );
        }
    }

    /// <summary>A node, with its aliases expanded.</summary>
    private sealed class Frame(string? anchor)
    {
        public string? Anchor { get; } = anchor;

        /// <summary>Whether its end is still to be read.</summary>
        public bool IsOpen { get; set; } = true;

        /// <summary>The number of nodes, itself included.</summary>
        public long Size { get; private set; } = 1;

        /// <summary>The levels of mappings and lists, itself included.</summary>
        public int Height { get; private set; }

        /// <summary>The number of keys and values, or of items.</summary>
        public int Children { get; private set; }

        public void Contain(Frame child)
        {
            Children++;
            Size += child.Size;
            Height = Math.Max(Height, child.Height + 1);
        }
    }
}
