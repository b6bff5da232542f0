using Infra.Engine.Kubernetes.Rendering;
using Infra.Engine.Kubernetes.Resources;
using Infra.Protocol.Values;

namespace Engine.Tests.Kubernetes.Resources;

/// <summary>Properties and manifests are two forms of one object.</summary>
public sealed class PropertyConversionTests
{
    [Fact]
    public void ToManifest_FieldInBothForms_HasTheValueOfTheFormOfTheSdks()
    {
        var properties = PropertyMap.Create(
            ("a", 1),
            ("x-kubernetes-list-type", "map"),
            ("x_kubernetes_list_type", "set"),
            ("x_kubernetes_other", true)
        );

        var manifest = PropertyConversion.ToManifest(properties);

        Assert.Equal("""{"a":1,"x-kubernetes-list-type":"set","x_kubernetes_other":true}""", manifest.ToJsonString());
    }

    [Theory]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(-1e15, "-1000000000000000")]
    [InlineData(9007199254740991.0, "9007199254740991")]
    [InlineData(-9007199254740991.0, "-9007199254740991")]
    [InlineData(-0.0, "0")]
    [InlineData(9007199254740992.0, "9007199254740992")]
    [InlineData(0.5, "0.5")]
    public void ToManifest_ANumber_IsWrittenAsInYaml(double number, string expected)
    {
        var properties = PropertyMap.Create(("a", number), ("b", PropertyValue.Array(number)));

        Assert.Equal($$"""{"a":{{expected}},"b":[{{expected}}]}""", PropertyConversion.ToManifest(properties).ToJsonString());
        Assert.Equal($"a: {expected}\nb:\n- {expected}\n", ManifestYaml.ToYaml(properties));
    }

    [Fact]
    public void ToYaml_FieldInBothForms_IsOneKeyWithTheValueOfTheFormOfTheSdks()
    {
        var schema = PropertyMap.Create(("x-kubernetes-list-type", "map"), ("x_kubernetes_list_type", "set"), ("x_kubernetes_other", true));

        Assert.Equal(
            "schema:\n  x-kubernetes-list-type: set\n  x_kubernetes_other: true\n",
            ManifestYaml.ToYaml(PropertyMap.Create(("schema", schema)))
        );
    }

    [Fact]
    public void ToYaml_Properties_HasPlainValuesInTheOrderOfTheManifestsKeys()
    {
        var properties = PropertyMap.Create(
            ("kind", "Widget"),
            ("count", 5_000_000_000),
            ("large", 1e20),
            ("share", 0.125),
            ("none", PropertyValue.Null),
            ("secret", new PropertySecret(PropertyMap.Create(("b", true), ("a", PropertyValue.Array("x", PropertyValue.Array()))))),
            ("known", new PropertyOutput("text", IsSecret: false, [])),
            ("unknown", new PropertyUnknown()),
            ("asset", new PropertyAsset { Text = "file" }),
            ("schema", PropertyMap.Create(("x_kubernetes_map_type", "atomic"), ("xa", 1), ("x0", 1)))
        );

        Assert.Equal(
            $"""
            kind: Widget
            asset: file
            count: 5000000000
            known: text
            large: 1E+20
            none: null
            schema:
              x-kubernetes-map-type: atomic
              x0: 1
              xa: 1
            secret:
              a:
              - x
              - []
              b: true
            share: 0.125
            unknown: "{Unknowns.Sentinel}"

            """,
            ManifestYaml.ToYaml(properties)
        );
    }
}
