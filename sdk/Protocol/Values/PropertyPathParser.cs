using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Infra.Protocol.Values;

/// <summary>
/// Parses property paths as leniently as Pulumi: a name extends to the next dot or bracket, and <c>a.[0]</c> is accepted for <c>a[0]</c>.
/// </summary>
internal ref struct PropertyPathParser
{
    private ReadOnlySpan<char> _rest;

    private PropertyPathParser(string text) => _rest = text;

    /// <summary>Parses the text. Returns the problem, or null and the path.</summary>
    public static string? Parse(string text, out PropertyPath? path)
    {
        path = null;
        if (text.StartsWith('.'))
        {
            return "it must start with a name or an index";
        }

        var parser = new PropertyPathParser(text);
        var segments = ImmutableArray.CreateBuilder<PropertyPathSegment>();
        while (!parser._rest.IsEmpty)
        {
            if (parser.ReadNext(segments) is { } problem)
            {
                return problem;
            }
        }

        path = new PropertyPath(segments.ToImmutable());
        return null;
    }

    private string? ReadNext(ImmutableArray<PropertyPathSegment>.Builder segments)
    {
        switch (_rest)
        {
            case ['.', .. var rest]:
                _rest = rest;
                return rest.IsEmpty ? "it must end with a name or an index" : null;
            case ['[', '"', .. var rest]:
                _rest = rest;
                return ReadQuotedName(segments);
            case ['[', .. var rest]:
                _rest = rest;
                return ReadIndex(segments);
            default:
                var end = _rest.IndexOfAny('.', '[');
                segments.Add(new string(end < 0 ? _rest : _rest[..end]));
                _rest = end < 0 ? default : _rest[end..];
                return null;
        }
    }

    private string? ReadQuotedName(ImmutableArray<PropertyPathSegment>.Builder segments)
    {
        var name = new StringBuilder();
        while (true)
        {
            switch (_rest)
            {
                case []:
                    return "a closing quote is missing";
                case ['"', ']', .. var rest]:
                    segments.Add(name.ToString());
                    _rest = rest;
                    return null;
                case ['"', ..]:
                    return "a closing bracket is missing after a quoted name";
                case ['\\', '"', .. var rest]:
                    name.Append('"');
                    _rest = rest;
                    break;
                case [var c, .. var rest]:
                    name.Append(c);
                    _rest = rest;
                    break;
            }
        }
    }

    private string? ReadIndex(ImmutableArray<PropertyPathSegment>.Builder segments)
    {
        var end = _rest.IndexOf(']');
        if (end < 0)
        {
            return "a closing bracket is missing";
        }

        var text = _rest[..end];
        _rest = _rest[(end + 1)..];
        if (text is "*")
        {
            segments.Add(PropertyPathSegment.Wildcard);
        }
        else if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            segments.Add(index);
        }
        else
        {
            return $"'{text}' is not an index; write a number, * or a name in double quotes";
        }

        return null;
    }
}
