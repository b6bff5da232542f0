using Infra.Simulator.Api;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

public sealed class WorkloadTests
{
    [Fact]
    public void Autoscaler_WithoutMetrics_ReportsIt()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(GroupResource.Deployments, ControlPlaneTests.Web);
        cluster.Create(
            GroupResource.HorizontalPodAutoscalers,
            """
            {"metadata":{"name":"web","namespace":"default"},"spec":{"minReplicas":2,"maxReplicas":5,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"},
             "metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":70}}}]}}
            """
        );
        cluster.Run(40);

        var condition = cluster
            .Find(GroupResource.HorizontalPodAutoscalers, "web")!
            .Status.Objects("conditions")
            .Single(c => c.Text("type") == "ScalingActive");
        Assert.Equal(("False", "FailedGetResourceMetric"), (condition.Text("status"), condition.Text("reason")));
        Assert.Equal(3, cluster.Find(GroupResource.Deployments, "web")!.Spec.Number("replicas"));
    }

    [Fact]
    public void Autoscaler_BelowMinReplicas_ScalesUp()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(GroupResource.Deployments, ControlPlaneTests.Web);
        cluster.Create(
            GroupResource.HorizontalPodAutoscalers,
            """
            {"metadata":{"name":"web","namespace":"default"},"spec":{"minReplicas":4,"maxReplicas":5,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"},
             "metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":70}}}]}}
            """
        );
        cluster.Run(40);

        Assert.Equal(4, cluster.Find(GroupResource.Deployments, "web")!.Status.Number("readyReplicas"));
    }

    [Theory]
    [InlineData("StatefulSet")]
    [InlineData("DaemonSet")]
    public void Workload_DeletedInForeground_IsRemovedAfterItsPodsAndRevisions(string kind)
    {
        using var cluster = new ControlPlaneCluster();
        var resource = kind == "StatefulSet" ? GroupResource.StatefulSets : GroupResource.DaemonSets;
        var own = kind == "StatefulSet" ? "\"serviceName\":\"db\",\"replicas\":2," : "";
        cluster.Create(
            resource,
            $$$$$"""
            {"metadata":{"name":"db","namespace":"default"},"spec":{"selector":{"matchLabels":{"app":"db"}},
             {{{{{own}}}}}
             "template":{"metadata":{"labels":{"app":"db"}},"spec":{"containers":[{"name":"main","image":"app:1"}]}}}}
            """
        );
        cluster.Run(10);
        Assert.NotEmpty(cluster.List(GroupResource.Pods));

        cluster.Client.Delete(resource, "default", "db", new DeleteOptions { Propagation = PropagationPolicy.Foreground });

        Assert.True(cluster.RunUntil(() => cluster.Find(resource, "db") is null), "it never went");
        Assert.Empty(cluster.List(GroupResource.Pods));
    }

    [Fact]
    public void Claim_DeletedWhileInUse_IsRemovedWithItsVolumeAfterThePod()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(
            GroupResource.PersistentVolumeClaims,
            """
            {"metadata":{"name":"data","namespace":"default"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}
            """
        );
        cluster.Create(
            GroupResource.Pods,
            """
            {"metadata":{"name":"user","namespace":"default"},"spec":{"containers":[{"name":"main","image":"app:1"}],
             "volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"data"}}]}}
            """
        );
        cluster.Run(5);
        cluster.Client.Delete(GroupResource.PersistentVolumeClaims, "default", "data", new DeleteOptions());
        cluster.Run(5);
        Assert.NotNull(cluster.Find(GroupResource.PersistentVolumeClaims, "data"));

        cluster.Client.Delete(GroupResource.Pods, "default", "user", new DeleteOptions());
        cluster.Run(60);

        Assert.Null(cluster.Find(GroupResource.PersistentVolumeClaims, "data"));
        Assert.Empty(cluster.Client.List(GroupResource.PersistentVolumes).Items);
    }

    [Fact]
    public void Budget_EvictionsBeyondIt_AreRejected()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(GroupResource.Deployments, ControlPlaneTests.Web);
        cluster.Create(
            GroupResource.PodDisruptionBudgets,
            """
            {"metadata":{"name":"web","namespace":"default"},"spec":{"minAvailable":"50%","selector":{"matchLabels":{"app":"web"}}}}
            """
        );
        cluster.Run(5);

        var status = cluster.Find(GroupResource.PodDisruptionBudgets, "web")!.Status;
        Assert.Equal((1L, 3L, 2L), (status.Number("disruptionsAllowed"), status.Number("currentHealthy"), status.Number("desiredHealthy")));
    }

    [Fact]
    public void StatefulSet_WithClaimTemplates_HasAVolumePerPod()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(
            GroupResource.StatefulSets,
            """
            {"metadata":{"name":"db","namespace":"default"},"spec":{"serviceName":"db","replicas":2,"selector":{"matchLabels":{"app":"db"}},
             "template":{"metadata":{"labels":{"app":"db"}},"spec":{"containers":[{"name":"db","image":"db:1","volumeMounts":[{"name":"data","mountPath":"/data"}]}]}},
             "volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}]}}
            """
        );
        cluster.Run(30);

        Assert.Equal(2, cluster.Find(GroupResource.StatefulSets, "db")!.Status.Number("readyReplicas"));
        Assert.All(cluster.List(GroupResource.PersistentVolumeClaims), c => Assert.Equal("Bound", c.Status.Text("phase")));
        Assert.Equal(2, cluster.Client.List(GroupResource.PersistentVolumes).Items.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"loadBalancerClass\":\"example.com/internal\"")]
    public void Service_TypeLoadBalancer_GetsAnAddress(string settings)
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(
            GroupResource.Services,
            $$$"""{"metadata":{"name":"edge","namespace":"default"},"spec":{"type":"LoadBalancer","ports":[{"port":80}]{{{settings}}}}}"""
        );
        cluster.Run(1);

        Assert.Equal(
            "203.0.113.1",
            cluster.Find(GroupResource.Services, "edge")!.Status.Objects("loadBalancer", "ingress").Single().Text("ip")
        );
    }

    [Fact]
    public void Ingress_OfAnyClass_GetsTheAddressOfTheController()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(
            GroupResource.Ingresses,
            """
            {"metadata":{"name":"edge","namespace":"default"},"spec":{"ingressClassName":"nginx","defaultBackend":{"service":{"name":"a","port":{"number":80}}}}}
            """
        );
        cluster.Run(1);

        Assert.Equal(
            "198.51.100.1",
            cluster.Find(GroupResource.Ingresses, "edge")!.Status.Objects("loadBalancer", "ingress").Single().Text("ip")
        );
    }

    [Fact]
    public void Pod_MissingConfigMap_WaitsForIt()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Run(1);
        cluster.Create(
            GroupResource.Pods,
            """
            {"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"a","image":"a:1","envFrom":[{"configMapRef":{"name":"settings"}}]}]}}
            """
        );
        cluster.Run(2);
        var waiting = cluster.Find(GroupResource.Pods, "p")!.Status.Objects("containerStatuses").Single().Map("state", "waiting");
        Assert.Equal(("CreateContainerConfigError", "configmap \"settings\" not found"), (waiting.Text("reason"), waiting.Text("message")));

        cluster.Create(GroupResource.ConfigMaps, """{"metadata":{"name":"settings","namespace":"default"},"data":{"a":"b"}}""");
        cluster.Run(2);

        Assert.Equal("Running", cluster.Find(GroupResource.Pods, "p")!.Status.Text("phase"));
    }

    [Fact]
    public void Container_Crashes_BacksOff()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Run(1);
        cluster.Create(
            GroupResource.Pods,
            """
            {"metadata":{"name":"p","namespace":"default","annotations":{"fake/exit-code":"3"}},"spec":{"containers":[{"name":"a","image":"a:1"}]}}
            """
        );
        cluster.Run(25);

        var container = cluster.Find(GroupResource.Pods, "p")!.Status.Objects("containerStatuses").Single();
        Assert.Equal("CrashLoopBackOff", container.Text("state", "waiting", "reason"));
        Assert.Equal(2, container.Number("restartCount"));
        Assert.Equal(3, container.Number("lastState", "terminated", "exitCode"));
    }

    [Fact]
    public void Pod_WithInitContainersAndSidecar_StartsInOrder()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Run(1);
        cluster.Create(
            GroupResource.Pods,
            """
            {"metadata":{"name":"p","namespace":"default"},"spec":{"initContainers":[{"name":"setup","image":"a:1"},{"name":"proxy","image":"a:1","restartPolicy":"Always"}],
             "containers":[{"name":"app","image":"a:1"}]}}
            """
        );
        cluster.Run(3);

        var status = cluster.Find(GroupResource.Pods, "p")!.Status;
        Assert.Equal("Running", status.Text("phase"));
        Assert.Equal(["terminated", "running"], status.Objects("initContainerStatuses").Select(c => c.Map("state")!.Single().Key));
        Assert.Equal("True", status.Objects("conditions").Single(c => c.Text("type") == "Ready").Text("status"));
    }

    [Fact]
    public void DaemonSet_Created_RunsOnEveryNode()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(
            GroupResource.DaemonSets,
            """
            {"metadata":{"name":"agent","namespace":"default"},"spec":{"selector":{"matchLabels":{"app":"agent"}},
             "template":{"metadata":{"labels":{"app":"agent"}},"spec":{"containers":[{"name":"a","image":"a:1"}]}}}}
            """
        );
        cluster.Run(5);

        Assert.Equal(["node-1", "node-2", "node-3"], cluster.List(GroupResource.Pods).Select(p => p.Spec.Text("nodeName")!).Order());
        Assert.Equal(3, cluster.Find(GroupResource.DaemonSets, "agent")!.Status.Number("numberAvailable"));
    }

    [Fact]
    public void Quota_PodsWithRequests_CountsThem()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Run(1);
        cluster.Create(
            GroupResource.ResourceQuotas,
            """{"metadata":{"name":"q","namespace":"default"},"spec":{"hard":{"pods":"10","requests.cpu":"2","services":"3"}}}"""
        );
        cluster.Run(1);
        cluster.Create(
            GroupResource.Pods,
            """
            {"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"a","image":"a:1","resources":{"requests":{"cpu":"250m"}}}]}}
            """
        );
        cluster.Run(2);

        var used = cluster.Find(GroupResource.ResourceQuotas, "q")!.Status.Map("used");
        Assert.Equal(("1", "250m", "0"), (used.Text("pods"), used.Text("requests.cpu"), used.Text("services")));
    }

    [Fact]
    public void Quota_PodWithPodLevelRequests_CountsThemInsteadOfThoseOfContainers()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Run(1);
        cluster.Create(
            GroupResource.ResourceQuotas,
            """{"metadata":{"name":"q","namespace":"default"},"spec":{"hard":{"requests.cpu":"2"}}}"""
        );
        cluster.Run(1);
        cluster.Create(
            GroupResource.Pods,
            """
            {"metadata":{"name":"p","namespace":"default"},"spec":{"resources":{"requests":{"cpu":"1"}},
             "containers":[{"name":"a","image":"a:1","resources":{"requests":{"cpu":"250m"}}}]}}
            """
        );
        cluster.Run(2);

        Assert.Equal("1", cluster.Find(GroupResource.ResourceQuotas, "q")!.Status.Map("used").Text("requests.cpu"));
    }
}
