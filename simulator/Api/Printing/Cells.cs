using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Printing;

/// <summary>Columns and cells shared by several tables.</summary>
internal static class Cells
{
    public const string None = "<none>";
    public const string Unknown = "<unknown>";
    public const string Unset = "<unset>";
    public const string CreationTime = "meta.v1.ObjectMeta.creationTimestamp";

    public static readonly Column Name = new("Name", (item, _) => item.Name) { Format = "name", DescribedBy = "meta.v1.ObjectMeta.name" };

    public static readonly Column Age = new Column("Age", (item, now) =>
        HumanDuration.Since(item.Metadata.Time("creationTimestamp"), now)
    ).From(CreationTime);

    public static Column Text(string name, Func<KubeObject, string?> text, int priority = 0) =>
        new(name, (item, _) => text(item) ?? "", "string", priority);

    public static Column Count(string name, Func<KubeObject, long?> number) => new(name, (item, _) => number(item) ?? 0, "integer");

    public static Column Containers(string name, string field, params string[] podSpec) =>
        Text(name, item => string.Join(",", item.Body.Objects([.. podSpec, "containers"]).Select(container => container.Text(field))), 1)
            .As(field == "name" ? "Names of each container in the template." : "Images referenced by each container in the template.");

    public static Column Selector(params string[] path) => Text("Selector", item => FormatSelector(item.Body.Map(path)), 1);

    public static string Join(JsonArray? texts) => string.Join(",", (texts ?? []).Select(text => text?.ToString()));

    public static string FormatLabels(JsonObject? labels) =>
        labels is null or { Count: 0 }
            ? None
            : string.Join(",", labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));

    public static string FormatSelector(JsonObject? selector)
    {
        if (selector is null)
        {
            return None;
        }

        var text = LabelSelector.FromJson(selector)?.ToString() ?? "<error>";
        return text.Length == 0 ? None : text;
    }

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Joins at most <paramref name="maximum"/> items and the number of the others.</summary>
    public static string Truncate(IReadOnlyList<string> items, int maximum) =>
        items.Count <= maximum ? string.Join(",", items) : $"{string.Join(",", items.Take(maximum))} + {items.Count - maximum} more...";
}
