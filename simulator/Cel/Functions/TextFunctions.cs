using System.Text;
using Infra.Simulator.Cel.Values;

namespace Infra.Simulator.Cel.Functions;

/// <summary>Functions of strings and regular expressions.</summary>
internal static class TextFunctions
{
    private const int MaximumLength = 10_000_000;

    public static Dictionary<string, Func<object?[], object?>> All { get; } =
        new()
        {
            ["contains"] = values => Test(values, (text, part) => text.Contains(part, StringComparison.Ordinal)),
            ["startsWith"] = values => Test(values, (text, part) => text.StartsWith(part, StringComparison.Ordinal)),
            ["endsWith"] = values => Test(values, (text, part) => text.EndsWith(part, StringComparison.Ordinal)),
            ["matches"] = Match,
            ["find"] = values =>
                Find(values, 1) is IReadOnlyList<object?> found ? (found.Count > 0 ? found[0] : null) ?? "" : Find(values, 1),
            ["findAll"] = values => Find(values, values is [_, _, long limit] ? limit : -1),
            ["charAt"] = CharacterAt,
            ["indexOf"] = IndexOf,
            ["lastIndexOf"] = LastIndexOf,
            ["lowerAscii"] = values => Map(values, char.ToLowerInvariant),
            ["upperAscii"] = values => Map(values, char.ToUpperInvariant),
            ["trim"] = values => values is [string text] ? text.Trim() : CelError.NoSuchOverload,
            ["replace"] = Replace,
            ["split"] = Split,
            ["substring"] = Substring,
            ["join"] = Join,
            ["strings.quote"] = values => values is [string text] ? Quote(text) : CelError.NoSuchOverload,
            ["format"] = values =>
                values is [string text, IReadOnlyList<object?> list] ? TextFormatting.Format(text, list) : CelError.NoSuchOverload,
        };

    public static string Quote(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var character in text)
        {
            var escape = "\a\b\f\n\r\t\v\\\"".IndexOf(character, StringComparison.Ordinal);
            result.Append(escape < 0 ? character.ToString() : "\\" + @"abfnrtv\"""[escape]);
        }

        return result.Append('"').ToString();
    }

    private static object Test(object?[] values, Func<string, string, bool> test) =>
        values is [string text, string part] ? test(text, part) : CelError.NoSuchOverload;

    private static object Match(object?[] values)
    {
        if (values is not [string text, string pattern])
        {
            return CelError.NoSuchOverload;
        }

        return RegularExpressions.TryGet(pattern, out var expression, out var problem) ? expression.IsMatch(text) : new CelError(problem);
    }

    private static object Find(object?[] values, long limit)
    {
        if (values is not [string text, string pattern, ..])
        {
            return CelError.NoSuchOverload;
        }

        return RegularExpressions.TryGet(pattern, out var expression, out var problem)
            ? expression
                .Matches(text)
                .Take(limit < 0 ? int.MaxValue : (int)Math.Min(limit, int.MaxValue))
                .Select(match => (object?)match.Value)
                .ToArray()
            : new CelError(problem);
    }

    private static object CharacterAt(object?[] values)
    {
        if (values is not [string text, long index])
        {
            return CelError.NoSuchOverload;
        }

        var runes = GetRunes(text);
        return index == runes.Count ? ""
            : index >= 0 && index < runes.Count ? runes[(int)index].ToString()
            : new CelError($"index out of range: {index}");
    }

    private static object IndexOf(object?[] values)
    {
        if (values is not [string text, string part, ..])
        {
            return CelError.NoSuchOverload;
        }

        var (runes, sought) = (GetRunes(text), GetRunes(part));
        var start = values is [_, _, long given] ? given : 0;
        if (sought.Count == 0)
        {
            return start;
        }

        if (start < 0 || (start >= runes.Count && start != 0))
        {
            return new CelError($"index out of range: {start}");
        }

        for (var at = (int)start; at + sought.Count <= runes.Count; at++)
        {
            if (runes.Skip(at).Take(sought.Count).SequenceEqual(sought))
            {
                return (long)at;
            }
        }
        return -1L;
    }

    private static object LastIndexOf(object?[] values)
    {
        if (values is not [string text, string part, ..])
        {
            return CelError.NoSuchOverload;
        }

        var (runes, sought) = (GetRunes(text), GetRunes(part));
        var start = values is [_, _, long given] ? given : runes.Count - 1;
        if (sought.Count == 0)
        {
            return values.Length == 3 ? start : (long)runes.Count;
        }

        if (runes.Count < sought.Count)
        {
            return -1L;
        }

        if (start < 0 || start >= runes.Count)
        {
            return new CelError($"index out of range: {start}");
        }

        for (var at = (int)Math.Min(start, runes.Count - sought.Count); at >= 0; at--)
        {
            if (runes.Skip(at).Take(sought.Count).SequenceEqual(sought))
            {
                return (long)at;
            }
        }
        return -1L;
    }

    private static object Map(object?[] values, Func<char, char> map) =>
        values is [string text]
            ? string.Concat(text.Select(character => char.IsAsciiLetter(character) ? map(character) : character))
            : CelError.NoSuchOverload;

    private static object Replace(object?[] values)
    {
        if (values is not [string text, string old, string replacement, ..])
        {
            return CelError.NoSuchOverload;
        }

        var limit = values is [_, _, _, long given] && given >= 0 ? given : long.MaxValue;
        var result = new StringBuilder();
        var at = 0;
        while (limit > 0 && at <= text.Length)
        {
            var next = old.Length == 0 ? at : text.IndexOf(old, at, StringComparison.Ordinal);
            if (next < 0)
            {
                break;
            }

            result.Append(text, at, next - at).Append(replacement);
            if (result.Length > MaximumLength)
            {
                return CreateTooLong("replace");
            }

            limit--;
            at = next + old.Length;
            if (old.Length > 0)
            {
                continue;
            }

            if (at == text.Length)
            {
                return result.ToString();
            }

            result.Append(text[at++]);
        }
        return result.Append(text, at, text.Length - at).ToString();
    }

    private static object Split(object?[] values)
    {
        if (values is not [string text, string separator, ..])
        {
            return CelError.NoSuchOverload;
        }

        var limit = values is [_, _, long given] ? given : -1;
        if (limit == 0)
        {
            return Array.Empty<object?>();
        }

        var count = limit < 0 ? int.MaxValue : (int)Math.Min(limit, int.MaxValue);
        if (separator.Length > 0)
        {
            return text.Split(separator, count).Select(part => (object?)part).ToArray();
        }

        var runes = GetRunes(text);
        var parts = runes.Take(Math.Min(count - 1, runes.Count)).Select(rune => (object?)rune.ToString()).ToList();
        if (parts.Count < runes.Count)
        {
            parts.Add(string.Concat(runes.Skip(parts.Count)));
        }

        return parts.ToArray();
    }

    private static object Substring(object?[] values)
    {
        if (values is not [string text, long start, ..])
        {
            return CelError.NoSuchOverload;
        }

        var runes = GetRunes(text);
        var end = values is [_, _, long given] ? given : runes.Count;
        if (start > end)
        {
            return new CelError(
                values.Length == 3 ? $"invalid substring range. start: {start}, end: {end}" : $"index out of range: {start}"
            );
        }

        if (start < 0 || start > runes.Count)
        {
            return new CelError($"index out of range: {start}");
        }

        return end < 0 || end > runes.Count
            ? new CelError($"index out of range: {end}")
            : string.Concat(runes.Skip((int)start).Take((int)(end - start)));
    }

    private static object Join(object?[] values)
    {
        if (values is not [IReadOnlyList<object?> list, ..] || list.Any(item => item is not string))
        {
            return CelError.NoSuchOverload;
        }

        var separator = values is [_, string given] ? given : "";
        return list.Sum(item => (long)((string)item!).Length + separator.Length) > MaximumLength
            ? CreateTooLong("join")
            : string.Join(separator, list);
    }

    private static CelError CreateTooLong(string function) =>
        new($"{function}: the text would be longer than the {MaximumLength} characters that the simulated cluster allows");

    private static List<Rune> GetRunes(string text) => [.. text.EnumerateRunes()];
}
