using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;
using Infra.Tests.Settings;

namespace Infra.Tests.Documentation;

/// <summary>The settings are documented, and what is generated from their documentation is current.</summary>
public class GeneratedFileTests
{
    [Fact]
    public void Schema_IsCurrent() =>
        GeneratedFile.AssertCurrent(["stacks", "schema.json"], new JsonSchema(SettingsDocumentation.Load()).Write());

    [Fact]
    public void SchemaOfRehearsals_IsCurrent() =>
        GeneratedFile.AssertCurrent(
            ["stacks", "rehearsals", "schema.json"],
            new JsonSchema(SettingsDocumentation.Load()).WriteForRehearsals()
        );

    [Fact]
    public void EverySetting_DocumentsItsMeaning_Default_Effect_AndExample()
    {
        var documentation = SettingsDocumentation.Load();

        Assert.Empty(
            from type in SettingsDocumentation.Types()
            from property in type.Properties
            from part in property.IsRequired ? (string[])["summary", "remarks", "example"] : ["summary", "value", "remarks", "example"]
            where documentation.Part(property, part).Length == 0
            select $"{property.Info.DeclaringType!.Name}.{property.Info.Name}: {part}"
        );
    }

    [Fact]
    public void EveryExample_IsValid_AndShowsItsSetting()
    {
        var documentation = SettingsDocumentation.Load();

        Assert.Empty(
            from type in SettingsDocumentation.Types()
            from property in type.Properties
            let example = documentation.Part(property, "example")
            let error = ErrorIn(example, property, isShort: property == type.ShortForm)
            where error is not null
            select $"{type.Type.Name}.{property.Info.Name}: {example}: {error}"
        );
    }

    /// <summary>An example is part of some record, whose required settings it need not show.</summary>
    private static string? ErrorIn(string example, SettingsProperty property, bool isShort)
    {
        var errors = new SettingsErrors();
        if (YamlDocument.Read("example", example, errors) is not { } mapping)
        {
            return "no settings";
        }

        if (!isShort && !Keys(mapping).Contains(property.Key))
        {
            return "it does not show the setting";
        }

        if (errors.Errors.Count > 0)
        {
            return errors.Errors[0].ToString();
        }

        var errorsByRecord = SettingsDocumentation
            .Types()
            .Where(type => mapping.Entries.All(entry => type[entry.Key] is not null))
            .Select(type => ErrorsIn(type.Type, mapping))
            .ToArray();
        return errorsByRecord.Contains("") ? null : errorsByRecord.FirstOrDefault("no record has such settings");
    }

    private static string ErrorsIn(Type type, MappingNode example)
    {
        var errors = new SettingsErrors();
        _ = new Binder(errors).BindValue(type, example, SettingsPath.Root);
        return string.Join("; ", errors.Errors.Where(error => error.Problem != "this setting is missing"));
    }

    private static IEnumerable<string> Keys(SettingsNode node) =>
        node switch
        {
            MappingNode mapping => mapping.Entries.SelectMany(entry => Keys(entry.Value).Prepend(entry.Key)),
            SequenceNode sequence => sequence.Items.SelectMany(Keys),
            _ => [],
        };

    [Theory]
    [InlineData("services.yaml")]
    [InlineData("Pulumi.dev.yaml")]
    [InlineData("Pulumi.staging.yaml")]
    [InlineData("Pulumi.prod.yaml")]
    [InlineData("rehearsals/campaign.yaml")]
    public void EveryFile_RefersToTheSchema(string file) =>
        Assert.Equal("# yaml-language-server: $schema=schema.json", File.ReadLines(StackSources.PathOf("stacks", file)).First());
}
