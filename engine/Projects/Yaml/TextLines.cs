namespace Infra.Engine.Projects.Yaml;

/// <summary>Lines of a text, counted from 1.</summary>
internal static class TextLines
{
    /// <summary>The index of the start of a line, counted from 1; the end of the text if it has fewer lines.</summary>
    public static int Start(string text, int line)
    {
        var index = 0;
        for (var current = 1; current < line; current++)
        {
            var next = text.IndexOf('\n', index);
            if (next < 0)
            {
                return text.Length;
            }

            index = next + 1;
        }

        return index;
    }

    /// <summary>Ends the last line with a line break.</summary>
    public static string End(string text) => text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";

    /// <summary>
    /// Finds the last line of a block scalar: the last one indented deeper than its key. The parser's end mark is the start of the next
    /// token.
    /// </summary>
    public static int LastOfBlock(string text, int first)
    {
        var lines = text.Split('\n');
        var indent = Indent(lines[first - 1]);
        var last = first;
        for (
            var line = first + 1;
            line <= lines.Length && (string.IsNullOrWhiteSpace(lines[line - 1]) || Indent(lines[line - 1]) > indent);
            line++
        )
        {
            last = string.IsNullOrWhiteSpace(lines[line - 1]) ? last : line;
        }

        return last;

        static int Indent(string line) => line.Length - line.AsSpan().TrimStart(' ').Length;
    }
}
