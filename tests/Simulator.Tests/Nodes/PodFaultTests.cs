using Infra.Simulator.Nodes.Faults;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Nodes;

public sealed class PodFaultTests
{
    [Fact]
    public void KillPod_KillsItsContainersOnce_AndTheRestartPolicyActs()
    {
        using var pod = new PodCluster("{}");
        var uid = pod.Pod.Uid;
        Begin(pod, FaultType.KillPod);
        pod.Run(1);

        Assert.Equal(uid, pod.Pod.Uid);
        Assert.Equal((1, 137), (pod.Status().Number("restartCount"), pod.Status().Number("lastState", "terminated", "exitCode")));
        Assert.DoesNotContain(pod.Cluster.Client.List(GroupResource.ConfigMaps, Fault.Namespace).Items, map =>
            map.Labels.ContainsKey(Fault.Label)
        );
    }

    [Fact]
    public void KillPod_ThatNeverRestarts_Fails()
    {
        using var pod = new PodCluster("""{"run-time":"1h"}""", spec: """{"restartPolicy":"Never"}""");
        Begin(pod, FaultType.KillPod);
        pod.Run(1);

        Assert.Equal("Failed", pod.Pod.Status.Text("phase"));
    }

    [Fact]
    public void FailProbe_OnlyContainersWithAReadinessProbe_BecomeUnready()
    {
        using var pod = new PodCluster(
            "{}",
            """{"readinessProbe":{"httpGet":{"port":80},"periodSeconds":5}}""",
            """{"containers":[{"name":"other","image":"i:1"}]}"""
        );
        pod.Run(1);
        var fault = Begin(pod, FaultType.FailProbe);
        pod.Run(15);
        Assert.False(pod.Status().Flag("ready"));
        Assert.True(pod.Status("other").Flag("ready"));
        Assert.Equal(["3x Readiness probe failed: HTTP probe failed with statuscode: 500"], pod.Events("Unhealthy"));

        pod.Cluster.Client.Delete(GroupResource.ConfigMaps, Fault.Namespace, fault.Name);
        pod.Run(6);
        Assert.True(pod.IsReady);
        Assert.Equal(0, pod.Status().Number("restartCount"));
    }

    private static Fault Begin(PodCluster pod, FaultType type)
    {
        var fault = new Fault("fault-1", type, "default/p", Until: null);
        pod.Cluster.Client.Create(GroupResource.ConfigMaps, fault.ToJson());
        return fault;
    }
}
