using System.Text;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Stores;

namespace Engine.Tests.Stores;

/// <summary>The passwords that an operator changes when its Secret changes.</summary>
public sealed class OperatorPasswordTests : StoreRunTestBase
{
    private const string Secret = """{"services":[],"secret":{"type":"kubernetes:a/v1:B","name":"db-secrets","key":"root"}}""";

    [Fact]
    public async Task WriteAsync_ChangesTheOneKeyOfTheSecret()
    {
        Cluster.Put(
            "api/v1/namespaces/shop/secrets",
            """{"metadata":{"name":"db-secrets","namespace":"shop"},"data":{"root":"b2xk","monitor":"b2xk"}}"""
        );

        await Find(Secret)!.WriteAsync(Store, "shop", default);

        var request = Cluster.Requests.Single(request => request.Method == "PATCH");
        Assert.Equal("api/v1/namespaces/shop/secrets/db-secrets", request.Path);
        var (key, value) = Assert.Single(request.Body!["data"]!.AsObject());
        Assert.Equal("root", key);
        Assert.Matches("^[A-Za-z0-9]{32}$", Encoding.UTF8.GetString(Convert.FromBase64String(value!.GetValue<string>())));
    }

    [Fact]
    public async Task WriteAsync_WithoutTheSecret_NamesIt()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationRequestException>(() => Find(Secret)!.WriteAsync(Store, "shop", default));

        Assert.StartsWith("the Secret shop/db-secrets cannot be changed: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_OfAnAnswerWithoutASecret_FindsNone() => Assert.Null(Find("""{"services":[]}"""));

    [Theory]
    [InlineData("""{"secret":{"name":"a","key":"b"}}""")]
    [InlineData("""{"secret":"a"}""")]
    [InlineData("""{"secret":{"type":1,"name":"a","key":"b"}}""")]
    public void Find_OfAnAnswerThatIsNotOne_ShowsIt(string answer) =>
        Assert.EndsWith(answer, Assert.Throws<InvalidOperationRequestException>(() => Find(answer)).Message, StringComparison.Ordinal);

    private static OperatorPassword? Find(string answer) => OperatorPassword.Find("db", JsonNode.Parse(answer)!.AsObject());
}
