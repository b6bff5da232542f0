using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace Infra.Simulator.Cel.Functions;

/// <summary>Regular expressions in RE2's syntax, matched in linear time.</summary>
internal static class RegularExpressions
{
    private const int MaximumCached = 1000;
    private static readonly ConcurrentDictionary<string, (Regex? Expression, string Problem)> _cache = new(StringComparer.Ordinal);

    /// <summary>Compiles a pattern. False if it is not valid.</summary>
    public static bool TryGet(string pattern, [NotNullWhen(true)] out Regex? expression, [NotNullWhen(false)] out string? problem)
    {
        if (_cache.Count > MaximumCached)
        {
            _cache.Clear();
        }

        (expression, var found) = _cache.GetOrAdd(pattern, Compile);
        problem = expression is null ? found : null;
        return expression is not null;
    }

    private static (Regex? Expression, string Problem) Compile(string pattern)
    {
        if (RegularExpressionProblems.Find(pattern) is { } problem)
        {
            return (null, $"error parsing regexp: {problem}");
        }

        try
        {
            return (new Regex(Translate(pattern), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking), "");
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return (null, $"error parsing regexp: invalid or unsupported Perl syntax: `{pattern}`");
        }
    }

    /// <summary>Writes RE2's classes, ends and group names in the syntax of .NET.</summary>
    private static string Translate(string pattern)
    {
        var result = new StringBuilder(pattern.Length + 16);
        var inClass = false;
        for (var at = 0; at < pattern.Length; at++)
        {
            var character = pattern[at];
            if (character == '\\' && at + 1 < pattern.Length)
            {
                at++;
                result.Append(TranslateEscape(pattern[at], inClass));
            }
            else if (inClass && pattern.AsSpan(at).StartsWith("[:") && FindNamedClass(pattern, at) is var (name, length))
            {
                result.Append(name);
                at += length - 1;
            }
            else if (character == '[' && !inClass)
            {
                inClass = true;
                result.Append('[');
                at += CopyClassStart(pattern, at + 1, result);
            }
            else if (character == '[')
            {
                result.Append("\\[");
            }
            else
            {
                inClass = inClass && character != ']';
                result.Append(!inClass && character == '$' ? "\\z" : character.ToString());
            }
        }
        return result.Replace("(?P<", "(?<").ToString();
    }

    /// <summary>Copies what is literal at the start of a class: a caret and a bracket.</summary>
    private static int CopyClassStart(string pattern, int at, StringBuilder result)
    {
        var start = at;
        if (at < pattern.Length && pattern[at] == '^')
        {
            result.Append('^');
            at++;
        }
        if (at < pattern.Length && pattern[at] == ']')
        {
            result.Append("\\]");
            at++;
        }
        return at - start;
    }

    private static string TranslateEscape(char escape, bool inClass) =>
        (escape, inClass) switch
        {
            ('d', false) => "[0-9]",
            ('d', true) => "0-9",
            ('w', false) => "[0-9A-Za-z_]",
            ('w', true) => "0-9A-Za-z_",
            ('s', false) => "[\\t\\n\\f\\r ]",
            ('s', true) => "\\t\\n\\f\\r ",
            ('D', false) => "[^0-9]",
            ('W', false) => "[^0-9A-Za-z_]",
            ('S', false) => "[^\\t\\n\\f\\r ]",
            _ => "\\" + escape,
        };

    private static (string Name, int Length)? FindNamedClass(string pattern, int at)
    {
        var end = pattern.IndexOf(":]", at, StringComparison.Ordinal);
        var content =
            end < 0
                ? null
                : pattern[(at + 2)..end] switch
                {
                    "alnum" => "0-9A-Za-z",
                    "alpha" => "A-Za-z",
                    "digit" => "0-9",
                    "lower" => "a-z",
                    "upper" => "A-Z",
                    "space" => "\\t\\n\\v\\f\\r ",
                    "word" => "0-9A-Za-z_",
                    "xdigit" => "0-9A-Fa-f",
                    "punct" => "!-/:-@\\[-`{-~",
                    _ => null,
                };
        return content is null ? null : (content, end + 2 - at);
    }
}

/// <summary>Finds the frequent errors in patterns, worded as Go does.</summary>
internal static class RegularExpressionProblems
{
    public static string? Find(string pattern)
    {
        var depth = 0;
        var canRepeat = false;
        for (var at = 0; at < pattern.Length; at++)
        {
            var start = at;
            switch (pattern[at])
            {
                case '\\':
                    if (++at >= pattern.Length)
                    {
                        return "trailing backslash at end of expression: ``";
                    }

                    if (char.IsAsciiDigit(pattern[at]) && pattern[at] != '0')
                    {
                        return $"invalid escape sequence: `\\{pattern[at]}`";
                    }

                    canRepeat = true;
                    break;
                case '(':
                    depth++;
                    canRepeat = false;
                    if (pattern.AsSpan(at).StartsWith("(?"))
                    {
                        if (
                            at + 2 < pattern.Length && pattern[at + 2] is '=' or '!'
                            || pattern.AsSpan(at).StartsWith("(?<=")
                            || pattern.AsSpan(at).StartsWith("(?<!")
                        )
                        {
                            return $"invalid or unsupported Perl syntax: `{pattern.AsSpan(at, pattern[at + 2] == '<' ? 4 : 3)}`";
                        }

                        at++;
                    }

                    break;
                case ')':
                    if (--depth < 0)
                    {
                        return $"unexpected ): `{pattern}`";
                    }

                    canRepeat = true;
                    break;
                case '[':
                    var end = FindClassEnd(pattern, at);
                    if (end < 0)
                    {
                        return $"missing closing ]: `{pattern[start..]}`";
                    }

                    at = end;
                    canRepeat = true;
                    break;
                case '*' or '+' or '?':
                    if (!canRepeat)
                    {
                        return $"missing argument to repetition operator: `{pattern[at]}`";
                    }

                    if (at + 1 < pattern.Length && pattern[at + 1] == '?')
                    {
                        at++;
                    }

                    if (at + 1 < pattern.Length && pattern[at + 1] is '*' or '+' or '?')
                    {
                        return $"invalid nested repetition operator: `{pattern[start..(at + 2)]}`";
                    }

                    break;
                default:
                    canRepeat = pattern[at] is not ('|' or '^');
                    break;
            }
        }
        return depth > 0 ? $"missing closing ): `{pattern}`" : null;
    }

    private static int FindClassEnd(string pattern, int open)
    {
        var at = open + 1;
        at += at < pattern.Length && pattern[at] == '^' ? 1 : 0;
        at += at < pattern.Length && pattern[at] == ']' ? 1 : 0;
        for (; at < pattern.Length; at++)
        {
            if (pattern[at] == '\\')
            {
                at++;
            }
            else if (pattern.AsSpan(at).StartsWith("[:") && pattern.IndexOf(":]", at, StringComparison.Ordinal) is > 0 and var close)
            {
                at = close + 1;
            }
            else if (pattern[at] == ']')
            {
                return at;
            }
        }
        return -1;
    }
}
