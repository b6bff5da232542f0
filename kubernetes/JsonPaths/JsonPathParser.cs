using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Infra.Kubernetes.JsonPaths;

/// <summary>Parses JSONPath by the rules of client-go's <c>jsonpath</c>.</summary>
internal sealed class JsonPathParser
{
    private const string FieldEnd = " \t\r\n.,[]$@{}";

    private static readonly SearchValues<char> LiteralEnd = SearchValues.Create(" \t,[]{}@$");

    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "<", ">"];

    private readonly string _whole;
    private readonly string _text;
    private int _at;

    private JsonPathParser(string whole, string text) => (_whole, _text) = (whole, text);

    public static IReadOnlyList<JsonPathStep> Parse(string text)
    {
        var trimmed = text.Trim();
        var inner = trimmed is ['{', .., '}'] ? trimmed[1..^1].Trim() : trimmed;
        return new JsonPathParser(text, inner).Steps();
    }

    private List<JsonPathStep> Steps()
    {
        var steps = new List<JsonPathStep>();
        while (_at < _text.Length)
        {
            switch (_text[_at])
            {
                case ' ' or '@' or '$':
                    _at++;
                    break;
                case '.' when Rest.StartsWith(".."):
                    Recursive(steps);
                    break;
                case '.':
                    _at++;
                    steps.Add(Field());
                    break;
                case '[' when Rest.StartsWith("[?("):
                    steps.Add(Filter());
                    break;
                case '[':
                    steps.AddRange(Bracket());
                    break;
                case '"' or '\'':
                    steps.Add(new LiteralStep(JsonValue.Create(Quoted())));
                    break;
                default:
                    steps.Add(new LiteralStep(NumberOrFlag()));
                    break;
            }
        }

        return steps;
    }

    private ReadOnlySpan<char> Rest => _text.AsSpan(_at);

    private void Recursive(List<JsonPathStep> steps)
    {
        if (steps is [.., RecursiveStep])
        {
            throw Unexpected();
        }

        steps.Add(new RecursiveStep());
        _at += 2;
        if (_at < _text.Length && (IsNameStart(_text[_at]) || _text[_at] == '*'))
        {
            steps.Add(Field());
        }
    }

    private JsonPathStep Field()
    {
        var name = new StringBuilder();
        while (_at < _text.Length && !FieldEnd.Contains(_text[_at], StringComparison.Ordinal))
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length)
            {
                _at++;
            }

            name.Append(_text[_at++]);
        }

        return name.ToString() switch
        {
            "" => throw Unexpected(),
            "*" => new WildcardStep(),
            var field => new FieldStep(field),
        };
    }

    private List<JsonPathStep> Bracket()
    {
        var end = _text.IndexOf(']', _at);
        if (end < 0)
        {
            throw Unexpected();
        }

        var inner = _text[(_at + 1)..end];
        var parts = inner.Split(',');
        var steps = parts.Length == 1 ? BracketItem(inner) : [new UnionStep([.. parts.Select(part => BracketItem(part.Trim(' ')))])];
        _at = end + 1;
        return steps;
    }

    private List<JsonPathStep> BracketItem(string text)
    {
        if (text == "*")
        {
            return [new SliceStep(null, null, null)];
        }

        if (text is ['\'', _, .., '\''] && !text.AsSpan(1, text.Length - 2).Contains('\''))
        {
            return [new FieldStep(text[1..^1].Replace("\\", "", StringComparison.Ordinal))];
        }

        var bounds = text.Split(':');
        var numbers = Array.ConvertAll(bounds, Bound);
        return numbers.Length switch
        {
            1 => [SliceStep.Element(numbers[0] ?? 0)],
            2 or 3 => [new SliceStep(numbers[0], numbers[1], numbers.Length == 3 ? numbers[2] : null)],
            _ => throw Unexpected(),
        };
    }

    private int? Bound(string text) =>
        text.Length == 0 ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && text[0] != '+' ? number
        : throw Unexpected();

    private FilterStep Filter()
    {
        var start = _at + "[?(".Length;
        var end = FindOutsideQuotes(start, (text, i) => text[i] == ')');
        if (end < 0 || end + 1 >= _text.Length || _text[end + 1] != ']')
        {
            throw Unexpected();
        }

        var condition = _text[start..end];
        var at = condition.AsSpan().IndexOfAny("=!<>");
        var filter =
            at < 0
                ? new FilterStep(Side(condition), null, [])
                : Comparison(condition, at, Operators.FirstOrDefault(one => condition.AsSpan(at).StartsWith(one)) ?? throw Unexpected());
        _at = end + 2;
        return filter;
    }

    private FilterStep Comparison(string condition, int at, string comparison)
    {
        var right = condition[(at + comparison.Length)..].Trim();
        return right.Length == 0 || "=!<>".Contains(right[0], StringComparison.Ordinal)
            ? throw Unexpected()
            : new FilterStep(Side(condition[..at]), comparison, Side(right));
    }

    private List<JsonPathStep> Side(string text) => new JsonPathParser(_whole, text.Trim()).Steps();

    private string Quoted()
    {
        var quote = _text[_at];
        var value = new StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] != quote; _at++)
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length)
            {
                _at++;
            }

            value.Append(_text[_at]);
        }

        return _at++ < _text.Length ? value.ToString() : throw Unexpected();
    }

    private JsonValue NumberOrFlag()
    {
        var end = Rest.IndexOfAny(LiteralEnd);
        var word = end < 0 ? _text[_at..] : _text.Substring(_at, end);
        const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        JsonValue value =
            word is "true" or "false" ? JsonValue.Create(word == "true")
            : long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole)
            : double.TryParse(word, Decimal, CultureInfo.InvariantCulture, out var fraction) ? JsonValue.Create(fraction)
            : throw Unexpected();
        _at += word.Length;
        return value;
    }

    private int FindOutsideQuotes(int start, Func<string, int, bool> isEnd)
    {
        var quote = '\0';
        for (var i = start; i < _text.Length; i++)
        {
            if (quote != '\0')
            {
                quote = _text[i] == quote && _text[i - 1] != '\\' ? '\0' : quote;
            }
            else if (_text[i] is '"' or '\'')
            {
                quote = _text[i];
            }
            else if (isEnd(_text, i))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsNameStart(char character) => character == '_' || char.IsLetter(character);

    private FormatException Unexpected() => new($"the JSONPath \"{_whole}\" is not understood at \"{Rest}\"");
}
