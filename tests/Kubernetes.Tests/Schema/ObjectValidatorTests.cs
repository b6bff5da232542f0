using System.Text.Json.Nodes;
using Infra.Kubernetes.Schema;

namespace Kubernetes.Tests.Schema;

public class ObjectValidatorTests
{
    [Theory]
    [InlineData("""{"spec":{"prots":[]}}""", "spec.prots: there is no such field")]
    [InlineData("""{"spec":{"ports":[{"name":"a"}]}}""", "spec.ports[0]: the field 'port' is missing")]
    [InlineData("""{"spec":{"ports":[{"port":"80"}]}}""", "spec.ports[0].port: '80' is not a whole number")]
    [InlineData("""{"spec":{"ports":[{"port":1.5}]}}""", "spec.ports[0].port: 1.5 is not a whole number")]
    [InlineData("""{"spec":{"ports":{"port":80}}}""", "spec.ports: a mapping is not a list")]
    [InlineData(
        """{"spec":{"ports":[{"port":80,"targetPort":true}]}}""",
        "spec.ports[0].targetPort: true is not a whole number or a string"
    )]
    [InlineData("""{"spec":{"publishNotReadyAddresses":"yes"}}""", "spec.publishNotReadyAddresses: 'yes' is not true or false")]
    [InlineData("""{"spec":{"selector":{"a":1}}}""", "spec.selector.a: 1 is not a string")]
    [InlineData("""{"metadata":[]}""", "metadata: a list is not a mapping")]
    public void Validate_OfAnInvalidService_NamesTheField(string json, string expected)
    {
        var violation = Assert.Single(Validate("v1", "Service", json, ValidatedForm.Complete));

        Assert.Equal(expected, Describe(violation));
        Assert.NotEqual("", violation.Cure + violation.Word);
    }

    [Theory]
    [InlineData("v1", "Service", """{"spec":{"ports":[{"port":80,"targetPort":"http"}],"clusterIP":null}}""")]
    [InlineData("v1", "Secret", """{"data":{"a":"aGVsbG8="},"stringData":{"b":"x"}}""")]
    [InlineData("v1", "LimitRange", """{"spec":{"limits":[{"type":"Container","max":{"cpu":2,"memory":"1Gi"}}]}}""")]
    [InlineData("v1", "Pod", """{"spec":{"containers":[{"name":"a"}]},"status":{}}""")]
    [InlineData(
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        """{"spec":{"group":"g","names":{"plural":"a","kind":"A"},"scope":"Namespaced","versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"properties":{"a":{"default":{"any":1}}}}}}]}}"""
    )]
    public void Validate_OfAValidObject_FindsNothing(string apiVersion, string kind, string json) =>
        Assert.Empty(Validate(apiVersion, kind, json, ValidatedForm.Complete));

    [Fact]
    public void Validate_OfData_RequiresBase64() =>
        Assert.Equal(
            "data.a: 'hello!' is not base64",
            Describe(Assert.Single(Validate("v1", "Secret", """{"data":{"a":"hello!"}}""", ValidatedForm.Complete)))
        );

    [Fact]
    public void Validate_OfAQuantity_RequiresOne() =>
        Assert.Equal(
            "spec.limits[0].max.cpu: 'much' is not a quantity such as 500m or 64Mi",
            Describe(
                Assert.Single(
                    Validate(
                        "v1",
                        "LimitRange",
                        """{"spec":{"limits":[{"type":"Container","max":{"cpu":"much"}}]}}""",
                        ValidatedForm.Complete
                    )
                )
            )
        );

    [Fact]
    public void Validate_OfAPart_RequiresNoFields() =>
        Assert.Empty(Validate("v1", "Service", """{"spec":{"ports":[{"name":"a"}]}}""", ValidatedForm.Partial));

    [Fact]
    public void Validate_OfAValueThatIsKnownLater_DoesNotCheckItsType() =>
        Assert.Empty(
            ObjectValidator.Validate(
                ObjectType.Find("v1", "Service")!,
                JsonNode.Parse("""{"spec":{"ports":"later"}}"""),
                ValidatedForm.Complete,
                value => value.GetValueKind() == System.Text.Json.JsonValueKind.String
            )
        );

    [Fact]
    public void Find_OfAnUnknownKind_IsNull() => Assert.Null(ObjectType.Find("apps/v1", "Deploiment"));

    [Fact]
    public void EveryResource_HasAType_WhoseFieldsCanBeRead() =>
        Assert.All(SchemaFile.Instance.Resources, resource => Assert.NotEmpty(ObjectType.Find(resource.ApiVersion, resource.Kind)!.Fields));

    private static IReadOnlyList<SchemaViolation> Validate(string apiVersion, string kind, string json, ValidatedForm form) =>
        ObjectValidator.Validate(ObjectType.Find(apiVersion, kind)!, JsonNode.Parse(json), form);

    private static string Describe(SchemaViolation violation)
    {
        var path = violation.Path.Select(segment => segment.Index is { } index ? $"[{index}]" : $".{segment.Key}");
        return $"{string.Concat(path).TrimStart('.')}: {violation.Problem}";
    }
}
