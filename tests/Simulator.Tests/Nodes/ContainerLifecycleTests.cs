using Infra.Simulator.Objects;
using Infra.Simulator.Tests.Controllers;

namespace Infra.Simulator.Tests.Nodes;

public sealed class ContainerLifecycleTests
{
    [Fact]
    public void Delete_WithAGracePeriodOfEons_EndsWithTheProgram()
    {
        using var pod = new PodCluster("""{"stop-time":"5s"}""", spec: """{"terminationGracePeriodSeconds":9223372036854775807}""");
        pod.Cluster.Client.Delete(GroupResource.Pods, "default", "p");
        pod.Run(3);
        Assert.True(pod.Pod.IsDeleting);

        pod.Run(5);
        Assert.Null(pod.Cluster.Find(GroupResource.Pods, "p"));
    }

    [Fact]
    public void Restart_BacksOff_TwiceAsLongEachTime()
    {
        using var pod = new PodCluster("""{"exit-code":"3","run-time":"1s"}""");
        // Runs begin at 0, 1, 12, 33 and 74 s.
        pod.Run(5);
        Assert.Equal(("CrashLoopBackOff", 1), Waiting(pod));
        Assert.Equal(
            $"back-off 10s restarting failed container=main pod=p_default({pod.Pod.Uid})",
            pod.Status().Text("state", "waiting", "message")
        );
        Assert.Equal(3, pod.Status().Number("lastState", "terminated", "exitCode"));

        pod.Run(20);
        Assert.Equal(("CrashLoopBackOff", 2), Waiting(pod));
        pod.Run(3600);
        Assert.StartsWith("back-off 5m0s ", pod.Status().Text("state", "waiting", "message"), StringComparison.Ordinal);
        Assert.All(pod.Events("BackOff"), text =>
            Assert.EndsWith($"Back-off restarting failed container main in pod p_default({pod.Pod.Uid})", text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Restart_AfterTenMinutesWithoutExit_IsImmediateAgain()
    {
        using var pod = new PodCluster("""{"exit-code":"1","run-time":"11m"}""");
        pod.Run((11 * 60 * 4) + 10);

        Assert.Equal(4, pod.Status().Number("restartCount"));
        Assert.NotNull(pod.Status().Map("state", "running"));
        Assert.Empty(pod.Events("BackOff"));
    }

    [Fact]
    public void ExitCode_OfEachRun_IsTakenFromTheList()
    {
        using var pod = new PodCluster("""{"exit-code":"7,0","run-time":"2s"}""", spec: """{"restartPolicy":"OnFailure"}""");
        pod.Run(10);

        Assert.Equal("Succeeded", pod.Pod.Status.Text("phase"));
        Assert.Equal(7, pod.Status().Number("lastState", "terminated", "exitCode"));
        Assert.Equal("Completed", pod.Status().Text("state", "terminated", "reason"));
    }

    [Fact]
    public void Restart_ARuleOfTheContainer_ComesBeforeItsPolicy()
    {
        using var pod = new PodCluster(
            """{"exit-code":"42,1","run-time":"2s"}""",
            """
            {"restartPolicy":"Never","restartPolicyRules":[{"action":"Restart","exitCodes":{"operator":"In","values":[42]}}]}
            """
        );
        pod.Run(10);

        Assert.Equal((1, 1), (pod.Status().Number("restartCount"), pod.Status().Number("state", "terminated", "exitCode")));
        Assert.Equal("Failed", pod.Pod.Status.Text("phase"));
    }

    [Theory]
    [InlineData("""{"memory":"600Mi"}""", 2)]
    [InlineData("""{"memory":"212Mi","memory-growth":"100Mi"}""", 181)]
    [InlineData("""{"memory.main":"600Mi"}""", 2)]
    public void Memory_OverTheLimit_KillsTheContainer(string behaviour, double seconds)
    {
        using var pod = new PodCluster(behaviour, """{"resources":{"limits":{"memory":"512Mi"}}}""", """{"restartPolicy":"Never"}""");
        // A pod that runs to completion would exit before.
        pod.Annotate("run-time", "1h");
        pod.Run(seconds - 1.5);
        Assert.NotNull(pod.Status().Map("state", "running"));

        pod.Run(1.5);
        Assert.Equal(
            ("OOMKilled", 137),
            (pod.Status().Text("state", "terminated", "reason"), pod.Status().Number("state", "terminated", "exitCode"))
        );
        Assert.Equal("Failed", pod.Pod.Status.Text("phase"));
    }

    [Fact]
    public void Sidecars_StartInOrder_AndStopInReverseOrderAfterTheMainContainer()
    {
        using var pod = new PodCluster(
            """{"start-up.a":"5s","run-time.main":"20s","stop-time":"3s"}""",
            spec: """
            {"restartPolicy":"Never","initContainers":[
              {"name":"a","image":"i:1","restartPolicy":"Always",
               "startupProbe":{"tcpSocket":{"port":1},"periodSeconds":1,"failureThreshold":9}},
              {"name":"setup","image":"i:1"},{"name":"b","image":"i:1","restartPolicy":"Always"}]}
            """
        );
        pod.Run(4);
        Assert.Equal("PodInitializing", pod.Status("setup").Text("state", "waiting", "reason"));
        Assert.Equal("PodInitializing", pod.Status().Text("state", "waiting", "reason"));

        pod.Run(4);
        Assert.Equal("Completed", pod.Status("setup").Text("state", "terminated", "reason"));
        Assert.NotNull(pod.Status().Map("state", "running"));

        pod.Run(21);
        Assert.Equal("Running", pod.Pod.Status.Text("phase"));
        pod.Run(4);
        Assert.Equal("Succeeded", pod.Pod.Status.Text("phase"));
        Assert.Equal(TimeSpan.FromSeconds(3), FinishedAt(pod, "b") - FinishedAt(pod, "main"));
        Assert.Equal(TimeSpan.FromSeconds(3), FinishedAt(pod, "a") - FinishedAt(pod, "b"));
    }

    [Fact]
    public void Sidecar_ThatRestarts_LeavesThePodInitializedAndRunning()
    {
        using var pod = new PodCluster(
            """{"run-time.a":"3s","exit-code.a":"1"}""",
            spec: """{"initContainers":[{"name":"a","image":"i:1","restartPolicy":"Always"}]}"""
        );
        pod.Run(8);

        Assert.Equal("CrashLoopBackOff", pod.Status("a").Text("state", "waiting", "reason"));
        Assert.Equal("Running", pod.Pod.Status.Text("phase"));
        Assert.True(pod.Pod.Status.HasCondition("Initialized"));
        Assert.False(pod.IsReady);
    }

    [Theory]
    [InlineData("""{"stop-time":"4s"}""", "{}", 30, 4)]
    [InlineData("""{"stop-time":"1h"}""", "{}", 30, 30)]
    [InlineData("""{"stop-time":"1s"}""", """{"lifecycle":{"preStop":{"sleep":{"seconds":10}}}}""", 30, 11)]
    [InlineData("""{"stop-time":"1h","pre-stop":"8s"}""", """{"lifecycle":{"preStop":{"exec":{"command":["drain"]}}}}""", 8, 10)]
    public void Delete_TheContainerEndsAfterItsHookAndItsStop_AtTheLatestAtTheEndOfTheGracePeriod(
        string behaviour,
        string container,
        int grace,
        int seconds
    )
    {
        using var pod = new PodCluster(behaviour, container, $$"""{"terminationGracePeriodSeconds":{{grace}}}""");
        pod.Cluster.Client.Delete(GroupResource.Pods, "default", "p");

        pod.Run(seconds - 0.5);
        Assert.NotNull(pod.Status().Map("state", "running"));
        Assert.Equal(["1x Stopping container main"], pod.Events("Killing"));
        pod.Run(1);
        Assert.Null(pod.Cluster.Find(GroupResource.Pods, "p"));
    }

    [Fact]
    public void Memory_OfThePod_IsSharedWithItsSidecars()
    {
        const string Requests = """{"resources":{"requests":{"memory":"100Mi"},"limits":{"memory":"200Mi"}}}""";
        using var pod = new PodCluster(
            """{"memory":"300Mi"}""",
            Requests,
            $$"""{"initContainers":[{"name":"side","image":"i:1","restartPolicy":"Always",{{Requests[1..^1]}}}]}"""
        );

        pod.Run(10);
        Assert.Equal((0, 0), (pod.Status().Number("restartCount"), pod.Status("side").Number("restartCount")));
    }

    [Fact]
    public void GracePeriod_LongerThanTheCalendar_IsLimited()
    {
        using var pod = new PodCluster("{}", spec: $$"""{"terminationGracePeriodSeconds":{{long.MaxValue}}}""");
        pod.Cluster.Client.Delete(GroupResource.Pods, "default", "p");
        Assert.Equal(long.MaxValue, pod.Pod.Metadata.Number("deletionGracePeriodSeconds"));

        pod.Run(2);
        Assert.Null(pod.Cluster.Find(GroupResource.Pods, "p"));
    }

    [Fact]
    public void Toleration_LongerThanTheCalendar_KeepsThePod()
    {
        using var pod = new PodCluster(
            "{}",
            spec: $$"""{"tolerations":[{"operator":"Exists","effect":"NoExecute","tolerationSeconds":{{long.MaxValue}}}]}"""
        );
        pod.Cluster.Client.Patch(
            GroupResource.Nodes,
            "",
            pod.Pod.Spec.Text("nodeName")!,
            ControlPlaneCluster.Parse("""{"spec":{"taints":[{"key":"broken","effect":"NoExecute"}]}}""")
        );

        pod.Run(60);
        Assert.False(pod.Pod.IsDeleting);
    }

    [Fact]
    public void ActiveDeadline_Passed_FailsThePod()
    {
        using var pod = new PodCluster("{}", spec: """{"activeDeadlineSeconds":20}""");
        pod.Run(18);
        Assert.Equal("Running", pod.Pod.Status.Text("phase"));

        pod.Run(4);
        Assert.Equal(("Failed", "DeadlineExceeded"), (pod.Pod.Status.Text("phase"), pod.Pod.Status.Text("reason")));
        Assert.Equal(["1x Pod was active on the node longer than the specified deadline"], pod.Events("DeadlineExceeded"));
    }

    [Theory]
    [InlineData("""{"volume.cache":"2Gi"}""", "Usage of EmptyDir volume \"cache\" exceeds the limit \"1Gi\". ")]
    [InlineData("""{"ephemeral-storage":"4Gi"}""", "Pod ephemeral local storage usage exceeds the total limit of containers 3Gi. ")]
    [InlineData("""{"ephemeral-storage.main":"2500Mi"}""", "Container main exceeded its local ephemeral storage limit \"2Gi\". ")]
    public void LocalStorage_OverALimit_EvictsThePod(string behaviour, string message)
    {
        using var pod = new PodCluster(
            behaviour,
            """{"resources":{"limits":{"ephemeral-storage":"2Gi"}}}""",
            """
            {"volumes":[{"name":"cache","emptyDir":{"sizeLimit":"1Gi"}}],
             "containers":[{"name":"other","image":"i:1","resources":{"limits":{"ephemeral-storage":"1Gi"}}}]}
            """
        );
        pod.Run(13);

        var status = pod.Pod.Status;
        Assert.Equal(("Failed", "Evicted", message), (status.Text("phase"), status.Text("reason"), status.Text("message")));
        Assert.Equal([$"1x {message}"], pod.Events("Evicted"));
    }

    [Fact]
    public void Profile_AppliesToItsPods_AndItsChangesToo()
    {
        using var pod = new PodCluster("""{"profile":"slow"}""", """{"readinessProbe":{"httpGet":{"port":80}}}""");
        pod.Run(1);
        Assert.Equal(["1x fake/profile: \"slow\" is not a ConfigMap of the pod's namespace"], pod.Events("InvalidBehaviour"));
        Assert.True(pod.IsReady);

        pod.Cluster.Create(GroupResource.ConfigMaps, """{"metadata":{"name":"slow","namespace":"default"},"data":{"readiness":"fail"}}""");
        pod.Run(31);
        Assert.False(pod.IsReady);
    }

    [Fact]
    public void Annotate_AValueThatCannotBeRead_IsReportedOnce()
    {
        using var pod = new PodCluster("{}", spec: """{"containers":[{"name":"other","image":"i:1"}]}""");
        pod.Annotate("delay", "soon");
        pod.Run(1);

        Assert.Equal(["1x fake/delay: \"soon\" is not a duration such as 30s"], pod.Events("InvalidBehaviour"));
    }

    private static (string? Reason, long? Restarts) Waiting(PodCluster pod) =>
        (pod.Status().Text("state", "waiting", "reason"), pod.Status().Number("restartCount"));

    private static DateTimeOffset FinishedAt(PodCluster pod, string container) =>
        pod.Status(container).Time("state", "terminated", "finishedAt")!.Value;
}
