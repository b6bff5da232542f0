using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

public sealed class SurgeAndReplicationTests
{
    [Fact]
    public void DaemonSet_UpdatedWithSurge_ReplacesEachPodOnceAndSettles()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(
            GroupResource.DaemonSets,
            """
            {"metadata":{"name":"agent","namespace":"default"},"spec":{"selector":{"matchLabels":{"app":"agent"}},
             "updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1,"maxUnavailable":0}},
             "template":{"metadata":{"labels":{"app":"agent"}},"spec":{"containers":[{"name":"a","image":"a:1"}]}}}}
            """
        );
        cluster.Run(10);
        cluster.Patch(GroupResource.DaemonSets, "agent", """{"spec":{"template":{"spec":{"containers":[{"name":"a","image":"a:2"}]}}}}""");
        cluster.Run(300);
        var settled = cluster.List(GroupResource.Pods).Select(pod => pod.Uid).Order().ToList();
        cluster.Run(300);

        Assert.Equal(settled, cluster.List(GroupResource.Pods).Select(pod => pod.Uid).Order());
        Assert.Equal(["node-1", "node-2", "node-3"], cluster.List(GroupResource.Pods).Select(pod => pod.Spec.Text("nodeName")!).Order());
        Assert.All(cluster.List(GroupResource.Pods), pod => Assert.Equal("a:2", pod.Spec.Objects("containers").Single().Text("image")));
        Assert.Equal(6, cluster.Events("SuccessfulCreate").Count());
        Assert.Equal(3, cluster.Events("SuccessfulDelete").Count());
    }

    [Fact]
    public void ReplicationController_Scaled_HasThatManyPods()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(
            GroupResource.ReplicationControllers,
            """
            {"metadata":{"name":"web","namespace":"default"},"spec":{"replicas":3,"selector":{"app":"web"},
             "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"a","image":"a:1"}]}}}}
            """
        );
        cluster.Run(5);
        var status = cluster.Find(GroupResource.ReplicationControllers, "web")!.Status;
        Assert.Equal(
            (3L, 3L, false),
            (status.Number("readyReplicas"), status.Number("replicas"), status.ContainsKey("terminatingReplicas"))
        );

        cluster.Patch(GroupResource.ReplicationControllers, "web", """{"spec":{"replicas":1}}""");
        cluster.Run(60);

        var pod = Assert.Single(cluster.List(GroupResource.Pods));
        Assert.Equal(("ReplicationController", "web"), (pod.Controller?.Kind, pod.Controller?.Name));
        Assert.Equal(1, cluster.Find(GroupResource.ReplicationControllers, "web")!.Status.Number("replicas"));
    }

    [Theory]
    [InlineData("PreferSameZone", false)]
    [InlineData("PreferSameNode", true)]
    public void Endpoints_WithTrafficDistribution_HintTheirOwnZoneAndNode(string distribution, bool hintsNodes)
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(GroupResource.Deployments, ControlPlaneTests.Web);
        cluster.Create(
            GroupResource.Services,
            $$$"""
            {"metadata":{"name":"web","namespace":"default"},
             "spec":{"selector":{"app":"web"},"ports":[{"port":80}],"trafficDistribution":"{{{distribution}}}"}}
            """
        );
        cluster.Run(10);

        var endpoints = cluster.List(GroupResource.EndpointSlices).SelectMany(slice => slice.Body.Objects("endpoints")).ToList();
        Assert.Equal(3, endpoints.Count);
        Assert.All(endpoints, endpoint =>
        {
            Assert.NotNull(endpoint.Text("zone"));
            Assert.Equal(endpoint.Text("zone"), endpoint.Map("hints").Objects("forZones").Single().Text("name"));
            Assert.Equal(
                hintsNodes ? [endpoint.Text("nodeName")] : [],
                endpoint.Map("hints").Objects("forNodes").Select(node => node.Text("name"))
            );
        });
    }
}
