using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Selectors;

/// <summary>Reads the text form of label selectors: <c>a=b,c!=d,e in (x,y),f notin (z),g,!h</c>.</summary>
internal static class LabelSelectorParser
{
    /// <exception cref="StatusException">The text is no selector.</exception>
    public static LabelSelector Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return LabelSelector.Everything;
        return new LabelSelector([.. Split(text).Select(part => Requirement(part.Trim(), text))]);
    }

    /// <summary>Splits at commas outside of parentheses.</summary>
    private static IEnumerable<string> Split(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] == ',' && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }
        yield return text[start..];
    }

    private static LabelRequirement Requirement(string part, string whole)
    {
        if (part.StartsWith('!'))
            return new(Key(part[1..].Trim(), whole), LabelOperator.DoesNotExist, []);
        var set = SetRequirement(part, whole);
        if (set is not null)
            return set;
        if (part.IndexOf("!=", StringComparison.Ordinal) is var unequal and > 0)
            return new(Key(part[..unequal].Trim(), whole), LabelOperator.NotIn, [part[(unequal + 2)..].Trim()]);
        if (part.IndexOf('=', StringComparison.Ordinal) is var equal and > 0)
            return new(Key(part[..equal].Trim(), whole), LabelOperator.In, [part[(equal + 1)..].TrimStart('=').Trim()]);
        return new(Key(part, whole), LabelOperator.Exists, []);
    }

    private static LabelRequirement? SetRequirement(string part, string whole)
    {
        var words = part.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length < 2)
            return null;
        var (negated, rest) = words[1].StartsWith("notin", StringComparison.Ordinal) ? (true, words[1][5..].Trim())
            : words[1].StartsWith("in", StringComparison.Ordinal) ? (false, words[1][2..].Trim())
            : (false, "");
        if (!rest.StartsWith('(') || !rest.EndsWith(')'))
            return null;
        var values = rest[1..^1].Split(',', StringSplitOptions.TrimEntries);
        return new(Key(words[0], whole), negated ? LabelOperator.NotIn : LabelOperator.In, values);
    }

    private static string Key(string key, string whole)
    {
        if (key.Length > 0 && key.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '/'))
            return key;
        var found = key.Length == 0 ? "" : key;
        throw StatusException.BadRequest(
            $"unable to parse requirement: found '{found}', expected: identifier after ',' in \"{whole}\"");
    }
}
