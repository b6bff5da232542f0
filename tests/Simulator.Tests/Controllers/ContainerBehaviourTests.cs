using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

public sealed class ContainerBehaviourTests
{
    [Theory]
    [InlineData("shop/catalog:bad")]
    [InlineData("shop/catalog:badge-2")]
    [InlineData("shop/catalog:unready")]
    [InlineData("shop/catalog:failover")]
    public void Run_AnyImageTag_ThePodBecomesReady(string image)
    {
        using var cluster = new ControlPlaneCluster();
        CreatePod(cluster, image, "Always");

        Assert.True(
            cluster.RunUntil(() =>
                cluster
                    .Find(GroupResource.Pods, "p")!
                    .Status.Objects("conditions")
                    .Any(c => c.Text("type") == "Ready" && c.Text("status") == "True")
            )
        );
    }

    [Theory]
    [InlineData("shop/import:fail")]
    [InlineData("shop/import:long")]
    [InlineData("shop/import:fail-index-0")]
    public void Run_AnyImageTag_APodThatRunsToCompletionSucceeds(string image)
    {
        using var cluster = new ControlPlaneCluster();
        CreatePod(cluster, image, "Never");

        Assert.True(cluster.RunUntil(() => cluster.Find(GroupResource.Pods, "p")!.Status.Text("phase") == "Succeeded"));
    }

    private static void CreatePod(ControlPlaneCluster cluster, string image, string restartPolicy) =>
        cluster.Create(
            GroupResource.Pods,
            $$$"""
            {"metadata":{"name":"p","namespace":"default"},
             "spec":{"restartPolicy":"{{{restartPolicy}}}","containers":[{"name":"main","image":"{{{image}}}"}]}}
            """
        );
}
