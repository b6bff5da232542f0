using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Api;

/// <summary>Rules for the subresources <c>status</c> and <c>resize</c> that no recording covers.</summary>
public sealed class StatusRulesTests
{
    private readonly IClusterClient _client = new InMemoryCluster(TimeProvider.System, new IdentitySource(1)).Client;

    public StatusRulesTests()
    {
        ClusterBootstrap.Run(_client);
        var account = Parse("""{"metadata":{"name":"default","namespace":"default"},"automountServiceAccountToken":false}""");
        _client.Create(GroupResource.ServiceAccounts, account);
    }

    [Theory]
    [InlineData("{}", """{"active":-1}""", "status.active: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("""{"failed":2}""", """{"failed":1}""", "status.failed: Invalid value: 1: cannot decrease the failed counter")]
    [InlineData("{}", """{"ready":1}""", "status.ready: Invalid value: 1: cannot set more ready pods than active")]
    [InlineData(
        "{}",
        """{"startTime":"2026-03-01T12:00:00Z","conditions":[{"type":"Failed","status":"True"}]}""",
        "status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition"
    )]
    [InlineData(
        """{"conditions":[{"type":"FailureTarget","status":"True"}]}""",
        """{"conditions":[]}""",
        "status.conditions: Invalid value: cannot disable the terminal FailureTarget=True condition"
    )]
    [InlineData(
        "{}",
        """{"completedIndexes":"1"}""",
        "status.completedIndexes: Invalid value: \"1\": cannot set non-empty completedIndexes when non-indexed completion mode"
    )]
    public void Status_ThatAJobCannotReach_IsInvalid(string before, string after, string problem)
    {
        Create(
            GroupResource.Jobs,
            """{"completions":2,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}"""
        );
        PatchStatus(GroupResource.Jobs, before);

        var error = Assert.Throws<StatusException>(() => PatchStatus(GroupResource.Jobs, after));

        Assert.Equal($"Job.batch \"o\" is invalid: {problem}", error.Message);
    }

    [Fact]
    public void Status_OfAPodWithoutGenerationsAndQuality_KeepsThem()
    {
        Create(GroupResource.Pods, """{"containers":[{"name":"c","image":"i"}]}""");
        PatchStatus(
            GroupResource.Pods,
            """{"observedGeneration":1,"conditions":[{"type":"Ready","status":"True","observedGeneration":1}]}"""
        );

        PatchStatus(GroupResource.Pods, """{"observedGeneration":null,"qosClass":null,"conditions":[{"type":"Ready","status":"False"}]}""");

        var status = _client.Get(GroupResource.Pods, "default", "o").Status;
        Assert.Equal((1, "BestEffort"), (status.Number("observedGeneration"), status.Text("qosClass")));
        Assert.Equal(1, status.Objects("conditions").Single().Number("observedGeneration"));
    }

    [Theory]
    [InlineData("Never", 1, false)]
    [InlineData("OnFailure", 0, false)]
    [InlineData("OnFailure", 1, true)]
    [InlineData("Always", 0, true)]
    public void Status_OfAnEndedContainer_LeavesItOnlyIfTheContainerRestarts(string policy, int exitCode, bool restarts)
    {
        Create(GroupResource.Pods, $$"""{"restartPolicy":"{{policy}}","containers":[{"name":"c","image":"i"}]}""");
        PatchStatus(GroupResource.Pods, Container($$"""{"terminated":{"exitCode":{{exitCode}} } }"""));

        var error = Record.Exception(() => PatchStatus(GroupResource.Pods, Container("""{"terminated":null,"running":{}}""")));

        const string Problem = "status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state";
        Assert.Equal(restarts ? null : $"Pod \"o\" is invalid: {Problem}", error?.Message);
    }

    [Fact]
    public void Resize_ThatRenamesContainers_IsInvalid()
    {
        Create(GroupResource.Pods, """{"containers":[{"name":"c","image":"i"}]}""");

        var error = Assert.Throws<StatusException>(() =>
            _client.Patch(GroupResource.Pods, "default", "o", Parse("""{"spec":{"containers":[{"name":"d","image":"i"}]}}"""), "resize")
        );

        Assert.Equal(
            "Pod \"o\" is invalid: spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize",
            error.Message
        );
    }

    private static string Container(string state) =>
        $$"""
            {"containerStatuses":[{"name":"c","image":"i","imageID":"","ready":false,"restartCount":0,"state":{{state}} }]}
            """;

    private void PatchStatus(GroupResource resource, string status) =>
        _client.Patch(resource, "default", "o", Parse($$"""{"status":{{status}} }"""), "status");

    private void Create(GroupResource resource, string spec) =>
        _client.Create(resource, Parse($$"""{"metadata":{"name":"o","namespace":"default"},"spec":{{spec}} }"""));

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
