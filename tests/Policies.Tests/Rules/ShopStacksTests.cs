using System.Text.Json.Nodes;
using Infra.Policies.Tests.Support;
using Infra.PolicyPacks;
using Infra.PolicyPacks.Configuration;
using Infra.PolicyPacks.Running;
using Infra.Protocol.Values;

namespace Infra.Policies.Tests.Rules;

/// <summary>
/// The golden plans of the repository's stacks comply with the profile "production", with the exemptions in their files.
/// </summary>
public sealed class ShopStacksTests
{
    [Theory]
    [InlineData("dev")]
    [InlineData("staging")]
    [InlineData("prod")]
    public void Stack_Passes_WithAtMostTheExemptionsItsFileStates(string stack)
    {
        var config = Config(stack);
        var catalog = new PolicyCatalog(KubernetesPack.Create());
        var context = new StackContext
        {
            Stack = stack,
            Project = "infra",
            Organization = "organization",
            IsDryRun = true,
        };
        var run = new PolicyRun(catalog, PackConfiguration.Resolve(catalog, StackSettings.Read(config, catalog)), context);
        var resources = Plan(stack);

        var diagnostics = resources
            .SelectMany(resource => run.Analyze(resource, default))
            .Concat(run.AnalyzeStack(new StackResources([.. resources]), default));

        Assert.Equal("production", config["policies:profile"]);
        var objections = string.Join(
            '\n',
            diagnostics
                .Where(diagnostic => diagnostic.Level == EnforcementLevel.Mandatory)
                .Select(diagnostic => $"{diagnostic.Policy.Name}: {diagnostic.Diagnostic.Urn}: {diagnostic.Diagnostic.Message}")
        );
        Assert.True(objections.Length == 0, objections);
    }

    private static PolicyResource[] Plan(string stack) =>
        [
            .. Resources
                .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Stacks", $"{stack}.yaml")))
                .Where(resource => resource.Root["kind"].Exists),
        ];

    private static Dictionary<string, string> Config(string stack)
    {
        var file = YamlText.Documents(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Stacks", $"Pulumi.{stack}.yaml"))).Single();
        return ((PropertyObject)file["config"])
            .Properties.Where(entry => entry.Key.StartsWith("policies:", StringComparison.Ordinal))
            .ToDictionary(
                entry => entry.Key,
                entry => entry.Value is PropertyString text ? text.Value : ToJson(entry.Value)!.ToJsonString()
            );
    }

    private static JsonNode? ToJson(PropertyValue value) =>
        value switch
        {
            PropertyObject map => new JsonObject(map.Properties.Select(entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value)))),
            PropertyArray array => new JsonArray([.. array.Elements.Select(ToJson)]),
            PropertyString text => text.Value,
            PropertyNumber number => number.Value,
            PropertyBoolean flag => flag.Value,
            _ => null,
        };
}
