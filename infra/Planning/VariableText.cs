using System.Collections.Immutable;
using System.Text;

namespace Infra.Backend.Planning;

/// <summary>
/// The value of a variable with references to other variables, as in Kubernetes' <c>third_party/forked/golang/expansion</c>: <c>$(NAME)</c>
/// is a reference, <c>$$(NAME)</c> is the text <c>$(NAME)</c>, and an opening without its closing parenthesis is text. Unlike there,
/// <c>$$</c> is text too unless a parenthesis follows, so that a value means the same with and without references.
/// </summary>
internal sealed class VariableText
{
    private const string Opening = "$(";

    /// <summary>Texts and names in turn, a text first.</summary>
    private readonly ImmutableArray<string> _parts;

    private VariableText(ImmutableArray<string> parts) => _parts = parts;

    /// <summary>The names of the variables it refers to.</summary>
    public IEnumerable<string> References => _parts.Where((_, position) => position % 2 == 1).Distinct(StringComparer.Ordinal);

    public bool HasReferences => _parts.Length > 1;

    /// <summary>The value of a text without references.</summary>
    public string Literal => _parts[0];

    public static VariableText Parse(string value)
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        var text = new StringBuilder();
        var at = 0;
        while (at < value.Length)
        {
            var run = value.AsSpan(at).IndexOfAnyExcept('$') is var length and >= 0 ? length : value.Length - at;
            if (run == 0 || at + run == value.Length || value[at + run] != '(')
            {
                text.Append(value, at, Math.Max(1, run));
                at += Math.Max(1, run);
                continue;
            }

            text.Append('$', run / 2);
            at += run + 1;
            if (run % 2 == 0)
            {
                text.Append('(');
            }
            else if (value.IndexOf(')', at) is var end and >= 0)
            {
                parts.Add(text.ToString());
                parts.Add(value[at..end]);
                text.Clear();
                at = end + 1;
            }
            else
            {
                text.Append(Opening);
            }
        }

        parts.Add(text.ToString());
        return new VariableText(parts.ToImmutable());
    }

    /// <summary>The value of an entry of <c>env</c> that Kubernetes expands to this text.</summary>
    public override string ToString() =>
        string.Concat(_parts.Select((part, position) => position % 2 == 1 ? $"{Opening}{part})" : Escape(part)));

    private static string Escape(string text) =>
        text.EndsWith('$') || text.Contains("$$", StringComparison.Ordinal) || text.Contains(Opening, StringComparison.Ordinal)
            ? text.Replace("$", "$$", StringComparison.Ordinal)
            : text;
}
