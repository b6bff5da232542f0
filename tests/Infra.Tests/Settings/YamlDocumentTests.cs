using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Settings;

public class YamlDocumentTests
{
    private const string Catalogue = "name: shop\nsizes: {small: {}}\nservices: {s: {image: \"a:1\", kind: worker}}\n";

    [Theory]
    [InlineData("---\nservices: {t: {image: \"b:1\", kind: worker}}\n")]
    [InlineData("---\n")]
    [InlineData("...\n---\nname: other\n")]
    public void ASecondDocument_IsAnErrorAtItsLine(string second)
    {
        var line = second.StartsWith("...", StringComparison.Ordinal) ? 5 : 4;

        var sources = StackSources.Simulated(Catalogue + second, "");

        var error = Assert.Single(Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(sources)).Errors);

        Assert.Equal(
            $"stacks/services.yaml:{line}: a second YAML document starts here; remove the '---', or move what follows to another file",
            error.ToString()
        );
    }

    [Fact]
    public void ASecondDocument_InTheStacksFile_IsAnErrorAtItsLine() =>
        Assert.StartsWith(
            "stacks/Pulumi.dev.yaml:3: a second YAML document starts here",
            Assert
                .Single(
                    Assert
                        .Throws<InvalidSettingsException>(() =>
                            SettingsLoader.Load(
                                StackSources.From(
                                    $"{Catalogue}cluster: {{kind: simulated}}\n",
                                    "config:\n  infra:faultTolerance: critical\n---\nconfig: {}\n"
                                )
                            )
                        )
                        .Errors
                )
                .ToString(),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("---\n", "")]
    [InlineData("", "...\n")]
    [InlineData("# a comment\n---\n", "...\n# another\n")]
    public void ADocumentMarker_AroundTheOnlyDocument_IsAccepted(string before, string after) =>
        Assert.Contains("s", SettingsLoader.Load(StackSources.Simulated(before + Catalogue + after, "")).Settings.Services.Keys);
}
