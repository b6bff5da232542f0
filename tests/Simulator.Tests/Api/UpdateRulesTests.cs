using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Api;

/// <summary>Rules for requests that no recording covers.</summary>
public sealed class UpdateRulesTests
{
    private readonly IClusterClient _client = new InMemoryCluster(TimeProvider.System, new IdentitySource(1)).Client;

    public UpdateRulesTests() => ClusterBootstrap.Run(_client);

    [Theory]
    [InlineData("""{"name":"p"}""", 400, "the name of the object (p) does not match the name on the URL (o)")]
    [InlineData("null", 400, "the name of the object (o based on URL) was undeterminable: name must be provided")]
    [InlineData("""{"namespace":"p"}""", 400, "the namespace of the provided object does not match the namespace sent on the request")]
    [InlineData("""{"uid":"x"}""", 422, "ConfigMap \"o\" is invalid: metadata.uid: Invalid value: \"x\": field is immutable")]
    [InlineData(
        """{"deletionTimestamp":"2020-01-01T00:00:00Z"}""",
        422,
        "ConfigMap \"o\" is invalid: metadata.deletionTimestamp: Invalid value: \"2020-01-01T00:00:00Z\": field is immutable"
    )]
    public void Patch_OfAnObjectsIdentity_IsRefused(string metadata, int code, string message)
    {
        _client.Create(GroupResource.ConfigMaps, Parse("""{"metadata":{"name":"o","namespace":"default"}}"""));

        var error = Assert.Throws<StatusException>(() =>
            _client.Patch(GroupResource.ConfigMaps, "default", "o", Parse($$"""{"metadata":{{metadata}} }"""))
        );

        Assert.Equal((code, message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData(
        """{"clusterIP":"10.96.255.255"}""",
        422,
        "Service \"o\" is invalid: spec.clusterIPs: Invalid value: [\"10.96.255.255\"]: failed to allocate IP 10.96.255.255: "
            + "the provided IP (10.96.255.255) is not in the valid range. The range of valid IPs is 10.96.0.0/16"
    )]
    [InlineData(
        """{"type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":80}""",
        500,
        "Internal error occurred: failed to allocate requested HealthCheck NodePort 80: "
            + "provided port is not in the valid range. The range of valid ports is 30000-32767"
    )]
    public void Service_ThatAsksForAnAddressOrPortOutsideTheRange_IsRefused(string spec, int code, string message)
    {
        var body = Parse($$"""{"metadata":{"name":"o","namespace":"default"},"spec":{{spec}} }""");
        body["spec"]!["ports"] = new JsonArray(Parse("""{"port":80}"""));

        var error = Assert.Throws<StatusException>(() => _client.Create(GroupResource.Services, body));

        Assert.Equal((code, message), (error.Code, error.Message));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
