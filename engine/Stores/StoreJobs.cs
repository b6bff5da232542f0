using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Kubernetes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;

namespace Infra.Engine.Stores;

/// <summary>Creates Jobs from CronJobs, as <c>kubectl create job --from</c> does, and waits for them.</summary>
internal sealed class StoreJobs(ClusterLink cluster, TimeProvider time) : IAsyncDisposable
{
    private const int LogLines = 50;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    /// <summary>Reads a CronJob.</summary>
    public async Task<JsonObject> ReadAsync(StoreCronJob job, CancellationToken cancellationToken) =>
        await AskAsync(
            client => client.GetAsync($"apis/batch/v1/namespaces/{job.Namespace}/cronjobs/{job.Name}", cancellationToken),
            $"the CronJob {job.Namespace}/{job.Name}"
        );

    /// <summary>Creates a Job and waits until it has succeeded or failed.</summary>
    /// <param name="cron">The CronJob.</param>
    /// <param name="change">Changes the Job before it is created.</param>
    /// <param name="note">Receives what happens meanwhile.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<StoreTaskResult> RunAsync(
        StoreCronJob cron,
        Action<JsonObject> change,
        Action<string> note,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetUtcNow();
        var job = Create(await ReadAsync(cron, cancellationToken), started);
        change(job);
        var name = (string)job["metadata"]!["name"]!;
        var collection = $"apis/batch/v1/namespaces/{cron.Namespace}/jobs";
        await AskAsync(
            client => client.SendAsync(new ApiRequest(HttpMethod.Post, collection, job), cancellationToken),
            $"the Job {cron.Namespace}/{name}"
        );
        note($"Created the Job {cron.Namespace}/{name}");
        var said = "";
        while (true)
        {
            var live = await AskAsync(
                client => client.GetAsync($"{collection}/{name}", cancellationToken),
                $"the Job {cron.Namespace}/{name}"
            );
            if (FindEnd(live) is var (failure, isOver) && isOver)
            {
                return await DescribeAsync(cron.Namespace, name, failure, time.GetUtcNow() - started, cancellationToken);
            }

            var phase = await DescribeProgressAsync(cron.Namespace, name, cancellationToken);
            if (phase != said)
            {
                note(said = phase);
            }

            await Task.Delay(Pace, time, cancellationToken);
        }
    }

    private static JsonObject Create(JsonObject cron, DateTimeOffset now)
    {
        var (template, metadata) = (cron["spec"]!["jobTemplate"]!, cron["metadata"]!);
        return new JsonObject
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["metadata"] = new JsonObject
            {
                ["name"] = string.Create(CultureInfo.InvariantCulture, $"{metadata["name"]}-{now.ToUnixTimeSeconds()}"),
                ["namespace"] = metadata["namespace"]!.DeepClone(),
                ["labels"] = template["metadata"]?["labels"]?.DeepClone(),
                ["annotations"] = new JsonObject { ["cronjob.kubernetes.io/instantiate"] = "manual" },

                // The CronJob then counts its success.
                ["ownerReferences"] = new JsonArray(
                    new JsonObject
                    {
                        ["apiVersion"] = "batch/v1",
                        ["kind"] = "CronJob",
                        ["name"] = metadata["name"]!.DeepClone(),
                        ["uid"] = metadata["uid"]!.DeepClone(),
                        ["controller"] = true,
                    }
                ),
            },
            ["spec"] = template["spec"]!.DeepClone(),
        };
    }

    private static (string? Failure, bool IsOver) FindEnd(JsonObject job)
    {
        foreach (var condition in job["status"]?["conditions"]?.AsArray() ?? [])
        {
            switch ((string?)condition!["type"])
            {
                case "Complete" when (string?)condition["status"] == "True":
                    return (null, true);
                case "Failed" when (string?)condition["status"] == "True":
                    return ($"{(string?)condition["reason"]}: {(string?)condition["message"]}", true);
                default:
                    break;
            }
        }

        return (null, false);
    }

    private async Task<StoreTaskResult> DescribeAsync(
        string space,
        string name,
        string? failure,
        TimeSpan duration,
        CancellationToken cancellationToken
    )
    {
        var (report, log) = ("", new List<string>());
        foreach (var pod in await ListPodsAsync(space, name, cancellationToken))
        {
            foreach (var container in Containers(pod))
            {
                var ended = container["state"]?["terminated"];
                if ((int?)ended?["exitCode"] == 0)
                {
                    report = (string?)ended!["message"] is { Length: > 0 } message ? message : report;
                }
                else if (ended is not null && failure is not null)
                {
                    log.Add($"{pod["metadata"]!["name"]} {container["name"]} (exit code {ended["exitCode"]}):");
                    log.Add(await ReadLogAsync(space, (string)pod["metadata"]!["name"]!, (string)container["name"]!, cancellationToken));
                }
            }
        }

        return new StoreTaskResult(name, space, failure, report, string.Join('\n', log), duration);
    }

    private async Task<string> DescribeProgressAsync(string space, string name, CancellationToken cancellationToken)
    {
        var pods = await ListPodsAsync(space, name, cancellationToken);
        if (pods is not [.., var pod])
        {
            return "Waiting for a pod";
        }

        var active = Containers(pod).LastOrDefault(container => container["state"]?["running"] is not null);
        return active is null
            ? $"Pod {pod["metadata"]!["name"]}: {(string?)pod["status"]?["phase"] ?? "Pending"}"
            : $"Pod {pod["metadata"]!["name"]}: {active["name"]} is running";
    }

    private static IEnumerable<JsonNode> Containers(JsonObject pod) =>
        new[] { "initContainerStatuses", "containerStatuses" }.SelectMany(list => pod["status"]?[list]?.AsArray() ?? []).OfType<JsonNode>();

    private async Task<IReadOnlyList<JsonObject>> ListPodsAsync(string space, string job, CancellationToken cancellationToken)
    {
        var selector = Uri.EscapeDataString($"batch.kubernetes.io/job-name={job}");
        var list = await AskAsync(
            client => client.GetAsync($"api/v1/namespaces/{space}/pods?labelSelector={selector}", cancellationToken),
            $"the pods of the Job {space}/{job}"
        );
        return
        [
            .. list["items"]!
                .AsArray()
                .OfType<JsonObject>()
                .OrderBy(pod => (string?)pod["metadata"]!["creationTimestamp"], StringComparer.Ordinal),
        ];
    }

    private async Task<string> ReadLogAsync(string space, string pod, string container, CancellationToken cancellationToken)
    {
        try
        {
            var path = $"api/v1/namespaces/{space}/pods/{pod}/log?container={container}&tailLines={LogLines}";
            return (await cluster.Session.AskAsync(client => client.GetTextAsync(path, cancellationToken))).TrimEnd('\n');
        }
        catch (KubernetesApiException error)
        {
            return $"(its log cannot be read: {error.Message})";
        }
    }

    private async Task<JsonObject> AskAsync(Func<KubernetesClient, Task<JsonObject>> ask, string subject)
    {
        try
        {
            return await cluster.Session.AskAsync(ask);
        }
        catch (KubernetesApiException error) when (error.IsNotFound)
        {
            throw new InvalidOperationRequestException($"{subject} is in the state, but not in the cluster: run `infra up`");
        }
        catch (KubernetesApiException error)
        {
            throw new InvalidOperationRequestException($"{subject}: {error.Message}");
        }
        catch (Exception error) when (error is KubeconfigException or ClusterUnreachableException)
        {
            throw new InvalidOperationRequestException($"{subject} cannot be reached: {error.Message}");
        }
    }
}
