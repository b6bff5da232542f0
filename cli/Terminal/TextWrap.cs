namespace Infra.Cli.Terminal;

/// <summary>Breaks text into lines of a width.</summary>
internal static class TextWrap
{
    /// <summary>Breaks a text at spaces, and words that are longer than a line anywhere.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var room = Math.Max(1, width);
        var line = "";
        foreach (
            var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(word => word.Chunk(room))
                .Select(part => new string(part))
        )
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > room)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }
}
