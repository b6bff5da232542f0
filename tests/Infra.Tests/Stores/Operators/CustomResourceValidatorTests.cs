using System.Text.Json.Nodes;

namespace Infra.Tests.Stores.Operators;

public class CustomResourceValidatorTests
{
    [Fact]
    public void Validate_ValidObject_FindsNothing() => Assert.Empty(Validate("""{"instances":3,"storage":{"size":"20Gi"}}"""));

    [Theory]
    [InlineData("""{"instances":3,"replicas":3}""", "spec.replicas: there is no such field")]
    [InlineData("""{"instances":"three"}""", "spec.instances: 'three' is not a whole number")]
    [InlineData("""{}""", "spec: the field 'instances' is missing")]
    [InlineData(
        """{"instances":3,"logLevel":"loud"}""",
        "spec.logLevel: 'loud' is not a value of this field; there are debug, error, info, trace, warning"
    )]
    [InlineData(
        """{"instances":3,"managed":{"roles":[{"name":"a","passwordSecret":{}}]}}""",
        "spec.managed.roles[0].passwordSecret: the field 'name' is missing"
    )]
    public void Validate_FieldThatTheDefinitionDoesNotAllow_NamesItsPathAndTheReason(string spec, string problem) =>
        Assert.StartsWith(problem, Assert.Single(Validate(spec)), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"instances":0}""", "spec.instances in body should be greater than or equal to 1")]
    public void Validate_ValueBeyondALimit_GivesTheAnswerOfAnApiServer(string spec, string problem) =>
        Assert.Contains(problem, Assert.Single(Validate(spec)), StringComparison.Ordinal);

    [Fact]
    public void Validate_KindWithoutDefinition_NamesTheKnownKinds()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            CustomResourceValidator.Validate(new JsonObject { ["apiVersion"] = "example.org/v1", ["kind"] = "Cluster" })
        );

        Assert.Contains("PerconaXtraDBCluster", error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Validate(string spec) =>
        CustomResourceValidator.Validate(
            new JsonObject
            {
                ["apiVersion"] = "postgresql.cnpg.io/v1",
                ["kind"] = "Cluster",
                ["metadata"] = new JsonObject { ["name"] = "orders-db", ["namespace"] = "shop" },
                ["spec"] = JsonNode.Parse(spec),
            }
        );
}
