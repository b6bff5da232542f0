using System.Text;

namespace Infra.Cli.Completion;

/// <summary>A bash command line up to the cursor, split into words as bash does, and the text that a completion replaces.</summary>
internal sealed record BashLine
{
    private const string Plain = "_./:=@%+,-";

    private char Quote { get; init; }

    /// <summary>How many characters of the current word precede the text that bash replaces.</summary>
    private int Kept { get; init; }

    /// <summary>The words before the current one, without the program and without quotes.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>The word at the cursor, without quotes; "" between words.</summary>
    public required string Current { get; init; }

    /// <param name="line">The line up to the cursor.</param>
    /// <param name="breaks">The characters at which bash splits a word further (<c>COMP_WORDBREAKS</c>).</param>
    public static BashLine Parse(string line, string breaks)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (isWord, quote, kept) = (false, '\0', 0);
        for (var i = 0; i < line.Length; i++)
        {
            var character = line[i];
            if (quote == '\0' && char.IsWhiteSpace(character))
            {
                if (isWord)
                {
                    words.Add(word.ToString());
                }

                word.Clear();
                (isWord, kept) = (false, 0);
                continue;
            }

            isWord = true;
            if (character == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && character is '\'' or '"')
            {
                (quote, kept) = (character, word.Length);
            }
            else if (character == '\\' && quote != '\'' && i + 1 < line.Length)
            {
                i++;
                word.Append(line[i]);
            }
            else
            {
                word.Append(character);
                kept = quote == '\0' && breaks.Contains(character, StringComparison.Ordinal) ? word.Length : kept;
            }
        }

        return new BashLine
        {
            Words = [.. words.Skip(1)],
            Current = word.ToString(),
            Quote = quote,
            Kept = kept,
        };
    }

    /// <summary>The text that replaces the end of the current word, quoted like it.</summary>
    /// <param name="value">The completed word, which begins with the current one.</param>
    public string Complete(string value)
    {
        var escaped = new StringBuilder();
        foreach (var character in value[Kept..])
        {
            var needsEscape = Quote switch
            {
                '\'' => false,
                '"' => character is '$' or '`' or '"' or '\\',
                _ => char.IsAscii(character)
                    && !char.IsAsciiLetterOrDigit(character)
                    && !Plain.Contains(character, StringComparison.Ordinal),
            };
            escaped.Append(needsEscape ? $"\\{character}" : character.ToString());
        }

        return escaped.ToString();
    }
}
