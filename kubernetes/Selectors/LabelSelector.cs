using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Kubernetes.Selectors;

/// <summary>Selects objects by their labels: all requirements must be met.</summary>
/// <param name="Requirements">The requirements; none selects every object.</param>
public sealed record LabelSelector(IReadOnlyList<LabelRequirement> Requirements)
{
    /// <summary>Selects every object.</summary>
    public static LabelSelector Everything { get; } = new([]);

    /// <summary>Whether every object is selected.</summary>
    public bool IsEmpty => Requirements.Count == 0;

    /// <summary>
    /// Reads a <c>metav1.LabelSelector</c>: <c>matchLabels</c> and <c>matchExpressions</c>. The requirements are ordered by key.
    /// </summary>
    /// <param name="selector">The selector; null selects nothing, an empty one everything.</param>
    /// <returns>The selector; null if it selects nothing, which includes operators that the API server rejects.</returns>
    public static LabelSelector? FromJson(JsonObject? selector)
    {
        if (selector is null)
        {
            return null;
        }

        var labels = (selector["matchLabels"] as JsonObject ?? []).Select(label => KeyValuePair.Create(label.Key, GetText(label.Value)));
        List<LabelRequirement> requirements = [.. FromLabels(labels).Requirements];
        foreach (var expression in (selector["matchExpressions"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (LabelRequirement.ParseOperator(GetText(expression["operator"])) is not { } known || known > LabelOperator.DoesNotExist)
            {
                return null;
            }

            var values = (expression["values"] as JsonArray ?? []).Select(GetText);
            requirements.Add(new LabelRequirement(GetText(expression["key"]), known, [.. values]));
        }

        return new LabelSelector([.. requirements.OrderBy(requirement => requirement.Key, StringComparer.Ordinal)]);
    }

    /// <summary>
    /// Selects the objects that have all of the labels, as a Service's <c>spec.selector</c> does. The requirements are ordered by key.
    /// </summary>
    public static LabelSelector FromLabels(IEnumerable<KeyValuePair<string, string>> labels) =>
        new([
            .. labels
                .OrderBy(label => label.Key, StringComparer.Ordinal)
                .Select(label => new LabelRequirement(label.Key, LabelOperator.Equals, [label.Value])),
        ]);

    /// <summary>
    /// Parses the text form: <c>a=b,c!=d,e in (x,y),f notin (z),g,!h,i&gt;1</c>. Null, empty text and white space select everything.
    /// </summary>
    /// <exception cref="FormatException">The text is not a selector; the message is apimachinery's.</exception>
    public static LabelSelector Parse(string? text) =>
        string.IsNullOrEmpty(text) ? Everything : new LabelSelector(LabelSelectorParser.Parse(text));

    /// <summary>Whether labels are selected.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        // A loop and not LINQ, because it runs for every pod.
        for (var i = 0; i < Requirements.Count; i++)
        {
            if (!Requirements[i].Matches(labels))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The text form, as kubectl displays it and <see cref="Parse"/> accepts it.</summary>
    public override string ToString() => string.Join(',', Requirements);

    private static string GetText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : "";
}
