using System.Globalization;
using Infra.Engine.Errors;
using Infra.Engine.Projects.Yaml;

namespace Infra.Engine.Projects.Configuration;

/// <summary>Reads the path of a value inside a structured configuration value: <c>a.b[0]["c.d"]</c>.</summary>
internal static class ConfigPath
{
    /// <exception cref="ConfigurationException">The text is no path.</exception>
    public static IReadOnlyList<YamlSegment> Parse(string text)
    {
        var segments = new List<YamlSegment>();
        var position = 0;
        while (position < text.Length)
        {
            if (text[position] == '.')
            {
                position++;
                if (position == 1 || position == text.Length || text[position] is '.' or '[')
                {
                    throw Malformed(text, "a dot must stand between two names");
                }

                continue;
            }

            segments.Add(text[position] == '[' ? ReadBracket(text, ref position) : ReadName(text, ref position));
        }

        return segments is [{ Key: not null }, ..] ? segments : throw Malformed(text, "it must begin with a name");
    }

    private static YamlSegment ReadName(string text, ref int position)
    {
        var end = text.AsSpan(position).IndexOfAny('.', '[');
        var name = end < 0 ? text[position..] : text.Substring(position, end);
        position += name.Length;
        return new YamlSegment(name);
    }

    private static YamlSegment ReadBracket(string text, ref int position)
    {
        position++;
        if (position < text.Length && text[position] == '"')
        {
            var name = new System.Text.StringBuilder();
            for (position++; position < text.Length && text[position] != '"'; position++)
            {
                if (text[position] == '\\' && position + 1 < text.Length)
                {
                    position++;
                }

                name.Append(text[position]);
            }

            if (position + 1 >= text.Length || text[position + 1] != ']')
            {
                throw Malformed(text, "a name in brackets reads `[\"name\"]`");
            }

            position += 2;
            return new YamlSegment(name.ToString());
        }

        var close = text.IndexOf(']', position);
        if (close < 0 || !int.TryParse(text.AsSpan(position, close - position), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            throw Malformed(text, "an index reads `[0]`");
        }

        position = close + 1;
        return new YamlSegment(null, index);
    }

    private static ConfigurationException Malformed(string text, string why) => new($"`{text}` is no configuration path: {why}");
}
