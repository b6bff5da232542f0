using Infra.Simulator.Objects;
using Infra.Simulator.Tests.Controllers;

namespace Infra.Simulator.Tests.Scheduling;

/// <summary>Pods that no node can take, whatever it has.</summary>
public sealed class UnschedulablePodTests : IDisposable
{
    private readonly ControlPlaneCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Schedule_AffinityTermsNameDifferentNodes_Conflicts()
    {
        CreatePod(
            """
            "affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchFields":[
             {"key":"metadata.name","operator":"In","values":["node-1"]},{"key":"metadata.name","operator":"In","values":["node-2"]}]}]}}}
            """
        );

        AssertReason("pod affinity terms conflict");
    }

    [Theory]
    [InlineData("""{"name":"v","persistentVolumeClaim":{"claimName":"none"}}""", "persistentvolumeclaim \"none\" not found")]
    [InlineData("""{"name":"v","persistentVolumeClaim":{"claimName":"pending"}}""", "pod has unbound immediate PersistentVolumeClaims")]
    [InlineData(
        """{"name":"v","persistentVolumeClaim":{"claimName":"lost"}}""",
        "persistentvolumeclaim \"lost\" bound to non-existent persistentvolume \"gone\""
    )]
    [InlineData(
        """{"name":"taken","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}}}""",
        "PVC default/p-taken was not created for pod default/p (pod is not owner)"
    )]
    public void Schedule_ClaimNotUsable_NamesTheClaim(string volume, string reason)
    {
        CreateClaim("pending", "");
        CreateClaim("p-taken", "");
        CreateClaim("lost", "\"volumeName\":\"gone\",");
        _cluster.Patch(
            GroupResource.PersistentVolumeClaims,
            "lost",
            """{"metadata":{"annotations":{"pv.kubernetes.io/bind-completed":"yes"}}}"""
        );
        _cluster.Run(1);
        CreatePod($"\"volumes\":[{volume}]");

        AssertReason(reason);
    }

    private void AssertReason(string reason)
    {
        _cluster.Run(2);
        Assert.Equal($"0/3 nodes are available: {reason}. not found", Assert.Single(_cluster.Events("FailedScheduling").Distinct()));
    }

    private void CreatePod(string more) =>
        _cluster.Create(
            GroupResource.Pods,
            $$$"""{"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"i:1"}],{{{more}}} } }"""
        );

    private void CreateClaim(string name, string more) =>
        _cluster.Create(
            GroupResource.PersistentVolumeClaims,
            $$$"""
            {"metadata":{"name":"{{{name}}}","namespace":"default"},"spec":{ {{{more}}}"storageClassName":"","accessModes":["ReadWriteOnce"],
             "resources":{"requests":{"storage":"1Gi"} } } }
            """
        );
}
