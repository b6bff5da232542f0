using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Controllers.DaemonSets;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

/// <summary>The pods of nodes that are out of service or gone.</summary>
public sealed class LostPodTests
{
    [Theory]
    [InlineData("False", "node.kubernetes.io/out-of-service", true)]
    [InlineData("Unknown", "node.kubernetes.io/out-of-service", true)]
    [InlineData("True", "node.kubernetes.io/out-of-service", false)]
    [InlineData("False", "example.com/other", false)]
    public void TerminatingPod_GoesWithANodeThatIsOutOfServiceAndNotReady(string ready, string taint, bool isGone)
    {
        using var cluster = Start(context => _ = new PodGarbageCollector(context));
        CreateNode(cluster, "a", ready, taint);
        Create(
            cluster,
            GroupResource.Pods,
            """{"metadata":{"name":"p","namespace":"shop"},"spec":{"nodeName":"a","containers":[{"name":"c","image":"i"}]} }"""
        );
        Assert.NotNull(cluster.Client.Find(GroupResource.Pods, "shop", "p"));

        cluster.Client.Delete(GroupResource.Pods, "shop", "p", new DeleteOptions());
        cluster.Run(5);

        Assert.Equal(isGone, cluster.Client.Find(GroupResource.Pods, "shop", "p") is null);
    }

    [Fact]
    public void DaemonPod_WaitingForANodeThatIsGone_IsDeleted()
    {
        // Without a scheduler the pods wait for their nodes.
        using var cluster = Start(context => _ = new DaemonSetController(context));
        CreateNode(cluster, "a", "True");
        CreateNode(cluster, "b", "True");
        Create(
            cluster,
            GroupResource.DaemonSets,
            """
            {"metadata":{"name":"agent","namespace":"shop"},"spec":{"selector":{"matchLabels":{"app":"agent"} },
             "template":{"metadata":{"labels":{"app":"agent"} },"spec":{"containers":[{"name":"a","image":"a:1"}]} } } }
            """
        );
        var pods = cluster.Client.List(GroupResource.Pods, "shop").Items;
        Assert.Equal(["a", "b"], pods.Select(FindNode).Order(StringComparer.Ordinal));

        cluster.Client.Delete(GroupResource.Nodes, "", "b", new DeleteOptions());
        cluster.Run(5);

        var left = Assert.Single(cluster.Client.List(GroupResource.Pods, "shop").Items);
        Assert.Equal(pods.Single(pod => FindNode(pod) == "a").Uid, left.Uid);
    }

    private static string? FindNode(KubeObject pod) => DaemonPods.FindNode(new Pod(pod));

    private static ControllerCluster Start(Action<ControllerContext> start)
    {
        var cluster = new ControllerCluster(start);
        cluster.CreateNamespace("shop");
        return cluster;
    }

    private static void CreateNode(ControllerCluster cluster, string name, string ready, string? taint = null)
    {
        var node = ControlPlaneCluster.Parse($$$"""{"metadata":{"name":"{{{name}}}"},"spec":{} }""");
        if (taint is not null)
        {
            node.Map("spec")!["taints"] = new JsonArray(new JsonObject { ["key"] = taint, ["effect"] = "NoExecute" });
        }

        var body = cluster.Client.Create(GroupResource.Nodes, node).Copy();
        body["status"] = ControlPlaneCluster.Parse($$$"""{"conditions":[{"type":"Ready","status":"{{{ready}}}"}]}""");
        cluster.Client.UpdateStatus(GroupResource.Nodes, body);
        cluster.Run(1);
    }

    private static void Create(ControllerCluster cluster, GroupResource resource, string json)
    {
        cluster.Client.Create(resource, ControlPlaneCluster.Parse(json));
        cluster.Run(5);
    }
}
