using Infra.Simulator.Api;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

public sealed class ControlPlaneTests
{
    public const string Web = """
        {"metadata":{"name":"web","namespace":"default"},"spec":{"replicas":3,"selector":{"matchLabels":{"app":"web"}},
         "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"app","image":"app:1","ports":[{"name":"http","containerPort":8080}]}]}}}}
        """;

    [Fact]
    public void Deployment_Created_RunsReadyPodsOnAllNodes()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(GroupResource.Deployments, Web);
        cluster.Run(5);

        var deployment = cluster.Find(GroupResource.Deployments, "web")!;
        Assert.Equal(3, deployment.Status.Number("readyReplicas"));
        Assert.Equal(
            "NewReplicaSetAvailable",
            deployment.Status.Objects("conditions").Single(c => c.Text("type") == "Progressing").Text("reason")
        );
        var pods = cluster.List(GroupResource.Pods);
        Assert.Equal(3, pods.Select(p => p.Spec.Text("nodeName")).Distinct().Count());
        Assert.Equal(3, pods.Select(p => p.Status.Text("podIP")).Distinct().Count());
        Assert.Contains("Container created", cluster.Events("Created"));
    }

    [Fact]
    public void Deployment_TemplateChanged_ReplacesAllPods()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(GroupResource.Deployments, Web);
        cluster.Run(5);
        cluster.Patch(
            GroupResource.Deployments,
            "web",
            """{"spec":{"template":{"spec":{"containers":[{"name":"app","image":"app:2"}]}}}}"""
        );
        cluster.Run(10);

        Assert.All(cluster.List(GroupResource.Pods), p => Assert.Equal("app:2", p.Spec.Objects("containers").Single().Text("image")));
        Assert.Equal(3, cluster.Find(GroupResource.Deployments, "web")!.Status.Number("availableReplicas"));
        Assert.Equal("2", cluster.Find(GroupResource.Deployments, "web")!.Annotations["deployment.kubernetes.io/revision"]);
        Assert.Equal([0L, 3L], cluster.List(GroupResource.ReplicaSets).Select(s => s.Spec.Number("replicas") ?? 0).Order());
    }

    [Fact]
    public void Deployment_Deleted_DeletesItsReplicaSetsAndPods()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(GroupResource.Deployments, Web);
        cluster.Run(5);
        cluster.Client.Delete(
            GroupResource.Deployments,
            "default",
            "web",
            new DeleteOptions { Propagation = PropagationPolicy.Background }
        );
        cluster.Run(5);

        Assert.Empty(cluster.List(GroupResource.ReplicaSets));
        Assert.Empty(cluster.List(GroupResource.Pods));
    }

    [Fact]
    public void Service_WithSelector_HasEndpointsOfItsPods()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(
            GroupResource.Services,
            """
            {"metadata":{"name":"web","namespace":"default"},"spec":{"selector":{"app":"web"},"ports":[{"port":80,"targetPort":"http"}]}}
            """
        );
        cluster.Create(GroupResource.Deployments, Web);
        cluster.Run(5);

        var slice = Assert.Single(cluster.List(GroupResource.EndpointSlices));
        Assert.Equal(3, slice.Body.Objects("endpoints").Count(e => e.Flag("conditions", "ready")));
        Assert.Equal(8080, slice.Body.Objects("ports").Single().Number("port"));
        Assert.Equal(3, cluster.Find(GroupResource.Endpoints, "web")!.Body.Objects("subsets").Single().Array("addresses")!.Count);
    }

    [Fact]
    public void Namespace_Deleted_DeletesItsContentFirst()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.CreateNamespace("shop");
        cluster.Create(GroupResource.Deployments, Web.Replace("\"default\"", "\"shop\"", StringComparison.Ordinal));
        cluster.Run(5);
        Assert.NotNull(cluster.Client.Find(GroupResource.ServiceAccounts, "shop", "default"));
        cluster.Client.Delete(GroupResource.Namespaces, "", "shop");
        cluster.Run(10);

        Assert.Null(cluster.Client.Find(GroupResource.Namespaces, "", "shop"));
        Assert.Empty(cluster.Client.List(GroupResource.Pods, "shop").Items);
    }

    [Fact]
    public void Job_Created_RunsToCompletion()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(
            GroupResource.Jobs,
            """
            {"metadata":{"name":"j","namespace":"default"},"spec":{"completions":3,"parallelism":2,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"job:ok"}]}}}}
            """
        );
        cluster.Run(10);

        var job = cluster.Find(GroupResource.Jobs, "j")!;
        Assert.Equal(3, job.Status.Number("succeeded"));
        Assert.Equal(["SuccessCriteriaMet", "Complete"], job.Status.Objects("conditions").Select(c => c.Text("type")!));
        Assert.All(cluster.List(GroupResource.Pods), p => Assert.Empty(p.Finalizers));
    }

    [Fact]
    public void CronJob_EveryMinute_CreatesJobsAndKeepsThree()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(
            GroupResource.CronJobs,
            """
            {"metadata":{"name":"tick","namespace":"default"},"spec":{"schedule":"* * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"job:ok"}]}}}}}}
            """
        );
        cluster.Run(8 * 60 + 30);

        Assert.Equal(8, cluster.Events("SawCompletedJob").Count());
        Assert.Equal(3, cluster.List(GroupResource.Jobs).Count);
    }

    [Fact]
    public void Pod_TooLargeForAllNodes_IsUnschedulableWithTheReason()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(
            GroupResource.Pods,
            """
            {"metadata":{"name":"big","namespace":"default"},"spec":{"containers":[{"name":"a","image":"a:1","resources":{"requests":{"cpu":"9"}}}]}}
            """
        );
        cluster.Run(2);

        var condition = cluster.Find(GroupResource.Pods, "big")!.Status.Objects("conditions").Single(c => c.Text("type") == "PodScheduled");
        Assert.StartsWith("0/3 nodes are available: 3 Insufficient cpu.", condition.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SameSeed_GivesTheSameEvents()
    {
        Assert.Equal(Placements(), Placements());

        static IEnumerable<string> Placements()
        {
            using var cluster = new ControlPlaneCluster(seed: 11);
            cluster.Create(GroupResource.Deployments, Web);
            cluster.Run(20);
            return [.. cluster.List(GroupResource.Pods).Select(p => $"{p.Name} {p.Spec.Text("nodeName")} {p.Version}")];
        }
    }
}
