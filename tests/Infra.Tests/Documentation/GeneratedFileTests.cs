using Infra.Tests.Settings;

namespace Infra.Tests.Documentation;

/// <summary>Files that are made from the records are current. To make them anew: UPDATE_GENERATED=1 dotnet test tests/Infra.Tests.</summary>
public class GeneratedFileTests
{
    [Fact]
    public void Schema_IsCurrent() => GeneratedFile.AssertCurrent(["stacks", "schema.json"], new JsonSchema(SettingsDocumentation.Load()).Write());

    [Fact]
    public void CataloguePage_IsCurrent() => GeneratedFile.AssertCurrent(["docs", "catalogue.md"], new CataloguePage(SettingsDocumentation.Load()).Write());

    [Fact]
    public void EverySetting_IsDocumented()
    {
        var documentation = SettingsDocumentation.Load();

        var undocumented = SettingsDocumentation.Types()
            .SelectMany(type => type.Properties)
            .Where(property => documentation.Part(property, "summary").Length == 0)
            .Select(property => $"{property.Info.DeclaringType!.Name}.{property.Info.Name}");

        Assert.Empty(undocumented);
    }

    [Theory]
    [InlineData("services.yaml")]
    [InlineData("Pulumi.dev.yaml")]
    [InlineData("Pulumi.staging.yaml")]
    [InlineData("Pulumi.prod.yaml")]
    public void EveryFile_PointsEditorsAtTheSchema(string file) =>
        Assert.Equal("# yaml-language-server: $schema=schema.json", File.ReadLines(StackSources.PathOf("stacks", file)).First());
}
