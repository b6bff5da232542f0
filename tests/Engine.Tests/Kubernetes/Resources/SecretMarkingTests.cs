using Infra.Engine.Kubernetes.Resources;
using Infra.Protocol.Values;

namespace Engine.Tests.Kubernetes.Resources;

public sealed class SecretMarkingTests
{
    private static readonly PropertyValue Hidden = ((PropertyValue)"canary").MakeSecret();

    [Fact]
    public void Mark_SecretLabelOfASecret_IsMarkedBesideItsData()
    {
        var marked = SecretMarking.Mark(Object("Secret", "canary"), Object("Secret", Hidden));

        Assert.Equal(Hidden, Labels(marked)["owner"]);
        Assert.IsType<PropertySecret>(marked["data"]);
    }

    [Fact]
    public void Mark_SecretEntriesOfASecret_AreMarkedOnceAsAWhole()
    {
        var target = PropertyMap.Create(("kind", "Secret"), ("data", PropertyMap.Create(("user", "b3duZXI="), ("password", "canary"))));
        var source = PropertyMap.Create(("kind", "Secret"), ("data", PropertyMap.Create(("user", "b3duZXI="), ("password", Hidden))));

        Assert.Equal(((PropertyValue)((PropertyObject)target["data"])).MakeSecret(), SecretMarking.Mark(target, source)["data"]);
    }

    [Fact]
    public void Mark_FieldKindBelowAnObject_DoesNotHideTheSecretsBesideIt()
    {
        var target = PropertyMap.Create(("kind", "Issuer"), ("spec", PropertyMap.Create(("kind", "Secret"), ("token", "canary"))));
        var source = PropertyMap.Create(("kind", "Issuer"), ("spec", PropertyMap.Create(("kind", "Secret"), ("token", Hidden))));

        Assert.Equal(source, SecretMarking.Mark(target, source));
    }

    [Theory]
    [InlineData("Secret", false, true)]
    [InlineData("ConfigMap", true, true)]
    [InlineData("ConfigMap", false, false)]
    public void Mark_LastAppliedConfiguration_IsASecretWhereItMayHoldOne(string kind, bool hasSecretLabel, bool expected)
    {
        var live = Object(kind, "canary", ("annotations", PropertyMap.Create((Annotations.LastAppliedConfiguration, "{…}"))));

        var marked = SecretMarking.Mark(live, Object(kind, hasSecretLabel ? Hidden : "canary"));

        var annotations = ((PropertyObject)((PropertyObject)marked["metadata"]).Properties["annotations"]).Properties;
        Assert.Equal(expected, annotations[Annotations.LastAppliedConfiguration] is PropertySecret);
    }

    private static PropertyMap Object(string kind, PropertyValue label, params (string, PropertyValue)[] metadata) =>
        PropertyMap.Create(
            ("kind", kind),
            ("data", PropertyMap.Create(("a", "Yg=="))),
            ("metadata", PropertyMap.Create([("labels", PropertyMap.Create(("owner", label))), .. metadata]))
        );

    private static PropertyMap Labels(PropertyMap map) =>
        ((PropertyObject)((PropertyObject)map["metadata"]).Properties["labels"]).Properties;
}
