using Infra.Simulator.Objects;
using Infra.Simulator.Tests.Controllers;

namespace Infra.Simulator.Tests.Scheduling;

/// <summary>Pods that change, or whose claims change, while they wait for a node.</summary>
public sealed class WaitingPodTests : IDisposable
{
    private readonly ControlPlaneCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Theory]
    [InlineData("pod label volume", 0)]
    [InlineData("pod label volume", 3)]
    [InlineData("pod volume label", 0)]
    [InlineData("pod volume label", 3)]
    [InlineData("volume pod label", 0)]
    [InlineData("volume pod label", 3)]
    [InlineData("pod label label volume", 20)]
    public void Pod_ItsLabelsChangeWhileItsClaimIsBound_IsScheduled(string steps, double pause)
    {
        _cluster.Create(
            GroupResource.StorageClasses,
            """
            {"metadata":{"name":"manual"},"provisioner":"kubernetes.io/no-provisioner","volumeBindingMode":"WaitForFirstConsumer"}
            """
        );
        _cluster.Create(
            GroupResource.PersistentVolumeClaims,
            """
            {"metadata":{"name":"data","namespace":"default"},"spec":{"storageClassName":"manual","accessModes":["ReadWriteOnce"],
             "resources":{"requests":{"storage":"1Gi"}}}}
            """
        );

        var changes = 0;
        foreach (var step in steps.Split(' '))
        {
            Take(step, ++changes);
            _cluster.Run(pause);
        }

        Assert.True(_cluster.RunUntil(() => _cluster.Find(GroupResource.Pods, "p")!.Status.HasCondition("PodScheduled")));
    }

    [Fact]
    public void Pods_SpreadOverNodesWithVolumesOfTheirOwn_CountEachOtherWhileTheirClaimsAreBound()
    {
        foreach (var name in (string[])["p-1", "p-2", "p-3"])
        {
            _cluster.Create(
                GroupResource.PersistentVolumeClaims,
                $$$"""
                {"metadata":{"name":"{{{name}}}","namespace":"default"},"spec":{"accessModes":["ReadWriteOnce"],
                 "resources":{"requests":{"storage":"1Gi"} } } }
                """
            );
            _cluster.Create(
                GroupResource.Pods,
                $$$"""
                {"metadata":{"name":"{{{name}}}","namespace":"default","labels":{"app":"p"} },
                 "spec":{"containers":[{"name":"c","image":"i:1"}],
                  "volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"{{{name}}}"} }],
                  "topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"kubernetes.io/hostname","whenUnsatisfiable":"DoNotSchedule",
                   "labelSelector":{"matchLabels":{"app":"p"} } }] } }
                """
            );
        }

        _cluster.RunUntil(() => _cluster.List(GroupResource.Pods).All(pod => pod.Status.HasCondition("PodScheduled")));

        Assert.Equal(
            ["node-1", "node-2", "node-3"],
            _cluster.List(GroupResource.Pods).Select(pod => pod.Spec.Text("nodeName")).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Pod_ItsBindingIsRefused_SaysWhyAndIsScheduledOnceItIsAllowed()
    {
        _cluster.Create(
            new GroupResource("admissionregistration.k8s.io", "validatingadmissionpolicies"),
            """
            {"metadata":{"name":"frozen"},"spec":{"failurePolicy":"Fail",
             "matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["*"],"resources":["pods/binding"]}]},
             "validations":[{"expression":"false","message":"no pod starts now"}]}}
            """
        );
        var binding = new GroupResource("admissionregistration.k8s.io", "validatingadmissionpolicybindings");
        _cluster.Create(binding, """{"metadata":{"name":"frozen"},"spec":{"policyName":"frozen","validationActions":["Deny"]}}""");
        _cluster.Run(1);
        _cluster.Create(
            GroupResource.Pods,
            """{"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"i:1"}]}}"""
        );
        _cluster.Run(5);

        var condition = _cluster.Find(GroupResource.Pods, "p")!.Status.Objects("conditions").Single(c => c.Text("type") == "PodScheduled");
        Assert.Equal(("False", "SchedulerError"), (condition.Text("status"), condition.Text("reason")));
        Assert.Contains("no pod starts now", condition.Text("message"), StringComparison.Ordinal);
        Assert.Contains(_cluster.Events("FailedScheduling"), message => message.Contains("no pod starts now", StringComparison.Ordinal));

        _cluster.Client.Delete(binding, "", "frozen");

        Assert.True(_cluster.RunUntil(() => _cluster.Find(GroupResource.Pods, "p")!.Status.HasCondition("PodScheduled")));
    }

    private void Take(string step, int number)
    {
        switch (step)
        {
            case "pod":
                _cluster.Create(
                    GroupResource.Pods,
                    """
                    {"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"i:1"}],
                     "volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"data"}}]}}
                    """
                );
                break;
            case "label":
                _cluster.Patch(GroupResource.Pods, "p", $$$"""{"metadata":{"labels":{"role":"r{{{number}}}"} } }""");
                break;
            default:
                _cluster.Create(
                    GroupResource.PersistentVolumes,
                    """
                    {"metadata":{"name":"v"},"spec":{"storageClassName":"manual","capacity":{"storage":"1Gi"},
                     "accessModes":["ReadWriteOnce"],"hostPath":{"path":"/v"}}}
                    """
                );
                break;
        }
    }
}
