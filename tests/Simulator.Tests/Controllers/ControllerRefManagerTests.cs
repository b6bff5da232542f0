using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Jobs;
using Infra.Simulator.Controllers.ReplicaSets;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

/// <summary>The release of pods that the selector of their controller no longer matches.</summary>
public sealed class ControllerRefManagerTests : IDisposable
{
    private readonly ControllerCluster _cluster = new(context =>
    {
        _ = new ReplicaSetController(context);
        _ = new JobController(context);
    });

    public ControllerRefManagerTests() => _cluster.CreateNamespace("shop");

    public void Dispose() => _cluster.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Claim_PodNoLongerMatches_ReleasesItEvenWhileItTerminates(bool isTerminating)
    {
        Create(
            GroupResource.ReplicaSets,
            """
            {"metadata":{"name":"web","namespace":"shop"},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"web"} },
             "template":{"metadata":{"labels":{"app":"web"},"finalizers":["example.com/hold"]},
             "spec":{"containers":[{"name":"a","image":"a:1"}]} } } }
            """
        );
        var name = FindPods().Single().Name;
        if (isTerminating)
        {
            _cluster.Client.Delete(GroupResource.Pods, "shop", name, new DeleteOptions());
            _cluster.Run(5);
        }

        Patch(name, """{"metadata":{"labels":{"app":"other"} } }""");

        var pod = _cluster.Client.Get(GroupResource.Pods, "shop", name);
        Assert.Equal((isTerminating, 0), (pod.IsDeleting, pod.OwnerReferences.Count));
    }

    [Fact]
    public void Claim_PodOfAJobNoLongerMatches_LosesTheFinalizerOfTheJobOnly()
    {
        Create(
            GroupResource.Jobs,
            """
            {"metadata":{"name":"work","namespace":"shop"},
             "spec":{"template":{"metadata":{"finalizers":["example.com/hold"]},
             "spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"a:1"}]} } } }
            """
        );
        var pod = FindPods().Single();
        Assert.Equal(["batch.kubernetes.io/job-tracking", "example.com/hold"], pod.Finalizers.Order(StringComparer.Ordinal));

        Patch(pod.Name, """{"metadata":{"labels":{"batch.kubernetes.io/controller-uid":"other"} } }""");

        var released = _cluster.Client.Get(GroupResource.Pods, "shop", pod.Name);
        Assert.Empty(released.OwnerReferences);
        Assert.Equal(["example.com/hold"], released.Finalizers);
    }

    private IReadOnlyList<KubeObject> FindPods() => _cluster.Client.List(GroupResource.Pods, "shop").Items;

    private void Create(GroupResource resource, string json)
    {
        _cluster.Client.Create(resource, ControlPlaneCluster.Parse(json));
        _cluster.Run(5);
    }

    private void Patch(string pod, string json)
    {
        _cluster.Client.Patch(GroupResource.Pods, "shop", pod, ControlPlaneCluster.Parse(json));
        _cluster.Run(5);
    }
}
