using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Infra.Kubernetes.Selectors;

namespace Infra.Backend.Settings.Values;

/// <summary>Conditions on the labels of a node, all of which must be met.</summary>
/// <param name="Conditions">The conditions, at least one.</param>
internal sealed record NodeSelector(ImmutableArray<LabelRequirement> Conditions)
{
    /// <summary>Parses the text form of label selectors: <c>disk in (ssd, nvme), !spot, cores &gt; 15</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NodeSelector? selector)
    {
        try
        {
            selector = LabelSelector.Parse(text) is { IsEmpty: false } parsed ? new NodeSelector([.. parsed.Requirements]) : null;
        }
        catch (FormatException)
        {
            // The settings' own message shows the form.
            selector = null;
        }

        return selector is not null;
    }

    public override string ToString() => string.Join(", ", Conditions);
}
