using System.Globalization;
using System.Text;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Documentation;

/// <summary>The page that lists every setting with its default, its effect on the cluster and an example.</summary>
internal sealed class CataloguePage(SettingsDocumentation documentation)
{
    public string Write()
    {
        var page = new StringBuilder("""
            # The catalogue, setting by setting

            This page is generated from the documentation of the records in `infra/Settings`. `stacks/services.yaml` is the catalogue all stacks share;
            `stacks/Pulumi.<stack>.yaml` overrides it setting by setting under `infra:<setting>`. Lists are replaced whole, `null` unsets.

            Durations are written as `15s`, `2m` or `1h30m`; quantities as Kubernetes does, `250m`, `512Mi`.

            """);
        foreach (var type in SettingsDocumentation.Types())
        {
            Append(page, type);
        }

        return page.ToString();
    }

    private void Append(StringBuilder page, SettingsType type)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {Name(type.Type)}\n\n{documentation.Summary(type.Type)}\n");
        if (type.ShortForm is { } shortForm)
        {
            page.Append(CultureInfo.InvariantCulture, $"\nIn short: a bare value is its `{shortForm.Key}`.\n");
        }

        page.Append("\n| setting | value | default | meaning |\n|---|---|---|---|\n");
        foreach (var property in type.Properties)
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{property.Key}` | {Kind(property)} | {Default(property)} | {Meaning(property)} |\n");
        }
    }

    private string Meaning(SettingsProperty property)
    {
        var meaning = new StringBuilder(Cell(documentation.Part(property, "summary")));
        if (documentation.Part(property, "remarks") is { Length: > 0 } effect)
        {
            meaning.Append("<br>*On the cluster:* ").Append(Cell(effect));
        }

        if (documentation.Part(property, "example") is { Length: > 0 } example)
        {
            meaning.Append("<br>`").Append(Cell(example)).Append('`');
        }

        return meaning.ToString();
    }

    private string Default(SettingsProperty property) =>
        property.IsRequired ? "**required**" : Cell(documentation.Part(property, "value"));

    private string Kind(SettingsProperty property) => property switch
    {
        { ItemType: { } item } => $"list of {Kind(item)}",
        { ValueType: { } value } => $"map of names to {Kind(value)}",
        { Range: { } range } => $"{range.Minimum} to {range.Maximum}",
        _ => Kind(property.Type),
    };

    private string Kind(Type type)
    {
        if (type.IsEnum)
        {
            return string.Join("<br>", Enum.GetNames(type).Select(name => $"`{ScalarType.Word(name)}`: {Cell(documentation.Summary(type, name))}"));
        }

        return ScalarType.Find(type) is { } scalar ? Cell(scalar.Description) : $"[{Name(type)}](#{Name(type).Replace(' ', '-')})";
    }

    /// <summary>"HealthSettings" is "health".</summary>
    private static string Name(Type type)
    {
        var name = type.Name.EndsWith("Settings", StringComparison.Ordinal) ? type.Name[..^"Settings".Length] : type.Name;
        return string.Concat(name.Select((letter, at) => at > 0 && char.IsAsciiLetterUpper(letter) ? $" {letter}" : $"{letter}")).ToLowerInvariant();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
