using System.Text;
using CsCheck;
using Infra.Backend.Loading;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

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

    [Theory]
    [InlineData("x: &x [*x]\n", 4, "the alias '*x' refers to the value that contains it; move the anchor to a value outside of it")]
    [InlineData(
        "x: !Ref y\n",
        4,
        "the tag '!Ref' has no meaning here; remove it; a text that looks like a number or a boolean needs quotes only"
    )]
    [InlineData("x:\n\ty: 1\n", 5, "a tab indents this line; indent with spaces")]
    [InlineData(
        "x: *y\n",
        4,
        "this is not valid YAML: no anchor '&y' is defined above this alias; correct the indentation or quoting around this line"
    )]
    public void InvalidText_IsTheOnlyError_AtItsLine(string text, int line, string expected) =>
        Assert.Equal($"stacks/services.yaml:{line}: {expected}", Only(StackSources.Simulated(Catalogue + text, "")));

    [Fact]
    public void BytesThatAreNotUtf8_AreAnErrorAtTheirLine()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Catalogue + $"# {new string('é', 5_000)}\n# caf"), 0xE9, (byte)'\n'];
        var sources = StackSources.Simulated(Catalogue, "") with { Catalogue = SettingsFile.FromBytes("stacks/services.yaml", bytes) };

        Assert.Equal("stacks/services.yaml:5: this line is not UTF-8; save the file as UTF-8", Only(sources));
    }

    [Fact]
    public void AByteOrderMark_AtTheStart_IsSkipped()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Catalogue)];
        var sources = StackSources.Simulated(Catalogue, "") with { Catalogue = SettingsFile.FromBytes("stacks/services.yaml", bytes) };

        Assert.Contains("s", SettingsLoader.Load(sources).Settings.Services.Keys);
    }

    [Fact]
    public void AnyText_IsRead_OrAnError()
    {
        string[] fragments =
        [
            "a",
            "1",
            "null",
            " ",
            "\n",
            "\n  ",
            "\t",
            ": ",
            "- ",
            "? ",
            "[",
            "]",
            "{",
            "}",
            ", ",
            "&a ",
            "*a",
            "<<: ",
            "!t ",
            "'",
            "\"",
            "|",
            "---",
        ];
        Gen.Int[0, fragments.Length - 1]
            .Select(i => fragments[i])
            .Array[0, 50]
            .Sample(parts =>
            {
                var errors = new SettingsErrors();
                var root = YamlDocument.Read("any.yaml", string.Concat(parts), errors);
                Assert.All(errors.Errors, error => Assert.True(error.Location.Line > 0));
                Assert.True(root is null || errors.IsUsable(SettingsPath.Root));
            });
    }

    private static string Only(SettingsSources sources) =>
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(sources)).Errors).ToString();
}
