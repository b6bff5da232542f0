using Infra.Engine.Resources;
using Infra.Engine.Resources.Selection;

namespace Engine.Tests.Resources;

public sealed class UrnPatternTests
{
    private static readonly Urn Orders = new("urn:pulumi:dev::shop::my:index:Group$kubernetes:core/v1:Service::orders-api");

    [Theory]
    [InlineData("urn:pulumi:dev::shop::my:index:Group$kubernetes:core/v1:Service::orders-api", true)]
    [InlineData("**::orders-api", true)]
    [InlineData("**Service**", true)]
    [InlineData("urn:pulumi:*::shop::**::orders-*", true)]
    [InlineData("urn:pulumi:*::orders-api", false)]
    [InlineData("orders-api", true)]
    [InlineData("orders-*", true)]
    [InlineData("orders", false)]
    [InlineData("ordersXapi", false)]
    [InlineData("**::orders", false)]
    public void Matches_UrnsAndNames(string pattern, bool expected) => Assert.Equal(expected, UrnPattern.Parse(pattern).Matches(Orders));
}
