using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Access;

public sealed class PodSubresourceTests
{
    private readonly AccessCluster _cluster = new();

    [Theory]
    [InlineData("binding", "Binding", "'target':{'name':'node-1'}")]
    [InlineData("eviction", "Eviction", "'deleteOptions':{}")]
    public async Task Post_WithoutTheNameOfThePod_IsRefused(string subresource, string kind, string rest)
    {
        await _cluster.AsAdministrator("POST", "/api/v1/namespaces/default/serviceaccounts", "{'metadata':{'name':'default'}}");
        const string Pods = "/api/v1/namespaces/default/pods";
        await _cluster.AsAdministrator("POST", Pods, "{'metadata':{'name':'p'},'spec':{'containers':[{'name':'c','image':'i'}]}}");

        var answer = await _cluster.AsAdministrator("POST", $"{Pods}/p/{subresource}", $"{{'metadata':{{}},{rest}}}");

        Assert.Equal((400, $"name in URL does not match name in {kind} object"), (answer.Status, answer.Message));
        Assert.Equal("Pending", (await _cluster.AsAdministrator("GET", $"{Pods}/p")).Body.Text("status", "phase"));
    }
}
