using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Api;

/// <summary>Rules of kinds and of their statuses that no recording covers.</summary>
public sealed class KindRulesTests
{
    private const string FlowControl = "flowcontrol.apiserver.k8s.io";
    private const string Devices = "resource.k8s.io";

    private readonly IClusterClient _client = new InMemoryCluster(TimeProvider.System, new IdentitySource(1)).Client;

    public KindRulesTests() => ClusterBootstrap.Run(_client);

    [Theory]
    [InlineData("""{"type":"Limited"}""", "spec.limited: Required value: must not be empty when type is Limited")]
    [InlineData(
        """{"type":"Limited","limited":{"limitResponse":{"type":"Queue","queuing":{"queues":512,"handSize":8}}}}""",
        "spec.limited.limitResponse.queuing.handSize: Invalid value: 8: required entropy bits of deckSize 512 and handSize 8 should not "
            + "be greater than 60"
    )]
    [InlineData(
        """{"type":"Limited","limited":{"lendablePercent":101,"limitResponse":{"type":"Reject"}}}""",
        "spec.limited.lendablePercent: Invalid value: 101: must be between 0 and 100, inclusive"
    )]
    public void PriorityLevel_ThatBreaksARule_IsInvalid(string spec, string problem) =>
        AssertInvalid("PriorityLevelConfiguration", FlowControl, "prioritylevelconfigurations", spec, problem);

    [Fact]
    public void SecretOfADockerConfiguration_MayBeNestedDeeply()
    {
        var configuration = "{\"auths\":" + new string('[', 100) + new string(']', 100) + "}";
        var secret = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "pull", ["namespace"] = "default" },
            ["type"] = "kubernetes.io/dockerconfigjson",
            ["data"] = new JsonObject { [".dockerconfigjson"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(configuration)) },
        };

        Assert.Equal("pull", _client.Create(GroupResource.Secrets, secret).Name);
    }

    [Fact]
    public void MandatoryPriorityLevel_WithAnotherSpec_IsInvalid()
    {
        var level = _client.Get(new GroupResource(FlowControl, "prioritylevelconfigurations"), "", "catch-all").Body.DeepClone().AsObject();
        level["spec"]!["limited"]!["nominalConcurrencyShares"] = 6;

        var error = Assert.Throws<StatusException>(() =>
            _client.Update(new GroupResource(FlowControl, "prioritylevelconfigurations"), level)
        );

        const string Limited =
            """{"NominalConcurrencyShares":6,"LimitResponse":{"Type":"Reject","Queuing":null},"LendablePercent":0,"BorrowingLimitPercent":null}""";
        const string Shown = "{\"Type\":\"Limited\",\"Limited\":" + Limited + ",\"Exempt\":null}";
        Assert.EndsWith(
            $"spec: Invalid value: {Shown}: spec of 'catch-all' must equal the fixed value",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        """{"devices":{"requests":[{"name":"r"}]}}""",
        "spec.devices.requests[0]: Required value: exactly one of `exactly` or `firstAvailable` is required"
    )]
    [InlineData(
        """{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c","allocationMode":"All","count":2}}]}}""",
        "spec.devices.requests[0].exactly.count: Invalid value: 2: must not be specified when allocationMode is 'All'"
    )]
    [InlineData(
        """{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c","selectors":[{"cel":{"expression":"1"}}]}}]}}""",
        "spec.devices.requests[0].exactly.selectors[0].cel.expression: Invalid value: \"1\": must evaluate to bool or the unknown type, "
            + "not int"
    )]
    [InlineData(
        """{"devices":{"constraints":[{"requests":["x"],"matchAttribute":"a/b"}]}}""",
        "spec.devices.constraints[0].requests[0]: Invalid value: \"x\": must be the name of a request in the claim or the name of a "
            + "request and a subrequest separated by '/'"
    )]
    public void ResourceClaim_ThatBreaksARule_IsInvalid(string spec, string problem) =>
        AssertInvalid("ResourceClaim", Devices, "resourceclaims", spec, problem, "default");

    [Theory]
    [InlineData(
        "namespaces",
        "",
        """{"phase":"Terminating"}""",
        "status.Phase: Invalid value: \"Terminating\": may only be 'Active' if `deletionTimestamp` is empty"
    )]
    [InlineData(
        "services",
        "",
        """{"loadBalancer":{"ingress":[{"ip":"1.2.3.4"}]}}""",
        "status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is 'LoadBalancer'"
    )]
    public void Status_ThatBreaksARule_IsInvalid(string plural, string group, string status, string problem)
    {
        var (inNamespace, name) = plural == "namespaces" ? ("", "default") : ("default", "kubernetes");
        var patch = new JsonObject { ["status"] = JsonNode.Parse(status) };

        var error = Assert.Throws<StatusException>(() =>
            _client.Patch(new GroupResource(group, plural), inNamespace, name, patch, "status")
        );

        Assert.EndsWith($" is invalid: {problem}", error.Message, StringComparison.Ordinal);
    }

    private void AssertInvalid(string kind, string group, string plural, string spec, string problem, string inNamespace = "")
    {
        var body = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "o", ["namespace"] = inNamespace },
            ["spec"] = JsonNode.Parse(spec),
        };

        var error = Assert.Throws<StatusException>(() => _client.Create(new GroupResource(group, plural), body));

        Assert.Equal($"{kind}.{group} \"o\" is invalid: {problem}", error.Message);
    }
}
