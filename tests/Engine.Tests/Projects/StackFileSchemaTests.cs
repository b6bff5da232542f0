using Infra.Engine.Errors;
using Infra.Engine.Projects.Configuration;

namespace Engine.Tests.Projects;

public sealed class StackFileSchemaTests : IDisposable
{
    private const string Schema = """
        {
          "properties": {
            "config": {
              "properties": {
                "shop:services": { "anyOf": [{ "$ref": "#/definitions/services" }, { "type": "null" }] },
                "shop:size": { "type": "integer" }
              },
              "propertyNames": { "anyOf": [{ "enum": ["shop:services", "shop:size"] }, { "not": { "pattern": "^shop:" } }] },
              "patternProperties": { "^other:list$": { "type": "array", "items": { "$ref": "#/definitions/service" } } }
            }
          },
          "definitions": {
            "services": { "type": "object", "additionalProperties": { "$ref": "#/definitions/service" } },
            "service": {
              "type": "object",
              "properties": {
                "image": { "type": ["string", "null"] },
                "hosts": { "type": "array", "items": { "type": "string" } },
                "env": { "type": "object", "additionalProperties": { "anyOf": [{ "type": "string" }, { "$ref": "#/definitions/service" }] } }
              },
              "additionalProperties": false
            }
          }
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine-tests-");

    [Theory]
    [InlineData("services.api.image")]
    [InlineData("services.api.hosts[0]")]
    [InlineData("shop:services.api.env.ANY")]
    [InlineData("services.api.env.ANY.image")]
    [InlineData("size")]
    [InlineData("other:anything.at.all[3]")]
    [InlineData("other:list[0].image")]
    public void RequireKnown_APathOfTheSchema_IsAccepted(string path) => Load(Schema).RequireKnown(path, isPath: true);

    [Theory]
    [InlineData("services.api.imge", "`shop:services.api` has no setting `imge`: did you mean `image`?")]
    [InlineData("services.api.zzzzzzzz", "`shop:services.api` has no setting `zzzzzzzz`: known here: image, hosts, env")]
    [InlineData("servces.api.image", "there is no setting `shop:servces`: did you mean `shop:services`?")]
    [InlineData("services.api.image.tag", "`shop:services.api.image` has no setting `tag`")]
    [InlineData("services.api.hosts.first", "`shop:services.api.hosts` has no setting `first`")]
    [InlineData("services[0]", "`shop:services` has no setting `[0]`")]
    [InlineData("other:list[0].imge", "`other:list[0]` has no setting `imge`: did you mean `image`?")]
    public void RequireKnown_AnotherPath_Throws(string path, string expected) =>
        Assert.StartsWith(
            expected,
            Assert.Throws<ConfigurationException>(() => Load(Schema).RequireKnown(path, isPath: true)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void RequireKnown_AKeyThatTheSchemaDoesNotHave_Throws() =>
        Assert.Equal(
            "there is no setting `shop:siez`: did you mean `shop:size`?",
            Assert.Throws<ConfigurationException>(() => Load(Schema).RequireKnown("siez", isPath: false)).Message
        );

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "properties": { "resources": {} } }""")]
    [InlineData(null)]
    public void RequireKnown_WithoutASchemaOfStackFiles_AcceptsAnything(string? schema) =>
        Load(schema).RequireKnown("anything.at[0].all", isPath: true);

    [Fact]
    public void RequireKnown_TheFileNamesItsSchema_UsesThatOne()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "own.json"), Schema);

        var file = Load("{}", "# yaml-language-server: $schema=own.json\nconfig: {}\n");

        Assert.Throws<ConfigurationException>(() => file.RequireKnown("siez", isPath: false));
    }

    [Fact]
    public void RequireKnown_ASchemaThatIsNoJson_ThrowsWithItsLine() =>
        Assert.StartsWith(
            $"{Path.Combine(_folder.FullName, "schema.json")}:2: the schema of the stack files is not valid JSON: ",
            Assert.Throws<ConfigurationException>(() => Load("{\n]").RequireKnown("size", isPath: true)).Message,
            StringComparison.Ordinal
        );

    public void Dispose() => _folder.Delete(recursive: true);

    private StackFile Load(string? schema, string text = "config: {}\n")
    {
        if (schema is not null)
        {
            File.WriteAllText(Path.Combine(_folder.FullName, "schema.json"), schema);
        }

        var path = Path.Combine(_folder.FullName, "Pulumi.dev.yaml");
        File.WriteAllText(path, text);
        return StackFile.Load(path, "shop");
    }
}
