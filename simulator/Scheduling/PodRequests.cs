using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling;

/// <summary>What a pod asks of a node: its containers together, or an init container alone where that is more; sidecars run along with both.</summary>
internal static class PodRequests
{
    // What a container without a request is taken to use when nodes are compared.
    private const long DefaultMilliCpu = 100;
    private const long DefaultMemory = 200 * 1024 * 1024;

    /// <summary>The requests as stated.</summary>
    public static Resources Of(JsonObject spec) => Sum(spec, container => Resources.FromJson(RequestsOf(container)));

    /// <summary>The requests, with a usual amount of CPU and memory for containers that state none.</summary>
    public static Resources WithDefaults(JsonObject spec) => Sum(spec, container =>
    {
        var list = RequestsOf(container);
        var result = Resources.FromJson(list);
        result.MilliCpu = list?.ContainsKey("cpu") == true ? result.MilliCpu : DefaultMilliCpu;
        result.Memory = list?.ContainsKey("memory") == true ? result.Memory : DefaultMemory;
        return result;
    });

    // A limit without a request is the request.
    private static JsonObject? RequestsOf(JsonObject container)
    {
        var (requests, limits) = (container.Map("resources", "requests"), container.Map("resources", "limits"));
        if (limits is null || (requests is not null && limits.All(l => requests.ContainsKey(l.Key))))
            return requests;
        var merged = (JsonObject)limits.DeepClone();
        foreach (var (name, value) in requests ?? [])
            merged[name] = value?.DeepClone();
        return merged;
    }

    private static Resources Sum(JsonObject spec, Func<JsonObject, Resources> requestsOf)
    {
        var running = new Resources();
        foreach (var container in spec.Objects("containers"))
            running.Add(requestsOf(container));
        var (sidecars, starting) = (new Resources(), new Resources());
        foreach (var container in spec.Objects("initContainers"))
        {
            var requests = requestsOf(container);
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
        if (spec.Map("resources", "requests") is { } wholePod)
            Override(running, wholePod);
        running.Add(Resources.FromJson(spec.Map("overhead")));
        return running;
    }

    // Requests of the pod as a whole replace the sum of its containers'.
    private static void Override(Resources sum, JsonObject wholePod)
    {
        var stated = Resources.FromJson(wholePod);
        if (wholePod.ContainsKey("cpu"))
            sum.MilliCpu = stated.MilliCpu;
        if (wholePod.ContainsKey("memory"))
            sum.Memory = stated.Memory;
    }
}
