using System.Net;
using System.Text.Json.Nodes;
using Engine.Tests.Kubernetes;
using Infra.Engine.Errors;
using Infra.Engine.Stores;

namespace Engine.Tests.Stores;

/// <summary>A Job is made from a CronJob, and the command waits for its end.</summary>
public sealed class StoreJobsTests : StoreRunTestBase
{
    private const string Jobs = "apis/batch/v1/namespaces/shop/jobs";
    private const string Pods = "api/v1/namespaces/shop/pods";

    public StoreJobsTests() =>
        Cluster.Put(
            "apis/batch/v1/namespaces/shop/cronjobs",
            """
            {
              "metadata": {"name": "db-backup", "namespace": "shop", "uid": "u-1"},
              "spec": {"jobTemplate": {"metadata": {"labels": {"a": "b"}}, "spec": {"template": {"spec": {"containers": []}}}}}
            }
            """
        );

    [Fact]
    public async Task RunAsync_AJobThatCompletes_ReturnsWhatItsContainersReported()
    {
        Script(
            _ => Status(),
            _ => Status(("Complete", "False")),
            _ =>
            {
                Pod("""[{"name": "upload", "state": {"terminated": {"exitCode": 0, "message": "{\"bytes\":7}"}}}]""");
                return Status(("Complete", "True"));
            }
        );

        var result = await RunAsync();

        Assert.Null(result.Failure);
        Assert.Equal("{\"bytes\":7}", result.Report);
        Assert.Equal(TimeSpan.FromSeconds(2), result.Duration);
        var created = Cluster.Requests.Single(request => request is { Method: "POST", Path: Jobs }).Body!;
        Assert.Equal($"db-backup-{Started.ToUnixTimeSeconds()}", (string?)created["metadata"]!["name"]);
        Assert.Equal("u-1", (string?)created["metadata"]!["ownerReferences"]![0]!["uid"]);
        Assert.Equal("b", (string?)created["metadata"]!["labels"]!["a"]);
    }

    [Fact]
    public async Task RunAsync_AJobThatFails_ReturnsTheReasonAndTheLogOfTheContainerThatFailed()
    {
        Pod(
            """[{"name": "upload", "state": {"terminated": {"exitCode": 3}}}]""",
            """[{"name": "dump", "state": {"terminated": {"exitCode": 0, "message": "done"}}}]"""
        );
        Script(_ => Status(("Failed", "True")));
        Logs["upload"] = "too small\n";

        var result = await RunAsync();

        Assert.Equal("BackoffLimitExceeded: too often", result.Failure);
        Assert.Equal("pod-1 upload (exit code 3):\ntoo small", result.Log);
        Assert.Equal("done", result.Report);
    }

    [Fact]
    public async Task RunAsync_EachNewPhase_IsSaidOnce()
    {
        Script(
            _ => Status(),
            _ =>
            {
                Pod("[]");
                return Status();
            },
            _ => Status(),
            _ =>
            {
                Pod("""[{"name": "upload", "state": {"running": {}}}]""");
                return Status();
            },
            _ => Status(("Complete", "True"))
        );

        await RunAsync();

        Assert.Equal(["Waiting for a pod", "Pod pod-1: Pending", "Pod pod-1: upload is running"], Notes.Skip(1));
    }

    [Fact]
    public async Task RunAsync_AJobThatIsDeletedMeanwhile_SaysSo()
    {
        Script(_ => Status(), _ => null);

        var refused = await Assert.ThrowsAsync<InvalidOperationRequestException>(RunAsync);

        Assert.Equal(
            $"the Job shop/db-backup-{Started.ToUnixTimeSeconds()} was deleted before its end, so what it did is not known",
            refused.Message
        );
    }

    [Fact]
    public async Task RunAsync_WithoutTheCronJob_SaysHowToGetIt()
    {
        Cluster.Remove("apis/batch/v1/namespaces/shop/cronjobs/db-backup");

        var refused = await Assert.ThrowsAsync<InvalidOperationRequestException>(RunAsync);

        Assert.Equal("the CronJob shop/db-backup is in the state, but not in the cluster: run `infra up`", refused.Message);
    }

    [Fact]
    public async Task RunAsync_AJobThatTheClusterRefuses_SaysWhy()
    {
        Cluster.Answer = request =>
            request.Method == "POST" ? FakeCluster.Status(HttpStatusCode.Forbidden, "Forbidden", "exceeded quota") : null;

        var refused = await Assert.ThrowsAsync<InvalidOperationRequestException>(RunAsync);

        Assert.Contains("cannot be created: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("exceeded quota", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_WhenTheCommandIsStopped_EndsTheWaiting()
    {
        using var stop = new CancellationTokenSource();
        Script(_ => Status());
        Notified += text =>
        {
            if (text == "Waiting for a pod")
            {
                stop.Cancel();
            }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(stop.Token));
    }

    private Task<StoreTaskResult> RunAsync() => RunAsync(CancellationToken.None);

    private Task<StoreTaskResult> RunAsync(CancellationToken cancellationToken) =>
        new StoreJobs(Store).RunAsync(Item("db", "db-backup", StoreTask.Backup, null), _ => { }, Note, cancellationToken);

    private void Script(params Func<int, string?>[] states) =>
        Answer(
            Jobs,
            states.Select(state => (Func<int, string?>)(look => state(look) is { } status ? "{\"status\": " + status + "}" : null))
        );

    private static string Status(params (string Type, string Status)[] conditions) =>
        new JsonObject
        {
            ["conditions"] = new JsonArray([
                .. conditions.Select(condition => new JsonObject
                {
                    ["type"] = condition.Type,
                    ["status"] = condition.Status,
                    ["reason"] = "BackoffLimitExceeded",
                    ["message"] = "too often",
                }),
            ]),
        }.ToJsonString();

    private void Pod(string containers, string init = "[]") =>
        Cluster.Put(
            Pods,
            $$"""
            {
              "metadata": {"name": "pod-1", "namespace": "shop"},
              "status": {"phase": "Pending", "containerStatuses": {{containers}}, "initContainerStatuses": {{init}} }
            }
            """
        );
}
