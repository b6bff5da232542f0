using System.Text.Json.Nodes;
using Infra.Kubernetes.JsonPaths;

namespace Kubernetes.Tests.JsonPaths;

public sealed class JsonPathTests
{
    private static readonly JsonNode Document = JsonNode.Parse(
        """
        {
          "metadata": {"name": "web", "labels": {"a.b/c": "v"}},
          "spec": {"ports": [80, 443, 8080], "absent": null},
          "status": {
            "conditions": [
              {"type": "Ready", "status": "True", "count": 3, "share": 0.5, "isFinal": false},
              {"type": "Progressing", "status": "False", "count": 5, "isFinal": true},
              {"type": "Silent"}
            ]
          }
        }
        """
    )!;

    [Theory]
    [InlineData(".metadata.name", """["web"]""")]
    [InlineData("{.metadata.name}", """["web"]""")]
    [InlineData("$.metadata.name", """["web"]""")]
    [InlineData("{$.metadata.name}", """["web"]""")]
    [InlineData(".metadata['name']", """["web"]""")]
    [InlineData(".metadata.labels.a\\.b/c", """["v"]""")]
    [InlineData(".metadata.labels['a.b/c']", """["v"]""")]
    [InlineData(".metadata.labels['a\\.b/c']", """["v"]""")]
    [InlineData(".metadata.missing", "[]")]
    [InlineData(".spec.absent", "[null]")]
    [InlineData(".spec.absent.more", "[]")]
    [InlineData(".spec.ports[0]", "[80]")]
    [InlineData(".spec.ports[-1]", "[8080]")]
    [InlineData(".spec.ports[-3]", "[80]")]
    [InlineData(".spec.ports[3]", "[]")]
    [InlineData(".spec.ports[-4]", "[]")]
    [InlineData(".spec.ports[*]", "[80,443,8080]")]
    [InlineData(".spec.ports[1:]", "[443,8080]")]
    [InlineData(".spec.ports[:2]", "[80,443]")]
    [InlineData(".spec.ports[:-1]", "[80,443]")]
    [InlineData(".spec.ports[::2]", "[80,8080]")]
    [InlineData(".spec.ports[0:4]", "[]")]
    [InlineData(".spec.ports[1:1]", "[]")]
    [InlineData(".spec.ports[0,2]", "[80,8080]")]
    [InlineData(".spec.ports[0, 2]", "[80,8080]")]
    [InlineData(".metadata[0]", "[]")]
    [InlineData(".metadata.labels.*", """["v"]""")]
    [InlineData("..type", """["Ready","Progressing","Silent"]""")]
    [InlineData(".status.conditions[*].type", """["Ready","Progressing","Silent"]""")]
    [InlineData(".status.conditions[?(@.type==\"Ready\")].status", """["True"]""")]
    [InlineData(".status.conditions[?(@.type=='Ready')].status", """["True"]""")]
    [InlineData(".status.conditions[?(@.type == 'Ready')].status", """["True"]""")]
    [InlineData(".status.conditions[?('Ready' == @.type)].status", """["True"]""")]
    [InlineData(".status.conditions[?(@.type!=\"Ready\")].type", """["Progressing","Silent"]""")]
    [InlineData(".status.conditions[?(@.status!=\"True\")].type", """["Progressing"]""")]
    [InlineData(".status.conditions[?(@.status)].type", """["Ready","Progressing"]""")]
    [InlineData(".status.conditions[?(@.count>3)].type", """["Progressing"]""")]
    [InlineData(".status.conditions[?(@.count>=3)].type", """["Ready","Progressing"]""")]
    [InlineData(".status.conditions[?(@.count<4)].type", """["Ready"]""")]
    [InlineData(".status.conditions[?(@.count<=5)].type", """["Ready","Progressing"]""")]
    [InlineData(".status.conditions[?(@.share==0.5)].type", """["Ready"]""")]
    [InlineData(".status.conditions[?(@.isFinal==true)].type", """["Progressing"]""")]
    [InlineData(".status.conditions[?(@.count=='3')].type", "[]")]
    [InlineData(".status.conditions[?(@.type=='a)b')].type", "[]")]
    [InlineData(".metadata[?(@.name=='web')]", "[]")]
    public void Select_FindsTheValues(string path, string expected) =>
        Assert.Equal(
            expected,
            new JsonArray([.. JsonPath.Parse(path).Select(Document).Select(value => value?.DeepClone())]).ToJsonString()
        );

    [Theory]
    [InlineData("status")]
    [InlineData("{status}")]
    [InlineData(".a[")]
    [InlineData(".a[x]")]
    [InlineData(".a[\"b\"]")]
    [InlineData(".a[1:2:3:4]")]
    [InlineData(".a[?(@.b==)]")]
    [InlineData(".a[?(@.b===1)]")]
    [InlineData(".a[?(@.b=1)]")]
    [InlineData(".a[?(@.b=='x)]")]
    [InlineData(".a[?(@.b=='x')")]
    [InlineData(".")]
    [InlineData("....a")]
    public void Parse_AnythingElse_SaysWhere(string path) =>
        Assert.StartsWith(
            $"the JSONPath \"{path}\" is not understood at ",
            Assert.Throws<FormatException>(() => JsonPath.Parse(path)).Message,
            StringComparison.Ordinal
        );
}
