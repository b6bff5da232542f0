using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling;

/// <summary>
/// The resource requests of a pod: the maximum of its containers' sum and of each init container; sidecars count with both.
/// </summary>
internal static class PodRequests
{
    // Kubernetes' defaults for scores.
    private const long DefaultMilliCpu = 100;
    private const long DefaultMemory = 200 * 1024 * 1024;

    /// <summary>Sums the requests; a missing request defaults to the limit.</summary>
    public static Resources FromSpec(JsonObject spec) => Sum(spec, container => Resources.FromJson(GetRequests(container)));

    /// <summary>Sums the requests, with default CPU and memory for containers without any.</summary>
    public static Resources FromSpecWithDefaults(JsonObject spec) => Sum(spec, container =>
        {
            var list = GetRequests(container);
            var result = Resources.FromJson(list);
            result.MilliCpu = list?.ContainsKey("cpu") == true ? result.MilliCpu : DefaultMilliCpu;
            result.Memory = list?.ContainsKey("memory") == true ? result.Memory : DefaultMemory;
            return result;
        });

    private static JsonObject? GetRequests(JsonObject container)
    {
        var (requests, limits) = (container.Map("resources", "requests"), container.Map("resources", "limits"));
        if (limits is null || (requests is not null && limits.All(l => requests.ContainsKey(l.Key))))
        {
            return requests;
        }

        var merged = (JsonObject)limits.DeepClone();
        foreach (var (name, value) in requests ?? [])
        {
            merged[name] = value?.DeepClone();
        }

        return merged;
    }

    private static Resources Sum(JsonObject spec, Func<JsonObject, Resources> getRequests)
    {
        var running = new Resources();
        foreach (var container in spec.Objects("containers"))
        {
            running.Add(getRequests(container));
        }

        var (sidecars, starting) = (new Resources(), new Resources());
        foreach (var container in spec.Objects("initContainers"))
        {
            var requests = getRequests(container);
            if (container.Text("restartPolicy") == "Always")
            {
                running.Add(requests);
                sidecars.Add(requests);
                starting.RaiseTo(sidecars);
            }
            else
            {
                requests.Add(sidecars);
                starting.RaiseTo(requests);
            }
        }

        running.RaiseTo(starting);
        if (spec.Map("resources", "requests") is { } podLevel)
        {
            Override(running, podLevel);
        }

        running.Add(Resources.FromJson(spec.Map("overhead")));
        return running;
    }

    // Pod-level requests override the sum of the containers'.
    private static void Override(Resources sum, JsonObject podLevel)
    {
        var requests = Resources.FromJson(podLevel);
        if (podLevel.ContainsKey("cpu"))
        {
            sum.MilliCpu = requests.MilliCpu;
        }

        if (podLevel.ContainsKey("memory"))
        {
            sum.Memory = requests.Memory;
        }
    }
}
