using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;

namespace Infra.Engine.Stores;

/// <summary>Creates Jobs from CronJobs, as <c>kubectl create job --from</c> does, and waits for them.</summary>
internal sealed class StoreJobs(StoreCluster cluster)
{
    private const int LogLines = 50;

    /// <summary>Reads a CronJob.</summary>
    public Task<JsonObject> ReadAsync(StoreTaskObject job, CancellationToken cancellationToken) =>
        cluster.GetAsync(
            $"apis/batch/v1/namespaces/{job.Namespace}/cronjobs/{job.Name}",
            $"the CronJob {job.Namespace}/{job.Name}",
            cancellationToken
        );

    /// <summary>Creates a Job and waits until it has succeeded or failed.</summary>
    /// <param name="cron">The CronJob.</param>
    /// <param name="change">Changes the Job before it is created.</param>
    /// <param name="note">Receives what happens meanwhile.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<StoreTaskResult> RunAsync(
        StoreTaskObject cron,
        Action<JsonObject> change,
        Action<string> note,
        CancellationToken cancellationToken
    )
    {
        var started = cluster.Now;
        var job = Create(await ReadAsync(cron, cancellationToken), started);
        change(job);
        var name = (string)job["metadata"]!["name"]!;
        var (collection, subject) = ($"apis/batch/v1/namespaces/{cron.Namespace}/jobs", $"the Job {cron.Namespace}/{name}");
        await cluster.CreateAsync(collection, job, subject, cancellationToken);
        note($"Created the Job {cron.Namespace}/{name}");
        var said = "";
        while (true)
        {
            var live = await cluster.FindAsync($"{collection}/{name}", subject, cancellationToken)
                ?? throw new InvalidOperationRequestException($"{subject} was deleted before its end, so what it did is not known");
            if (FindEnd(live) is var (failure, isOver) && isOver)
            {
                return await DescribeAsync(cron.Namespace, name, failure, cluster.Now - started, cancellationToken);
            }

            var phase = await DescribeProgressAsync(cron.Namespace, name, cancellationToken);
            if (phase != said)
            {
                note(said = phase);
            }

            await cluster.PauseAsync(subject, started, cancellationToken);
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
                    var path =
                        $"api/v1/namespaces/{space}/pods/{pod["metadata"]!["name"]}/log?container={container["name"]}&tailLines={LogLines}";
                    log.Add($"{pod["metadata"]!["name"]} {container["name"]} (exit code {ended["exitCode"]}):");
                    log.Add(await cluster.ReadLogAsync(path, cancellationToken));
                }
            }
        }

        return new StoreTaskResult("Job", name, space, failure, report, string.Join('\n', log), duration);
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
        var list = await cluster.GetAsync(
            $"api/v1/namespaces/{space}/pods?labelSelector={selector}",
            $"the pods of the Job {space}/{job}",
            cancellationToken
        );
        return
        [
            .. list["items"]!
                .AsArray()
                .OfType<JsonObject>()
                .OrderBy(pod => (string?)pod["metadata"]!["creationTimestamp"], StringComparer.Ordinal),
        ];
    }
}
