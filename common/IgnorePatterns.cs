using System.Text;
using System.Text.RegularExpressions;

namespace Infra.Common;

/// <summary>The patterns of a <c>.dockerignore</c>: which files are not part of a build's context. The last match decides.</summary>
internal sealed class IgnorePatterns
{
    private const int MaxPatterns = 10_000;

    // Without backtracking, no pattern takes longer than its text is long.
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking;

    private readonly List<(Regex Pattern, bool IsException)> _patterns = [];

    private IgnorePatterns() { }

    /// <summary>Patterns that ignore nothing.</summary>
    public static IgnorePatterns None { get; } = new();

    /// <summary>True where a file below an ignored folder may not be ignored itself.</summary>
    public bool HasExceptions => _patterns.Exists(pattern => pattern.IsException);

    /// <summary>The file with the patterns of a build, which need not exist.</summary>
    /// <param name="folder">The context.</param>
    /// <param name="dockerfile">The Dockerfile: a file of its name counts first.</param>
    public static string FindFile(string folder, string dockerfile)
    {
        var own = dockerfile + ".dockerignore";
        return File.Exists(own) ? own : Path.Combine(folder, ".dockerignore");
    }

    /// <summary>Reads a file; none has no patterns.</summary>
    /// <exception cref="IOException">It cannot be read, or is invalid.</exception>
    public static IgnorePatterns Read(string file)
    {
        try
        {
            return File.Exists(file) ? Parse(File.ReadLines(file)) : None;
        }
        catch (FormatException e)
        {
            throw new IOException($"{file} {e.Message}", e);
        }
    }

    /// <summary>Parses the lines of a file.</summary>
    /// <exception cref="FormatException">It has too many patterns, or one that is none.</exception>
    public static IgnorePatterns Parse(IEnumerable<string> lines)
    {
        var patterns = new IgnorePatterns();
        foreach (var line in lines)
        {
            var text = line.Trim();
            if (text.Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            var isException = text[0] == '!';
            var path = Clean(isException ? text[1..].Trim() : text);
            if (path.Length > 0)
            {
                patterns._patterns.Add((Compile(text, path), isException));
            }

            if (patterns._patterns.Count > MaxPatterns)
            {
                throw new FormatException($"has more than {MaxPatterns} patterns");
            }
        }

        return patterns;
    }

    /// <summary>Whether a file or folder is ignored, by itself or with a folder above it.</summary>
    /// <param name="path">The path within the context, with slashes.</param>
    public bool Ignores(string path)
    {
        var isIgnored = false;
        foreach (var (pattern, isException) in _patterns)
        {
            if (isIgnored == isException && Matches(pattern, path))
            {
                isIgnored = !isException;
            }
        }

        return isIgnored;
    }

    private static bool Matches(Regex pattern, string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
        {
            if (pattern.IsMatch(path[..end]))
            {
                return true;
            }
        }

        return false;
    }

    private static string Clean(string pattern)
    {
        var parts = new List<string>();
        foreach (var part in pattern.Split('/'))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "." or ".."))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    private static Regex Translate(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*' when i + 1 < pattern.Length && pattern[i + 1] == '*':
                    i++;
                    var isFolder = i + 1 < pattern.Length && pattern[i + 1] == '/';
                    regex.Append(isFolder ? "(.*/)?" : ".*");
                    i += isFolder ? 1 : 0;
                    break;
                case '*':
                    regex.Append("[^/]*");
                    break;
                case '?':
                    regex.Append("[^/]");
                    break;
                case '[' when pattern.IndexOf(']', i + 1) is > 0 and var end:
                    regex.Append(Set(pattern[(i + 1)..end]));
                    i = end;
                    break;
                case '\\' when i + 1 < pattern.Length:
                    regex.Append(Regex.Escape(pattern[++i].ToString()));
                    break;
                default:
                    regex.Append(Regex.Escape(pattern[i].ToString()));
                    break;
            }
        }

        return new Regex(regex.Append('$').ToString(), Options);
    }

    private static Regex Compile(string text, string path)
    {
        try
        {
            return Translate(path);
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"'{text}' is not a pattern", error);
        }
    }

    private static string Set(string characters)
    {
        var isNegated = characters.StartsWith('^');
        var content = (isNegated ? characters[1..] : characters)
            .Replace("\\", @"\\", StringComparison.Ordinal)
            .Replace("[", @"\[", StringComparison.Ordinal)
            .Replace("^", @"\^", StringComparison.Ordinal);
        return content.Length == 0 ? @"[^\s\S]" : $"[{(isNegated ? "^/" : "")}{content}]";
    }
}
