using Infra.Simulator.Nodes.Probes;
using Infra.Simulator.Objects;
using Infra.Simulator.Tests.Controllers;

namespace Infra.Simulator.Tests.Nodes;

public sealed class ProbeTests
{
    private const string Http = """{"httpGet":{"path":"/ready","port":8080},"periodSeconds":10,"failureThreshold":3}""";

    [Fact]
    public void Readiness_FailsAfterItsThreshold_AndRecovers()
    {
        using var pod = new PodCluster(
            """{"readiness":"ok, 15s=503, 65s=ok"}""",
            """{"readinessProbe":{"httpGet":{"path":"/ready","port":8080},"periodSeconds":10,"successThreshold":2}}"""
        );
        // Probes at 0, 10 (ready: two successes), 20, 30 and 40 s (not ready: three failures), 50, 60, 70 and 80 s (ready again).
        AssertReadyFrom(pod, until: 9, isReady: false);
        AssertReadyFrom(pod, until: 39, isReady: true);
        AssertReadyFrom(pod, until: 79, isReady: false);
        AssertReadyFrom(pod, until: 600, isReady: true);

        Assert.Equal(["5x Readiness probe failed: HTTP probe failed with statuscode: 503"], pod.Events("Unhealthy"));
        Assert.Equal(0, pod.Status().Number("restartCount"));
    }

    [Fact]
    public void Liveness_FailsAfterItsThreshold_RestartsTheContainerAfterItsGracePeriod()
    {
        using var pod = new PodCluster(
            """{"liveness":"ok, 5s=fail","stop-time":"1h"}""",
            $$"""{"livenessProbe":{{Http}}}""",
            """{"terminationGracePeriodSeconds":7}"""
        );
        // Failures at 10, 20 and 30 s; SIGKILL at 37 s.
        pod.Run(29);
        Assert.Equal(["2x Liveness probe failed: HTTP probe failed with statuscode: 500"], pod.Events("Unhealthy"));
        Assert.Empty(pod.Events("Killing"));

        pod.Run(7);
        Assert.Equal(["1x Container main failed liveness probe, will be restarted"], pod.Events("Killing"));
        Assert.Equal(0, pod.Status().Number("restartCount"));

        pod.Run(3);
        var status = pod.Status();
        Assert.Equal(1, status.Number("restartCount"));
        Assert.Equal(
            (137, "Error"),
            (status.Number("lastState", "terminated", "exitCode"), status.Text("lastState", "terminated", "reason"))
        );
        Assert.NotNull(status.Map("state", "running"));
    }

    [Fact]
    public void Startup_HoldsBackTheOtherProbes_AndPassesWhenTheProgramHasStartedUp()
    {
        using var pod = new PodCluster(
            """{"start-up":"25s"}""",
            """
            {"startupProbe":{"tcpSocket":{"port":"web"},"periodSeconds":5,"failureThreshold":6},"ports":[{"name":"web","containerPort":80}],
             "readinessProbe":{"tcpSocket":{"port":80}},"livenessProbe":{"tcpSocket":{"port":80},"periodSeconds":1,"failureThreshold":1}}
            """
        );
        pod.Run(24);
        Assert.False(pod.Status().Flag("started"));
        Assert.Equal([$"5x Startup probe failed: dial tcp {PodCluster.Address}:80: connect: connection refused"], pod.Events("Unhealthy"));

        pod.Run(2);
        Assert.True(pod.Status().Flag("started"));
        Assert.True(pod.IsReady);
        Assert.Empty(pod.Events("Killing"));
    }

    [Fact]
    public void Startup_FailsAfterItsThreshold_RestartsTheContainer()
    {
        using var pod = new PodCluster(
            """{"start-up":"1h"}""",
            """{"startupProbe":{"httpGet":{"port":80,"scheme":"HTTPS"},"periodSeconds":5,"failureThreshold":2}}"""
        );
        // Failures at 0 and 5 s, then the first of the next run.
        pod.Run(6);

        var url = $"{PodCluster.Address}:80";
        Assert.Equal(
            [$"3x Startup probe failed: Get \"https://{url}/\": dial tcp {url}: connect: connection refused"],
            pod.Events("Unhealthy")
        );
        Assert.Equal(["1x Container main failed startup probe, will be restarted"], pod.Events("Killing"));
        Assert.Equal(143, pod.Status().Number("lastState", "terminated", "exitCode"));
    }

    [Theory]
    [InlineData("1s", "")]
    [InlineData("3s", "context deadline exceeded (Client.Timeout exceeded while awaiting headers)")]
    public void Readiness_AnAnswerAfterTheTimeout_IsAFailure(string latency, string failure)
    {
        using var pod = new PodCluster(
            $$"""{"readiness":"{{latency}}"}""",
            """{"readinessProbe":{"httpGet":{"path":"/ready","port":8080},"timeoutSeconds":2}}"""
        );
        pod.Run(5);

        Assert.Equal(failure.Length == 0, pod.IsReady);
        Assert.Equal(
            failure.Length == 0 ? [] : [$"1x Readiness probe failed: Get \"http://{PodCluster.Address}:8080/ready\": {failure}"],
            pod.Events("Unhealthy")
        );
    }

    [Fact]
    public void Readiness_TheAnnotationChanges_TheNextProbesGetTheNewAnswer()
    {
        using var pod = new PodCluster("{}", $$"""{"readinessProbe":{{Http}}}""");
        pod.Run(100);
        Assert.True(pod.IsReady);

        pod.Annotate("readiness", "503");
        pod.Run(31);
        Assert.False(pod.IsReady);

        pod.Annotate("readiness", "ok");
        pod.Run(11);
        Assert.True(pod.IsReady);
    }

    [Theory]
    [InlineData("ok", null)]
    [InlineData("ok, 1h=fail", 3600)]
    [InlineData("fail", 10)]
    public void NextProbe_AfterASuccess_IsNoEarlierThanTheAnswerChanges(string answers, int? seconds)
    {
        var start = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
        var probe = ContainerProbe.FromContainer(ControlPlaneCluster.Parse($$"""{"livenessProbe":{{Http}}}"""), ProbeType.Liveness)!;
        var run = ProbeRun.Start(probe, start, start);
        run.Advance(start, start, ProbeAnswers.Parse(answers)!, _ => { });

        Assert.Equal(seconds, (run.NextProbe - start)?.TotalSeconds);
    }

    private static void AssertReadyFrom(PodCluster pod, double until, bool isReady)
    {
        var seconds = until - (pod.Cluster.Clock.GetUtcNow() - Start(pod)).TotalSeconds;
        for (; seconds > 1; seconds--)
        {
            Assert.Equal(isReady, pod.IsReady);
            pod.Run(1);
        }

        pod.Run(seconds);
        Assert.Equal(isReady, pod.IsReady);
        pod.Run(2);
    }

    private static DateTimeOffset Start(PodCluster pod) => pod.Status().Time("state", "running", "startedAt")!.Value;
}
