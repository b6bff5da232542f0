namespace Infra.Kubernetes.Selectors;

/// <summary>Parses the text form of label selectors with the grammar and the messages of apimachinery's <c>labels.Parse</c>.</summary>
internal sealed class LabelSelectorParser
{
    private const string Operators = "in, notin, =, ==, !=, gt, lt";

    private readonly List<string> _tokens;
    private int _next;

    private LabelSelectorParser(List<string> tokens) => _tokens = tokens;

    // The empty token marks the end of the text.
    private string Current => _next < _tokens.Count ? _tokens[_next] : "";

    private bool IsAtEnd => Current.Length == 0;

    /// <summary>The requirements, ordered by key.</summary>
    public static IReadOnlyList<LabelRequirement> Parse(string text) =>
        [.. new LabelSelectorParser(Tokenize(text)).Requirements().OrderBy(requirement => requirement.Key, StringComparer.Ordinal)];

    private List<LabelRequirement> Requirements()
    {
        var requirements = new List<LabelRequirement>();
        if (!IsAtEnd && !StartsRequirement(Current))
        {
            throw new FormatException($"found '{Current}', expected: !, identifier, or 'end of string'");
        }

        while (!IsAtEnd)
        {
            requirements.Add(Requirement());
            var separator = Take();
            if (separator.Length > 0 && separator != ",")
            {
                throw new FormatException($"found '{separator}', expected: ',' or 'end of string'");
            }

            if (separator == "," && !StartsRequirement(Current))
            {
                throw new FormatException($"found '{Current}', expected: identifier after ','");
            }
        }

        return requirements;
    }

    private LabelRequirement Requirement()
    {
        var isNegated = Current == "!";
        _next += isNegated ? 1 : 0;
        var key = Identifier("identifier", "unable to parse requirement: ");
        if (ObjectNames.LabelKeyProblems(key).ToList() is { Count: > 0 } problems)
        {
            throw new FormatException($"unable to parse requirement: <nil>: Invalid value: \"{key}\": {string.Join("; ", problems)}");
        }

        if (isNegated || IsAtEnd || Current == ",")
        {
            return new LabelRequirement(key, isNegated ? LabelOperator.DoesNotExist : LabelOperator.Exists, []);
        }

        return Take() switch
        {
            "in" => Checked(key, LabelOperator.In, Values()),
            "notin" => Checked(key, LabelOperator.NotIn, Values()),
            "=" or "==" => Checked(key, LabelOperator.Equals, [Value()]),
            "!=" => Checked(key, LabelOperator.NotEquals, [Value()]),
            ">" => Checked(key, LabelOperator.GreaterThan, [Value()]),
            "<" => Checked(key, LabelOperator.LessThan, [Value()]),
            var other => throw new FormatException($"unable to parse requirement: found '{other}', expected: {Operators}"),
        };
    }

    private static LabelRequirement Checked(string key, LabelOperator comparison, IReadOnlyList<string> values)
    {
        foreach (var value in values)
        {
            if (comparison is LabelOperator.GreaterThan or LabelOperator.LessThan && !long.TryParse(value, out _))
            {
                throw new FormatException(
                    $"unable to parse requirement: values[0]: Invalid value: \"{value}\": "
                        + "for 'Gt', 'Lt' operators, the value must be an integer"
                );
            }

            if (ObjectNames.LabelValueProblems(value).FirstOrDefault() is { } problem)
            {
                throw new FormatException($"unable to parse requirement: values[0][{key}]: Invalid value: \"{value}\": {problem}");
            }
        }

        return new LabelRequirement(key, comparison, values);
    }

    private string Value() => IsAtEnd || Current == "," ? "" : Identifier("identifier", "unable to parse requirement: ");

    // Omitted values are empty: (a,,b) has three, () has one.
    private string[] Values()
    {
        if (Take() is not "(" and var found)
        {
            throw new FormatException($"unable to parse requirement: found '{found}' expected: '('");
        }

        var values = new SortedSet<string>(StringComparer.Ordinal);
        while (true)
        {
            values.Add(Current is "," or ")" ? "" : Identifier("',', ')' or identifier", "unable to parse requirement: "));
            switch (Take())
            {
                case ",":
                    continue;
                case ")":
                    return [.. values];
                case var other:
                    throw new FormatException($"unable to parse requirement: found '{other}', expected: ',' or ')'");
            }
        }
    }

    private string Identifier(string expected, string prefix) =>
        IsIdentifier(Current) ? Take() : throw new FormatException($"{prefix}found '{Current}', expected: {expected}");

    private string Take()
    {
        var token = Current;
        _next++;
        return token;
    }

    private static bool StartsRequirement(string token) => token == "!" || IsIdentifier(token);

    private static bool IsIdentifier(string token) => token.Length > 0 && !IsSymbol(token[0]);

    private static bool IsSymbol(char character) => character is '=' or '!' or '(' or ')' or ',' or '>' or '<';

    private static List<string> Tokenize(string text)
    {
        var tokens = new List<string>();
        var i = 0;
        while (i < text.Length)
        {
            if (text[i] is ' ' or '\t' or '\r' or '\n')
            {
                i++;
                continue;
            }

            var start = i;
            if (IsSymbol(text[i]))
            {
                i += text[i] is '=' or '!' && i + 1 < text.Length && text[i + 1] == '=' ? 2 : 1;
            }
            else
            {
                while (i < text.Length && !IsSymbol(text[i]) && text[i] is not (' ' or '\t' or '\r' or '\n'))
                {
                    i++;
                }
            }

            tokens.Add(text[start..i]);
        }

        return tokens;
    }
}
