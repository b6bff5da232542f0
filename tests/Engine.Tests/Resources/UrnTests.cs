using Infra.Engine.Resources;

namespace Engine.Tests.Resources;

public sealed class UrnTests
{
    [Fact]
    public void Parts_OfANestedResource_AreThoseOfTheText()
    {
        var urn = Urn.Parse("urn:pulumi:dev::shop::my:app:Shop$kubernetes:core/v1:Service::web::v2");

        Assert.Equal(
            ("dev", "shop", "my:app:Shop$kubernetes:core/v1:Service", "kubernetes:core/v1:Service", "web::v2"),
            (urn.Stack, urn.Project, urn.QualifiedType, urn.Type, urn.Name)
        );
        Assert.Equal(urn, Urn.Create("dev", "shop", Urn.Parse("urn:pulumi:dev::shop::my:app:Shop::s"), urn.Type, urn.Name));
    }

    [Fact]
    public void Create_BelowTheStackOrNothing_HasNoTypeOfAParent()
    {
        var root = Urn.Create("dev", "shop", default, Urn.StackType, "shop-dev");

        Assert.Equal("urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev", root.Value);
        Assert.Equal("urn:pulumi:dev::shop::a:b:C::n", Urn.Create("dev", "shop", root, "a:b:C", "n").Value);
        Assert.Equal("urn:pulumi:dev::shop::a:b:C::n", Urn.Create("dev", "shop", default, "a:b:C", "n").Value);
    }

    [Fact]
    public void Parts_OfNoResource_AreEmpty() =>
        Assert.Equal(
            ("", "", "", "", ""),
            (default(Urn).Stack, default(Urn).Project, default(Urn).QualifiedType, default(Urn).Type, default(Urn).Name)
        );

    [Theory]
    [InlineData("urn:pulumi:dev::shop::a:b:C::n", true)]
    [InlineData("urn:pulumi:dev::::a:b:C::", true)]
    [InlineData("urn:pulumi:::shop::a:b:C::n", false)]
    [InlineData("urn:pulumi:dev::shop::::n", false)]
    [InlineData("urn:pulumi:dev::shop::a:b:C", false)]
    [InlineData("urn:pulumi:", false)]
    [InlineData("urn:other:dev::shop::a:b:C::n", false)]
    [InlineData("", false)]
    public void IsValid_Text_HasFourPartsWithStackAndType(string text, bool isValid) => Assert.Equal(isValid, Urn.IsValid(text));
}
