namespace Infra.Cli.Pipelines;

/// <summary>Puts pieces of YAML together.</summary>
internal static class YamlText
{
    /// <summary>
    /// Indents every line but the first, and leaves empty lines empty: for a piece that is inserted after its own indentation.
    /// </summary>
    public static string Indent(string text, int columns) =>
        string.Join('\n', text.Split('\n').Select((line, i) => i == 0 || line.Length == 0 ? line : new string(' ', columns) + line));

    /// <summary>Joins lines with an indentation after each.</summary>
    public static string Lines(IEnumerable<string> lines, int columns) => Indent(string.Join('\n', lines), columns);

    /// <summary>A scalar in double quotes.</summary>
    public static string Quote(string text) =>
        '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';

    /// <summary>A flow sequence of quoted scalars.</summary>
    public static string List(IEnumerable<string> items) => "[" + string.Join(", ", items.Select(Quote)) + "]";
}
