using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.State;
using Infra.Engine.Stores;

namespace Engine.Tests.Stores;

/// <summary>What a program answers about the rotations of a store.</summary>
public class StoreRotationTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"services":null}""")]
    [InlineData("""{"services":{}}""")]
    [InlineData("""{"services":[null]}""")]
    [InlineData("""{"services":["web"]}""")]
    [InlineData("""{"services":[{"number":1,"keepFormer":false}]}""")]
    [InlineData("""{"services":[{"service":"web","number":"1","keepFormer":false}]}""")]
    [InlineData("""{"services":[{"service":"web","number":1.5,"keepFormer":false}]}""")]
    [InlineData("""{"services":[{"service":"web","number":1,"keepFormer":null}]}""")]
    public void Plan_OfAnAnswerThatIsNotOne_ShowsIt(string answer)
    {
        var error = Assert.Throws<InvalidOperationRequestException>(() => Plan(answer));

        Assert.Equal(
            $"the program answered the query 'rotation' without a list of services, numbers and keepFormer: {answer}",
            error.Message
        );
    }

    [Fact]
    public void Plan_GoesOnWithServicesThatKeepTheirFormerUsers()
    {
        var rotation = Plan(
            """{"services":[{"service":"api","number":0,"keepFormer":false},{"service":"web","number":3,"keepFormer":true}]}"""
        );

        Assert.Equal([new ServiceRotation("api", 1, KeepsFormer: true), new ServiceRotation("web", 3, KeepsFormer: true)], rotation.During);
    }

    [Fact]
    public void Plan_ForOneServiceOfASharedPassword_SaysThatAllShareIt()
    {
        var error = Assert.Throws<InvalidOperationRequestException>(() =>
            Plan("{\"services\":[{\"service\":\"admin\",\"number\":0,\"keepFormer\":false}],\"shared\":true}", "web")
        );

        Assert.StartsWith("all services that use the store 'db' share one password", error.Message, StringComparison.Ordinal);
        Assert.Contains("without `--service`", error.Message, StringComparison.Ordinal);
    }

    private static StoreRotation Plan(string answer, string? service = null) =>
        StoreRotation.Plan(null!, new StackName("shop", "dev"), "db", service, JsonNode.Parse(answer)!.AsObject());
}
