using System.Text;
using Infra.Backend.Planning;

namespace Infra.Tests.Planning;

/// <summary>References between variables, compared with Kubernetes' expansion of the entry that is written.</summary>
public class VariableTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("$(A)", "<A>", "A")]
    [InlineData("http://$(A):$(B)/x", "http://<A>:<B>/x", "A", "B")]
    [InlineData("$(A)$(A)", "<A><A>", "A")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$$$(A)", "$<A>", "A")]
    [InlineData("$$$$(A)", "$$(A)")]
    [InlineData("a$$b", "a$$b")]
    [InlineData("a$$b$(A)", "a$$b<A>", "A")]
    [InlineData("cost $5", "cost $5")]
    [InlineData("$5 $(A) $", "$5 <A> $", "A")]
    [InlineData("$(A", "$(A")]
    [InlineData("$(A)$(B", "<A>$(B", "A")]
    [InlineData("$$(A)$(B)", "$(A)<B>", "B")]
    [InlineData("end$", "end$")]
    [InlineData("", "")]
    [InlineData("$()", "<>", "")]
    public void AValue_IsWhatKubernetesExpandsItsEntryTo(string value, string expected, params string[] references)
    {
        var text = VariableText.Parse(value);

        Assert.Equal(references, text.References);
        Assert.Equal(references.Length > 0, text.HasReferences);
        Assert.Equal(expected, Expand(text.ToString()));
        if (!text.HasReferences)
        {
            Assert.Equal(expected, text.Literal);
        }
    }

    [Theory]
    [InlineData("cost $5")]
    [InlineData("http://$(A):$(B)/x")]
    public void AnEntry_IsWrittenAsItIs_WhereKubernetesReadsItSo(string value) => Assert.Equal(value, VariableText.Parse(value).ToString());

    /// <summary>Kubernetes' expansion: each dollar sign is followed by another, by a name in parentheses, or stays.</summary>
    private static string Expand(string entry)
    {
        var expanded = new StringBuilder();
        for (var at = 0; at < entry.Length; at++)
        {
            if (entry[at] != '$' || at + 1 == entry.Length)
            {
                expanded.Append(entry[at]);
                continue;
            }

            var end = entry[at + 1] == '(' ? entry.IndexOf(')', at + 1) : -1;
            expanded.Append(
                end > 0 ? $"<{entry[(at + 2)..end]}>"
                : entry[at + 1] == '$' ? "$"
                : entry.Substring(at, 2)
            );
            at = end > 0 ? end : at + 1;
        }

        return expanded.ToString();
    }
}
