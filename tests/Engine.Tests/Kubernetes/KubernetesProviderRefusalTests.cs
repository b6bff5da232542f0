using System.Net;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Engine.Tests.Kubernetes;

/// <summary>What the provider and the server refuse.</summary>
public sealed class KubernetesProviderRefusalTests : KubernetesProviderTestBase
{
    [Theory]
    [InlineData("kubernetes:yaml:decode", "describe the objects")]
    [InlineData("kubernetes:helm:template", "helm template")]
    [InlineData("kubernetes:kustomize:directory", "kubectl kustomize")]
    [InlineData("kubernetes:x:y", "has no function kubernetes:x:y")]
    public async Task Invoke_IsRefusedByName(string token, string expected)
    {
        await ConfigureAsync();
        var error = await Assert.ThrowsAsync<ResourceProviderException>(() =>
            Provider.InvokeAsync(new InvokeRequest { Token = token, Arguments = PropertyMap.Empty }, CancellationToken.None)
        );
        Assert.Contains(token, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_Refused_RecordsTheReasonWithTheLiveObject()
    {
        await ConfigureAsync();
        Cluster.Put(
            "api/v1/namespaces/default/configmaps",
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"},"data":{"a":"live"}}"""
        );
        Cluster.Answer = r =>
            r.Method == "PATCH" ? FakeCluster.Status(HttpStatusCode.UnprocessableEntity, "Invalid", "ConfigMap \"c\" is invalid") : null;
        var inputs = Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"},"data":{"a":"2"}}""");
        var result = await Provider.UpdateAsync(
            new UpdateRequest
            {
                Urn = ConfigMap,
                Id = "default/c",
                OldInputs = inputs,
                OldState = State(inputs),
                NewInputs = inputs,
            },
            CancellationToken.None
        );

        Assert.Contains("is invalid", Assert.Single(result.InitErrors), StringComparison.Ordinal);
        Assert.Equal("live", Text(result.State, "data", "a"));
        Assert.Equal("2", Text(result.State, "__inputs", "data", "a"));
    }
}
