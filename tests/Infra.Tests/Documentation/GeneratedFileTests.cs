using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;
using Infra.Tests.Settings;

namespace Infra.Tests.Documentation;

/// <summary>
/// Files that are made from the records are current. To make them anew: UPDATE_GENERATED=1 dotnet test tests/Infra.Tests.
/// </summary>
public class GeneratedFileTests
{
    [Fact]
    public void Schema_IsCurrent() =>
        GeneratedFile.AssertCurrent(["stacks", "schema.json"], new JsonSchema(SettingsDocumentation.Load()).Write());

    [Fact]
    public void EverySetting_SaysWhatItMeans_ItsDefault_ItsEffect_AndHasAnExample()
    {
        var documentation = SettingsDocumentation.Load();

        Assert.Empty(
            from type in SettingsDocumentation.Types()
            from property in type.Properties
            from part in property.IsRequired ? (string[])["summary", "remarks", "example"] : ["summary", "value", "remarks", "example"]
            where documentation.Part(property, part).Length == 0
            select $"{property.Info.DeclaringType!.Name}.{property.Info.Name}: {part}");
    }

    [Fact]
    public void EveryExample_IsReadWithoutFault_AndShowsItsSetting()
    {
        var documentation = SettingsDocumentation.Load();

        Assert.Empty(
            from type in SettingsDocumentation.Types()
            from property in type.Properties
            let example = documentation.Part(property, "example")
            let fault = FaultIn(example, property, isShort: property == type.ShortForm)
            where fault is not null
            select $"{type.Type.Name}.{property.Info.Name}: {example}: {fault}");
    }

    /// <summary>An example begins with a setting of any record; the required settings that it does not show are not missed.</summary>
    private static string? FaultIn(string example, SettingsProperty property, bool isShort)
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

        var faults = SettingsDocumentation.Types()
            .Where(type => mapping.Entries.All(entry => type[entry.Key] is not null))
            .Select(type => FaultsIn(type.Type, mapping)).ToArray();
        return errors.Errors.Count > 0
            ? errors.Errors[0].ToString() : faults.Length == 0 ? "no record has such settings" : faults.Contains("") ? null
            : faults[0];
    }

    private static string FaultsIn(Type type, MappingNode example)
    {
        var errors = new SettingsErrors();
        _ = new Binder(errors).BindValue(type, example, SettingsPath.Root);
        return string.Join("; ", errors.Errors.Where(error => error.Problem != "this setting is missing"));
    }

    private static IEnumerable<string> Keys(SettingsNode node) => node switch
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
    public void EveryFile_PointsEditorsAtTheSchema(string file) =>
        Assert.Equal("# yaml-language-server: $schema=schema.json", File.ReadLines(StackSources.PathOf("stacks", file)).First());
}
