using System.Runtime.CompilerServices;
using System.Text;
using Infra.Reports;

namespace Infra.Rehearsal.Reports.Html;

/// <summary>Builds HTML. What is interpolated is escaped, unless it is HTML itself, so that no text of others can become markup.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _text = new();

    /// <summary>Appends markup with escaped values.</summary>
    public HtmlText Write([InterpolatedStringHandlerArgument("")] Markup markup)
    {
        _ = markup;
        return this;
    }

    /// <summary>Appends markup as it is.</summary>
    public HtmlText WriteMarkup(string markup)
    {
        _text.Append(markup);
        return this;
    }

    public override string ToString() => _text.ToString();

    /// <summary>Escapes a text for an element or a quoted attribute.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in SafeText.Line(text))
        {
            _ = character switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                '`' => escaped.Append("&#96;"),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }

    /// <summary>The parts of an interpolated string: literals are markup, values are text.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Markup(int literalLength, int formattedCount, HtmlText html)
    {
        private readonly StringBuilder _text = html._text;

        /// <summary>Unused: the sum of the literals' lengths and the number of values.</summary>
        public int Size { get; } = literalLength + formattedCount;

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(string? value) => _text.Append(Escape(value ?? ""));

        public void AppendFormatted(int value) => _text.Append(value);

        public void AppendFormatted(HtmlText value) => _text.Append(value._text);
    }
}
