using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Jobs;
using Infra.Simulator.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

public sealed class JobPolicyTests
{
    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(200L * 365 * 24 * 60 * 60)]
    public void ActiveDeadline_OfEons_DoesNotEndTheJob(long seconds)
    {
        using var cluster = Start(exitCode: 0);
        CreateJob(cluster, $"\"activeDeadlineSeconds\":{seconds}");
        cluster.Run(30);

        Assert.Equal("True", Condition(cluster, "Complete").Text("status"));
    }

    [Fact]
    public void ActiveDeadline_Passed_FailsTheJobAfterItsPodsHaveEnded()
    {
        using var cluster = new ControlPlaneCluster(
            kubelet: new KubeletOptions { StopLatency = TimeSpan.FromSeconds(5), Behaviour = (_, usual) => usual with { RunTime = null } }
        );
        CreateJob(cluster, "\"parallelism\":2,\"completions\":2,\"activeDeadlineSeconds\":10");
        cluster.Run(13);

        Assert.Equal("DeadlineExceeded", Condition(cluster, "FailureTarget").Text("reason"));
        Assert.Equal((2, 2), (Status(cluster).Number("terminating"), Status(cluster).Number("failed")));
        Assert.DoesNotContain(Status(cluster).Objects("conditions"), condition => condition.Text("type") == "Failed");

        cluster.Run(10);

        Assert.Equal("DeadlineExceeded", Condition(cluster, "Failed").Text("reason"));
        Assert.Empty(cluster.List(GroupResource.Pods));
    }

    [Fact]
    public void PodFailurePolicy_FailJob_FailsTheJobAtTheFirstFailure()
    {
        using var cluster = Start(exitCode: 42);
        CreateJob(
            cluster,
            """
            "podFailurePolicy":{"rules":[{"action":"FailJob","onExitCodes":{"containerName":"a","operator":"In","values":[42]}}]}
            """
        );
        cluster.Run(30);

        var pod = cluster.List(GroupResource.Pods).Single().Name;
        Assert.Equal(
            $"Container a for pod default/{pod} failed with exit code 42 matching FailJob rule at index 0",
            Condition(cluster, "Failed").Text("message")
        );
        Assert.Equal("PodFailurePolicy", Condition(cluster, "FailureTarget").Text("reason"));
        Assert.Equal(1, Status(cluster).Number("failed"));
    }

    [Fact]
    public void PodFailurePolicy_Ignore_DoesNotCountTheFailures()
    {
        using var cluster = Start(exitCode: 42);
        CreateJob(
            cluster,
            """
            "backoffLimit":0,"podFailurePolicy":{"rules":[{"action":"Ignore","onExitCodes":{"operator":"In","values":[42]}}]}
            """
        );
        cluster.Run(120);

        Assert.True(cluster.List(GroupResource.Pods).Count > 1, "the pod was not replaced");
        Assert.Null(Status(cluster).Number("failed"));
        Assert.False(Status(cluster).ContainsKey("conditions"));
    }

    [Fact]
    public void SuccessPolicy_TheIndexSucceeds_CompletesTheJobAndEndsTheOthers()
    {
        using var cluster = new ControlPlaneCluster(
            kubelet: new KubeletOptions
            {
                Behaviour = (pod, behaviour) =>
                    pod.Name.StartsWith("work-0-", StringComparison.Ordinal) ? behaviour : behaviour with { RunTime = null },
            }
        );
        CreateJob(
            cluster,
            """
            "completionMode":"Indexed","completions":3,"parallelism":3,"successPolicy":{"rules":[{"succeededIndexes":"0"}]}
            """
        );
        cluster.Run(90);

        Assert.Equal(("SuccessPolicy", "Matched rules at index 0"), Describe(Condition(cluster, "SuccessCriteriaMet")));
        Assert.Equal(("SuccessPolicy", "Matched rules at index 0"), Describe(Condition(cluster, "Complete")));
        Assert.Equal((1L, 0L), (Status(cluster).Number("succeeded"), Status(cluster).Number("active") ?? 0));
    }

    [Fact]
    public void BackoffLimitPerIndex_OneIndexFails_TheOthersComplete()
    {
        using var cluster = new ControlPlaneCluster(
            kubelet: new KubeletOptions
            {
                Behaviour = (pod, behaviour) =>
                    pod.Name.StartsWith("work-1-", StringComparison.Ordinal) ? behaviour with { ExitCode = 3 } : behaviour,
            }
        );
        CreateJob(
            cluster,
            """
            "completionMode":"Indexed","completions":3,"parallelism":3,"backoffLimitPerIndex":1
            """
        );
        cluster.Run(180);

        Assert.Equal(("FailedIndexes", "Job has failed indexes"), Describe(Condition(cluster, "Failed")));
        Assert.Equal(("0,2", "1"), (Status(cluster).Text("completedIndexes"), Status(cluster).Text("failedIndexes")));
        Assert.Equal(2, Status(cluster).Number("failed"));
    }

    [Fact]
    public void Suspend_ARunningJob_DeletesItsPodsUntilItIsResumed()
    {
        using var cluster = new ControlPlaneCluster(
            kubelet: new KubeletOptions { Behaviour = (_, behaviour) => behaviour with { RunTime = TimeSpan.FromMinutes(2) } }
        );
        CreateJob(
            cluster,
            """
            "backoffLimit":0
            """
        );
        cluster.Run(10);
        cluster.Patch(GroupResource.Jobs, "work", """{"spec":{"suspend":true}}""");
        cluster.Run(60);

        Assert.Empty(cluster.List(GroupResource.Pods));
        Assert.Equal(("JobSuspended", "Job suspended"), Describe(Condition(cluster, "Suspended")));
        Assert.False(Status(cluster).ContainsKey("startTime"));
        Assert.Null(Status(cluster).Number("failed"));

        cluster.Patch(GroupResource.Jobs, "work", """{"spec":{"suspend":false}}""");
        cluster.Run(180);

        Assert.Equal(("JobResumed", "Job resumed"), Describe(Condition(cluster, "Suspended")));
        Assert.Equal("True", Condition(cluster, "Complete").Text("status"));
    }

    [Theory]
    [InlineData("TerminatingOrFailed", 2)]
    [InlineData("Failed", 1)]
    public void PodReplacementPolicy_APodIsTerminating_IsReplacedAtOnceOrWhenItHasFailed(string policy, int pods)
    {
        // Without a kubelet the pod stays as it is.
        using var cluster = new ControllerCluster(context => _ = new JobController(context));
        cluster.CreateNamespace("shop");
        cluster.Client.Create(GroupResource.Jobs, Job("shop", $"\"podReplacementPolicy\":\"{policy}\""));
        cluster.Run(1);
        var pod = cluster.Client.List(GroupResource.Pods, "shop").Items.Single();
        var finalizers = """{"metadata":{"finalizers":["batch.kubernetes.io/job-tracking","example.com/wait"]}}""";
        cluster.Client.Patch(GroupResource.Pods, "shop", pod.Name, ControlPlaneCluster.Parse(finalizers));
        cluster.Client.Delete(GroupResource.Pods, "shop", pod.Name, new DeleteOptions());
        cluster.Run(60);

        Assert.Equal(pods, cluster.Client.List(GroupResource.Pods, "shop").Items.Count);
    }

    private static ControlPlaneCluster Start(int exitCode) =>
        new(kubelet: new KubeletOptions { Behaviour = (_, behaviour) => behaviour with { ExitCode = exitCode } });

    private static void CreateJob(ControlPlaneCluster cluster, string spec) =>
        cluster.Client.Create(GroupResource.Jobs, Job("default", spec));

    private static JsonObject Job(string inNamespace, string spec) =>
        ControlPlaneCluster.Parse(
            $$$$"""
            {"metadata":{"name":"work","namespace":"{{{{inNamespace}}}}"},"spec":{{{{{spec}}}},
             "template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"a:1"}]} } } }
            """
        );

    private static JsonObject Status(ControlPlaneCluster cluster) => cluster.Find(GroupResource.Jobs, "work")!.Status;

    private static JsonObject Condition(ControlPlaneCluster cluster, string type) =>
        Status(cluster).Objects("conditions").Single(c => c.Text("type") == type);

    private static (string?, string?) Describe(JsonObject condition) => (condition.Text("reason"), condition.Text("message"));
}
