using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Nodes;

public sealed class LifecycleHookTests
{
    private const string Exec = """{"exec":{"command":["warm","up"]}}""";

    [Fact]
    public void PostStart_WhileItRuns_TheNextContainerDoesNotStart()
    {
        using var pod = new PodCluster(
            """{"post-start.main":"20s","exit-code.other":"1","run-time.other":"2s"}""",
            PostStart(Exec),
            """{"containers":[{"name":"other","image":"i:1"}]}"""
        );
        Assert.NotNull(pod.Status().Map("state", "running"));
        Assert.Equal(TimeSpan.FromSeconds(20), StartedAt(pod, "other") - StartedAt(pod, "main"));
    }

    [Fact]
    public void PostStart_AfterARestart_TheStatusShowsTheStateBefore()
    {
        using var pod = new PodCluster("""{"post-start":"5s","run-time":"10s","exit-code":"1"}""", PostStart(Exec));
        pod.Run(7);

        Assert.NotNull(pod.Status().Map("state", "waiting"));
        Assert.Equal(0, pod.Status().Number("restartCount"));
        Assert.Equal(1, pod.Status().Number("lastState", "terminated", "exitCode"));
        Assert.Equal("Running", pod.Pod.Status.Text("phase"));
        Assert.False(pod.IsReady);

        pod.Run(4);
        Assert.NotNull(pod.Status().Map("state", "running"));
        Assert.Equal(1, pod.Status().Number("restartCount"));
        Assert.True(pod.IsReady);
    }

    [Fact]
    public void PostStart_Fails_TheContainerIsKilled_AndRestartsWithBackOff()
    {
        using var pod = new PodCluster("""{"post-start-result":"fail,fail,ok"}""", PostStart(Exec));
        pod.Run(2);
        Assert.Equal("CrashLoopBackOff", pod.Status().Text("state", "waiting", "reason"));
        Assert.Equal(143, pod.Status().Number("lastState", "terminated", "exitCode"));
        Assert.Equal(["2x PostStartHook failed"], pod.Events("FailedPostStartHook"));
        Assert.Equal(["2x FailedPostStartHook"], pod.Events("Killing"));
        Assert.False(pod.IsReady);

        pod.Run(12);
        Assert.True(pod.IsReady);
        Assert.Equal(2, pod.Status().Number("restartCount"));
    }

    [Theory]
    [InlineData(
        Exec,
        "Exec lifecycle hook ([warm up]) for Container \"main\" in Pod \"{0}\" failed - error: "
            + "command 'warm up' exited with 1: , message: \"\""
    )]
    [InlineData(
        """{"httpGet":{"port":"web","path":"/warm"}}""",
        "HTTP lifecycle hook (/warm) for Container \"main\" in Pod \"{0}\" failed - error: "
            + "Get \"http://10.244.1.2:8080/warm\": dial tcp 10.244.1.2:8080: connect: connection refused"
    )]
    [InlineData(
        """{"tcpSocket":{"port":80}}""",
        "Cannot run handler: invalid handler: "
            + "&LifecycleHandler{Exec:nil,HTTPGet:nil,TCPSocket:&TCPSocketAction{Port:{0 80 },Host:,},Sleep:nil,}"
    )]
    public void PostStart_HasFailed_WhileItRunsAgain_TheStatusSaysWhy(string handler, string message)
    {
        var hook = PostStart(handler);
        using var pod = new PodCluster(
            """{"post-start":"3s","post-start-result":"fail","stop-time":"3s"}""",
            $$"""{{hook[..^1]}},"ports":[{"name":"web","containerPort":8080}]}"""
        );
        pod.Run(1);

        var waiting = pod.Status().Map("state", "waiting");
        var expected = message.Replace("{0}", $"p_default({pod.Pod.Uid})", StringComparison.Ordinal);
        Assert.Equal(("PostStartHookError", expected), (waiting.Text("reason"), waiting.Text("message")));
    }

    [Theory]
    [InlineData("Never", "143", "Failed")]
    [InlineData("OnFailure", "0", "Succeeded")]
    public void PostStart_Fails_TheRestartPolicyDecidesByTheExitCode(string policy, string exitCode, string phase)
    {
        using var pod = new PodCluster(
            $$"""{"post-start-result":"fail","stop-exit-code":"{{exitCode}}","run-time":"1h"}""",
            PostStart(Exec),
            $$"""{"restartPolicy":"{{policy}}"}"""
        );
        pod.Run(5);

        Assert.Equal(phase, pod.Pod.Status.Text("phase"));
        Assert.Equal(exitCode, pod.Status().Number("state", "terminated", "exitCode").ToString());
        Assert.Equal(0, pod.Status().Number("restartCount"));
    }

    [Fact]
    public void PostStart_TheProgramExitsFirst_TheHookFails()
    {
        using var pod = new PodCluster(
            """{"post-start":"10s","run-time":"2s","exit-code":"7"}""",
            PostStart(Exec),
            """{"restartPolicy":"Never"}"""
        );
        pod.Run(3);

        Assert.Equal(7, pod.Status().Number("state", "terminated", "exitCode"));
        Assert.Equal(["1x PostStartHook failed"], pod.Events("FailedPostStartHook"));
    }

    [Fact]
    public void PostStart_ThatSleeps_DoesNotFail()
    {
        using var pod = new PodCluster(
            """{"post-start-result":"fail","run-time":"2s","exit-code":"7"}""",
            PostStart("""{"sleep":{"seconds":10}}"""),
            """{"restartPolicy":"Never"}"""
        );
        pod.Run(12);

        var ended = pod.Status().Map("state", "terminated");
        Assert.Equal(7, ended.Number("exitCode"));
        Assert.Equal(TimeSpan.FromSeconds(2), ended.Time("finishedAt") - ended.Time("startedAt"));
        Assert.Empty(pod.Events("FailedPostStartHook"));
    }

    [Theory]
    [InlineData("""{"pre-stop-result":"fail","pre-stop":"3s"}""", Exec, 30, 3)]
    [InlineData("""{"pre-stop":"1h"}""", Exec, 8, 10)]
    public void PreStop_FailsOrIsCutOff_IsReported_AndTheStopGoesOn(string behaviour, string handler, int grace, int seconds)
    {
        using var pod = new PodCluster(behaviour, PreStop(handler), $$"""{"terminationGracePeriodSeconds":{{grace}}}""");
        pod.Annotate("stop-time", "2s");
        pod.Run(1);
        pod.Cluster.Client.Delete(GroupResource.Pods, "default", "p");

        pod.Run(seconds - 0.5);
        Assert.Empty(pod.Events("FailedPreStopHook"));
        pod.Run(1);
        Assert.Equal(["1x PreStopHook failed"], pod.Events("FailedPreStopHook"));
        pod.Run(3);
        Assert.Null(pod.Cluster.Find(GroupResource.Pods, "p"));
    }

    [Theory]
    [InlineData("""{"pre-stop":"3s"}""", Exec, 30)]
    [InlineData("""{"pre-stop-result":"fail"}""", """{"sleep":{"seconds":4}}""", 5)]
    [InlineData("""{"pre-stop-result":"fail"}""", Exec, 0)]
    public void PreStop_SucceedsOrDoesNotRun_IsNotReported(string behaviour, string handler, int grace)
    {
        using var pod = new PodCluster(behaviour, PreStop(handler), $$"""{"terminationGracePeriodSeconds":{{grace}}}""");
        pod.Cluster.Client.Delete(GroupResource.Pods, "default", "p");
        pod.Run(20);

        Assert.Null(pod.Cluster.Find(GroupResource.Pods, "p"));
        Assert.Empty(pod.Events("FailedPreStopHook"));
    }

    [Fact]
    public void PreStop_OfATypeThatKubeletCannotRun_Fails()
    {
        using var pod = new PodCluster("{}", PreStop("""{"tcpSocket":{"port":80}}"""));
        pod.Cluster.Client.Delete(GroupResource.Pods, "default", "p");
        pod.Run(1);

        Assert.Equal(["1x PreStopHook failed"], pod.Events("FailedPreStopHook"));
    }

    [Fact]
    public void Delete_WhileThePostStartHookRuns_CancelsIt()
    {
        using var pod = new PodCluster("""{"post-start":"10s","run-time":"12s"}""", PostStart(Exec));
        pod.Run(6);
        pod.Cluster.Client.Delete(GroupResource.Pods, "default", "p");
        pod.Run(1);

        Assert.Equal(["1x PostStartHook failed"], pod.Events("FailedPostStartHook"));
        Assert.Null(pod.Cluster.Find(GroupResource.Pods, "p"));
    }

    [Fact]
    public void Result_ThatCannotBeRead_IsReported()
    {
        using var pod = new PodCluster("""{"post-start-result":"maybe"}""", PostStart(Exec));
        pod.Run(1);

        Assert.Equal(["1x fake/post-start-result: \"maybe\" is not a list of results such as fail,ok"], pod.Events("InvalidBehaviour"));
        Assert.True(pod.IsReady);
    }

    private static string PostStart(string handler) => $$$"""{"lifecycle":{"postStart":{{{handler}}}}}""";

    private static string PreStop(string handler) => $$$"""{"lifecycle":{"preStop":{{{handler}}}}}""";

    private static DateTimeOffset StartedAt(PodCluster pod, string container) =>
        (
            pod.Status(container).Time("state", "running", "startedAt")
            ?? pod.Status(container).Time("lastState", "terminated", "startedAt")
        )!.Value;
}
