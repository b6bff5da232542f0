using Infra.Simulator.Controllers.DaemonSets;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

public sealed class DaemonPodsTests
{
    [Fact]
    public void AddTolerations_OwnOneWithATimeLimit_LosesTheLimit()
    {
        var tolerations = Add(
            """[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":5}]"""
        );

        Assert.Equal("NoExecute Exists ", Assert.Single(tolerations["node.kubernetes.io/not-ready"]));
        Assert.Equal("NoExecute Exists ", Assert.Single(tolerations["node.kubernetes.io/unreachable"]));
    }

    [Fact]
    public void AddTolerations_OwnOneOfAnotherEffect_StaysBesideTheAddedOne()
    {
        var tolerations = Add("""[{"key":"node.kubernetes.io/not-ready","operator":"Exists","tolerationSeconds":5}]""");

        Assert.Equal([" Exists 5", "NoExecute Exists "], tolerations["node.kubernetes.io/not-ready"]);
    }

    private static ILookup<string?, string> Add(string tolerations)
    {
        var spec = ControlPlaneCluster.Parse($$"""{"tolerations":{{tolerations}} }""");
        DaemonPods.AddTolerations(spec);
        return spec.Objects("tolerations")
            .ToLookup(one => one.Text("key"), one => $"{one.Text("effect")} {one.Text("operator")} {one.Number("tolerationSeconds")}");
    }
}
