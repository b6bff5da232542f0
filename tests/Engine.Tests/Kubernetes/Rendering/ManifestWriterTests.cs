using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes;
using Infra.Engine.Kubernetes.Rendering;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;
using Moq;
using YamlDotNet.RepresentationModel;

namespace Engine.Tests.Kubernetes.Rendering;

public sealed class ManifestWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("render").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(
        """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop"}}""",
        "1-manifest/apps_v1-deployment-shop-web.yaml"
    )]
    [InlineData(
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"system:x"}}""",
        "1-manifest/rbac.authorization.k8s.io_v1-clusterrole-default-system:x.yaml"
    )]
    [InlineData(
        """{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"w.example.test"}}""",
        "0-crd/apiextensions.k8s.io_v1-customresourcedefinition-default-w.example.test.yaml"
    )]
    public void Write_Object_CreatesAFileForTheOwnerOnly(string json, string expected)
    {
        var path = ManifestWriter.Write(_folder, Parse(json));
        Assert.Equal(Path.Combine(_folder, expected), path);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(Path.GetDirectoryName(path)!)
            );
        }
    }

    [Fact]
    public void PathFor_NameWithAPath_Throws() =>
        Assert.Throws<ArgumentException>(() =>
            ManifestWriter.PathFor(_folder, Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"../../x"}}"""))
        );

    [Fact]
    public void ToYaml_Object_IsSortedWithoutStatus()
    {
        var yaml = ManifestYaml.ToYaml(
            Parse(
                """{"spec":{"b":1,"a":[{"y":true,"x":null}],"e":{},"l":[]},"status":{"x":1},"kind":"Widget","metadata":{"name":"w"},"apiVersion":"example.test/v1"}"""
            )
        );
        Assert.Equal(
            "apiVersion: example.test/v1\nkind: Widget\nmetadata:\n  name: w\nspec:\n  a:\n  - x: null\n    \"y\": true\n  b: 1\n  e: {}\n  l: []\n",
            yaml
        );
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("true")]
    [InlineData("yes")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("1")]
    [InlineData("0x1F")]
    [InlineData("1e3")]
    [InlineData("12:30:45")]
    [InlineData("2026-01-01")]
    [InlineData("")]
    [InlineData(" leading")]
    [InlineData("trailing ")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("- a")]
    [InlineData("*a")]
    [InlineData("{a}")]
    [InlineData("\"quoted\"")]
    [InlineData("it's")]
    [InlineData("two\nlines")]
    [InlineData("two\nlines\n")]
    [InlineData("two\n\n\nlines\n\n")]
    [InlineData("  indented\nlines")]
    [InlineData("space at the end \nof a line")]
    [InlineData("tab\tand\nline")]
    [InlineData("\nstarts with a break")]
    [InlineData("bell \u0007 and é and 🚀")]
    [InlineData("=")]
    [InlineData("<<")]
    [InlineData("off")]
    [InlineData("nginx:1.29")]
    [InlineData("/etc/config")]
    public void ToYaml_AnyText_RoundTrips(string text)
    {
        var yaml = ManifestYaml.ToYaml(
            new JsonObject
            {
                ["data"] = new JsonObject { ["key"] = text, [text.Length == 0 ? "empty" : text] = "v" },
            }
        );
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var data = (YamlMappingNode)((YamlMappingNode)stream.Documents[0].RootNode)["data"];
        var read = (YamlScalarNode)data["key"];
        Assert.Equal(text, read.Value);
        Assert.True(
            read.Style != YamlDotNet.Core.ScalarStyle.Plain
                || text.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:@+".Contains(c, StringComparison.Ordinal)),
            yaml
        );
        Assert.Contains(text.Length == 0 ? "empty" : text, data.Children.Keys.Select(k => ((YamlScalarNode)k).Value));
    }

    [Fact]
    public async Task Provider_RendersToAFolder_WritesUpdatesAndDeletesFilesAndWarnsOfSecrets()
    {
        var log = new Mock<IProviderLog>();
        var urn = new Urn("urn:pulumi:dev::shop::kubernetes:core/v1:Secret::creds");
        await using var provider = new KubernetesProvider(log.Object, _ => null, null);
        await provider.ConfigureAsync(
            new ConfigureRequest
            {
                Urn = new Urn("urn:pulumi:dev::shop::pulumi:providers:kubernetes::k"),
                Inputs = PropertyMap.Create(("renderYamlToDirectory", _folder)),
                Preview = false,
            },
            CancellationToken.None
        );
        var check = await provider.CheckAsync(
            new CheckRequest
            {
                Urn = urn,
                OldInputs = PropertyMap.Empty,
                NewInputs = PropertyMap.Create(
                    ("metadata", PropertyMap.Create(("name", "creds"))),
                    ("stringData", PropertyMap.Create(("p", "pw")))
                ),
                RandomSeed = new byte[1],
            },
            CancellationToken.None
        );

        var created = await provider.CreateAsync(new CreateRequest { Urn = urn, Inputs = check.Inputs }, CancellationToken.None);
        var path = Path.Combine(_folder, "1-manifest", "v1-secret-default-creds.yaml");
        var written = await File.ReadAllTextAsync(path);
        await provider.UpdateAsync(
            new UpdateRequest
            {
                Urn = urn,
                Id = created.Id,
                OldInputs = check.Inputs,
                OldState = created.State,
                NewInputs = check.Inputs,
            },
            CancellationToken.None
        );

        Assert.Equal(written, await File.ReadAllTextAsync(path));
        Assert.Contains("p: \"cHc=\"", written, StringComparison.Ordinal);
        Assert.IsType<PropertySecret>(created.State["data"]);
        log.Verify(l => l.Warning(urn, It.Is<string>(m => m.Contains("contains a secret value in plaintext"))), Times.AtLeastOnce);

        await provider.DeleteAsync(
            new DeleteRequest
            {
                Urn = urn,
                Id = created.Id,
                OldInputs = check.Inputs,
                OldState = created.State,
            },
            CancellationToken.None
        );
        Assert.False(File.Exists(path));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
