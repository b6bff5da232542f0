using System.Text.Json.Nodes;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.Projects.Yaml;

namespace Engine.Tests.Projects;

/// <summary>Numbers in stack files: read like Go's YAML, and left as they are written by edits of other values.</summary>
public sealed class StackFileNumberTests : IDisposable
{
    private const string Text = """
        x-limits: &limits { cpu: 1.10 } # shared
        config:
          shop:version: 1.10
          shop:mask: 0x1F   # hexadecimal
          shop:count: 1e3
          shop:half: .5
          shop:big: 12345678901234567890

          shop:octal: 0o17
          shop:grouped: 1_000
          shop:nothing: ~
          shop:quoted: '1.10'
          shop:changed: 1.0
          shop:limits: *limits
          shop:note: |
            0x1F
              1.10 # not a comment
          shop:deep:
            - 1.50
            - removed: 0o7
              kept: 2.50
          shop:flow: { version: 1.10, mask: 0x1F, "key": '0o17', removed: 1 }

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine-tests-");

    private string FilePath => Path.Combine(_folder.FullName, "Pulumi.dev.yaml");

    [Fact]
    public async Task Edit_OneValue_LeavesAllOtherLinesByteForByte()
    {
        await File.WriteAllTextAsync(FilePath, Text);
        var file = StackFile.Load(FilePath, "shop");

        file.Set(new ConfigKey("shop", "changed"), "2.0");
        file.Set(new ConfigKey("shop", "added"), "0x1F");
        file.RemovePath("shop:deep[1].removed");
        file.RemovePath("shop:half");
        await file.SaveAsync();

        Assert.Equal(
            Text.Replace("changed: 1.0", "changed: \"2.0\"", StringComparison.Ordinal)
                .Replace("    - removed: 0o7\n      kept: 2.50\n", "    - kept: 2.50\n", StringComparison.Ordinal)
                .Replace("  shop:half: .5\n", "", StringComparison.Ordinal) + "  shop:added: \"0x1F\"\n",
            await File.ReadAllTextAsync(FilePath)
        );
    }

    [Fact]
    public async Task Edit_ValueInAFlowMapping_KeepsItsOtherScalars()
    {
        await File.WriteAllTextAsync(FilePath, Text);
        var file = StackFile.Load(FilePath, "shop");

        file.RemovePath("shop:flow.removed");
        await file.SaveAsync();

        Assert.EndsWith(
            "  shop:flow:\n    version: 1.10\n    mask: 0x1F\n    key: '0o17'\n",
            await File.ReadAllTextAsync(FilePath),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("1.10", "1.1")]
    [InlineData("0x1F", "31")]
    [InlineData("-0XfF", "-255")]
    [InlineData("0xFFFFFFFFFFFFFFFF", "18446744073709551615")]
    [InlineData("0o17", "15")]
    [InlineData("017", "15")]
    [InlineData("08", "8")]
    [InlineData("0b101", "5")]
    [InlineData("1_000", "1000")]
    [InlineData("+12", "12")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("1.0", "1")]
    [InlineData("1.", "1")]
    [InlineData(".5", "0.5")]
    [InlineData("-.5", "-0.5")]
    [InlineData("1e3", "1000")]
    [InlineData("1.5e2", "150")]
    [InlineData("1e-6", "0.000001")]
    [InlineData("1.25e-7", "1.25e-7")]
    [InlineData("1e21", "1e+21")]
    [InlineData("1e23", "1e+23")]
    [InlineData("123456789012345.678", "123456789012345.67")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("+12345678901234567890", "12345678901234567000")]
    [InlineData("100000000000000000000", "100000000000000000000")]
    public void Scalar_ThatIsANumberInGo_IsItsJson(string text, string expected) => Assert.Equal(expected, ToJson(text)!.ToJsonString());

    [Theory]
    [InlineData("1e400")]
    [InlineData("0x")]
    [InlineData("0b2")]
    [InlineData("0x1.8p1")]
    [InlineData("1,000")]
    [InlineData("1.2.3")]
    [InlineData("._5")]
    [InlineData("_1")]
    [InlineData("+")]
    [InlineData("12:30")]
    [InlineData("٣")]
    [InlineData("'1.10'")]
    public void Scalar_ThatIsNoNumberInGo_IsText(string text) => Assert.Equal(text.Trim('\''), ToJson(text)!.GetValue<string>());

    [Theory]
    [InlineData("0x1F")]
    [InlineData("1_000")]
    [InlineData("017")]
    [InlineData("2001-01-01")]
    public void Renderer_TextThatGoReadsAsAnotherType_IsQuoted(string text) =>
        Assert.Equal($"\"{text}\"", YamlRenderer.Scalar(JsonValue.Create(text)));

    public void Dispose() => _folder.Delete(recursive: true);

    private static JsonNode? ToJson(string text) => YamlNodes.ToJson(YamlFile.Parse("Pulumi.dev.yaml", $"a: {text}\n").Find("a")!);
}
