using System.Globalization;
using System.Text;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Documentation;

/// <summary>Writes the pages that document the catalogue: an index and a page for each topic.</summary>
internal sealed class CataloguePage(SettingsDocumentation documentation)
{
    private const string Origin =
        "<!-- Generated from the records in infra/Settings: UPDATE_GENERATED=1 dotnet test tests/Infra.Tests -->\n";

    public static string Index()
    {
        var page = new StringBuilder(Origin).Append(
            """

            # The catalogue

            `stacks/services.yaml` is the catalogue that all stacks share. `stacks/Pulumi.<stack>.yaml` overrides single
            settings of it under `infra:<setting>`: lists are replaced as a whole, `null` removes a setting.

            Durations are written as `15s`, `2m` or `1h30m`, quantities as in Kubernetes: `250m`, `512Mi`.


            """
        );
        foreach (var topic in CatalogueTopics.All)
        {
            page.Append(Markdown.Item($"[{topic.Title}]({topic.File}): {topic.Summary}")).Append('\n');
        }

        return page.ToString();
    }

    public string Write(CatalogueTopic topic)
    {
        var page = new StringBuilder(Origin)
            .Append(CultureInfo.InvariantCulture, $"\n# {topic.Title}\n\n{Markdown.Wrap($"{topic.Summary} [All topics](README.md)")}\n")
            .Append(CultureInfo.InvariantCulture, $"\nIn `{FileOf(topic.ExampleFile)}`:\n\n```yaml\n{topic.Example}\n```\n");
        foreach (var record in topic.Records)
        {
            Append(page, SettingsType.Get(record));
        }

        return page.ToString();
    }

    private static string FileOf(ExampleFile file) =>
        file switch
        {
            ExampleFile.Catalogue => "stacks/services.yaml",
            ExampleFile.Stack => "stacks/Pulumi.<stack>.yaml",
            _ => "stacks/rehearsals/<name>.yaml",
        };

    private void Append(StringBuilder page, SettingsType record)
    {
        var summary = Markdown.Wrap(documentation.Summary(record.Type));
        page.Append(CultureInfo.InvariantCulture, $"\n## {Heading(record.Type)}\n\n{summary}\n");
        if (record.ShortForm is { } shortForm)
        {
            page.Append(CultureInfo.InvariantCulture, $"\nShort form: a bare value is its `{shortForm.Key}`.\n");
        }

        foreach (var property in record.Properties)
        {
            Append(page, property);
        }
    }

    private void Append(StringBuilder page, SettingsProperty property)
    {
        var summary = Markdown.Wrap(documentation.Part(property, "summary"));
        page.Append(CultureInfo.InvariantCulture, $"\n### `{property.Key}`\n\n{summary}\n\n");
        AppendValue(page, property);
        var fallback = property.IsRequired ? "none; required" : documentation.Part(property, "value");
        page.Append(Markdown.Item($"Default: {fallback}")).Append('\n');
        page.Append(Markdown.Item($"On the cluster: {documentation.Part(property, "remarks")}")).Append('\n');
        page.Append(Markdown.Item($"Example: `{documentation.Part(property, "example")}`")).Append('\n');
    }

    private void AppendValue(StringBuilder page, SettingsProperty property)
    {
        var (prefix, type) = property switch
        {
            { IsOneOrMany: true, ItemType: { } one } => ("one, or a list of ", one),
            { ItemType: { } item } => ("list of ", item),
            { ValueType: { } list } when SettingsProperty.FindItemType(list) is { } item => ("map of names to lists of ", item),
            { ValueType: { } value } => ("map of names to ", value),
            _ => ("", property.Type),
        };
        if (type.IsEnum)
        {
            page.Append(Markdown.Item($"Value: {prefix}one of")).Append('\n');
            foreach (var name in Enum.GetNames(type))
            {
                page.Append(Markdown.Item($"`{ScalarType.EnumName(name)}`: {documentation.Summary(type, name)}", "  ")).Append('\n');
            }

            return;
        }

        var description = property.Range is { } range
            ? $"{range.Minimum} to {range.Maximum}"
            : ScalarType.Find(type)?.Description ?? Link(type);
        page.Append(Markdown.Item($"Value: {prefix}{description}")).Append('\n');
    }

    /// <summary>The place of a record's description, from any page.</summary>
    private static string Link(Type record)
    {
        var topic = CatalogueTopics.All.Single(topic => topic.Records.Contains(record));
        return $"[{Heading(record).ToLowerInvariant()}]({topic.File}#{Markdown.Slug(Heading(record))})";
    }

    /// <summary>"HealthSettings" is "Health settings": no setting has such a name, so that its anchor is unique.</summary>
    private static string Heading(Type record)
    {
        var name = record.Name.EndsWith("Settings", StringComparison.Ordinal) ? record.Name[..^"Settings".Length] : record.Name;
        var words = name.Select(
            (letter, at) => at > 0 && char.IsAsciiLetterUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"
        );
        return $"{string.Concat(words)} settings";
    }
}
