using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.DaemonSets;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

/// <summary>
/// The pods of a node are written as letters: <c>r</c> ready, <c>p</c> pending; a capital letter is a pod of the current template. A node
/// that begins with <c>!</c> is not eligible.
/// </summary>
public sealed class DaemonSetPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("r r r", "0")]
    // Pods that are not available are replaced beyond the limit, but count for it.
    [InlineData("p r r", "0")]
    [InlineData("p p r", "0,1")]
    [InlineData("P r r", "")]
    public void Roll_InPlace_ReplacesWithinMaxUnavailable(string nodes, string deleted) =>
        Assert.Equal(deleted, Names(Roll(nodes, """{"maxUnavailable":1}""")));

    [Theory]
    [InlineData("r r r", "node-0", "")]
    [InlineData("p r r", "node-0,node-1", "")]
    [InlineData("rR r r", "node-1", "0")]
    [InlineData("rP r r", "", "")]
    // An available pod on a node that is no longer eligible waits for more available pods than are desired.
    [InlineData("!r R R", "", "0")]
    [InlineData("!r R rP", "", "0")]
    [InlineData("!r R P", "", "")]
    // One that is not available goes at once.
    [InlineData("!p R P", "", "0")]
    public void Roll_WithSurge_CreatesBesideOldPodsAndDeletesWhatIsReplaced(string nodes, string created, string deleted)
    {
        var step = Roll(nodes, """{"maxSurge":1,"maxUnavailable":0}""");

        Assert.Equal((created, deleted), (string.Join(',', step.Create), Names(step)));
    }

    private static DaemonSetStep Roll(string nodes, string rollingUpdate)
    {
        var body = new JsonObject
        {
            ["spec"] = new JsonObject
            {
                ["updateStrategy"] = new JsonObject
                {
                    ["type"] = "RollingUpdate",
                    ["rollingUpdate"] = ControlPlaneCluster.Parse(rollingUpdate),
                },
            },
        };
        var set = new DaemonSet(Read(GroupResource.DaemonSets, "agent", body));
        var states = nodes
            .Split(' ')
            .Select(
                (text, index) =>
                    new DaemonNode(
                        $"node-{index}",
                        MayRun: text[0] != '!',
                        MayStay: true,
                        [.. text.TrimStart('!').Select(state => NewPod(state, index))]
                    )
            );
        return new DaemonSetPlan(set, [.. states], "new", Now).Roll();
    }

    private static Pod NewPod(char state, int node)
    {
        var isReady = char.ToLowerInvariant(state) == 'r';
        var ready = new JsonObject { ["type"] = "Ready", ["status"] = isReady ? "True" : "False" };
        return new Pod(
            Read(
                GroupResource.Pods,
                $"{(char.IsUpper(state) ? "new" : "old")}-{node}",
                new JsonObject
                {
                    ["metadata"] = new JsonObject
                    {
                        ["labels"] = new JsonObject { ["controller-revision-hash"] = char.IsUpper(state) ? "new" : "old" },
                    },
                    ["status"] = new JsonObject { ["phase"] = isReady ? "Running" : "Pending", ["conditions"] = new JsonArray(ready) },
                }
            )
        );
    }

    private static KubeObject Read(GroupResource resource, string name, JsonObject body)
    {
        if (body["metadata"] is not JsonObject metadata)
        {
            body["metadata"] = metadata = [];
        }

        (metadata["name"], metadata["namespace"], metadata["uid"]) = (name, "default", name);
        return new KubeObject(resource, body, 1);
    }

    private static string Names(DaemonSetStep step) => string.Join(',', step.Delete.Select(pod => pod.Name[^1]).Order());
}
