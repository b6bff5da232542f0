using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Jobs;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Likeness.Kubernetes.Rollouts;

/// <summary>Objects in the reduced form of the rollout recordings.</summary>
internal static class ReducedStates
{
    private static readonly string[] Annotations =
    [
        "deployment.kubernetes.io/",
        "batch.kubernetes.io/job-completion-index",
        "deprecated.daemonset.",
    ];

    public static JsonObject Event(KubeObject item, Func<string, string> rename) =>
        new()
        {
            ["component"] = item.Body.Text("source", "component"),
            ["eventType"] = item.Body.Text("type"),
            ["reason"] = item.Body.Text("reason"),
            ["message"] = rename(item.Body.Text("message") ?? ""),
            ["object"] = new JsonObject
            {
                ["kind"] = item.Body.Text("involvedObject", "kind"),
                ["name"] = rename(item.Body.Text("involvedObject", "name") ?? ""),
            },
            ["count"] = item.Body.Number("count"),
        };

    public static JsonObject Reduce(KubeObject item, string kind, Func<string, string> rename)
    {
        var state = new JsonObject { ["kind"] = kind, ["name"] = rename(item.Name) };
        if (kind != "ControllerRevision")
        {
            state["generation"] = item.Generation;
        }

        if (item.IsDeleting)
        {
            state["deleting"] = true;
        }

        if (item.Finalizers.ToList() is { Count: > 0 } finalizers)
        {
            state["finalizers"] = new JsonArray([.. finalizers.Select(f => (JsonNode?)f)]);
        }

        if (item.OwnerReferences.Count > 0)
        {
            state["owners"] = new JsonArray([.. item.OwnerReferences.Select(o => (JsonNode)Owner(o, rename))]);
        }

        if (kind == "Pod")
        {
            AddPod(state, item, rename);
        }
        else
        {
            AddWorkload(state, item, kind, rename);
        }

        var annotations = item
            .Annotations.Where(a => Annotations.Any(prefix => a.Key.StartsWith(prefix, StringComparison.Ordinal)))
            .ToList();
        // The recordings show no annotations of revisions.
        if (annotations.Count > 0 && kind != "ControllerRevision")
        {
            state["annotations"] = new JsonObject(annotations.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value)));
        }

        return state;
    }

    private static JsonObject Owner(OwnerReference owner, Func<string, string> rename)
    {
        var json = new JsonObject { ["kind"] = owner.Kind, ["name"] = rename(owner.Name) };
        if (owner.Controller)
        {
            json["controller"] = true;
        }

        if (owner.BlockOwnerDeletion)
        {
            json["blockOwnerDeletion"] = true;
        }

        return json;
    }

    private static void AddPod(JsonObject state, KubeObject pod, Func<string, string> rename)
    {
        state["image"] = pod.Spec.Objects("containers").First().Text("image");
        state["phase"] = pod.Status.Text("phase") ?? "Pending";
        var conditions = pod.Status.Objects("conditions").ToList();
        state["ready"] = conditions.Any(c => c.Text("type") == "Ready" && c.Text("status") == "True");
        state["conditions"] = new JsonArray([.. conditions.Select(c => (JsonNode?)Condition(c))]);
        state["labels"] = new JsonObject(pod.Labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)rename(l.Value))));
    }

    // The substitute kubelets of the recordings used this reason for failed pods as well.
    private static string Condition(JsonObject condition) =>
        (
            condition.Text("reason") is { Length: > 0 } reason
                ? $"{condition.Text("type")}={condition.Text("status")}({reason})"
                : $"{condition.Text("type")}={condition.Text("status")}"
        ).Replace("PodFailed", "ContainersNotReady", StringComparison.Ordinal);

    private static void AddWorkload(JsonObject state, KubeObject item, string kind, Func<string, string> rename)
    {
        var (spec, status) = (item.Spec, item.Status);
        if (kind == "ControllerRevision")
        {
            state["revision"] = item.Body.Number("revision");
            return;
        }

        state["spec"] = kind switch
        {
            "Job" => Pick(spec, "parallelism", "completions", "suspend", "backoffLimit", "completionMode"),
            "CronJob" => Pick(spec, "schedule", "suspend", "concurrencyPolicy"),
            "PodDisruptionBudget" => Pick(spec, "minAvailable", "maxUnavailable"),
            "StatefulSet" => With(Pick(spec, "replicas", "podManagementPolicy"), spec, "partition"),
            _ => With(Pick(spec, "replicas", "paused"), spec, null),
        };
        state["status"] = kind switch
        {
            "Job" => Job(status),
            "CronJob" => new JsonObject
            {
                ["active"] = new JsonArray([.. status.Objects("active").Select(a => (JsonNode?)rename(a.Text("name") ?? ""))]),
                ["lastScheduleTime"] = status.ContainsKey("lastScheduleTime"),
                ["lastSuccessfulTime"] = status.ContainsKey("lastSuccessfulTime"),
            },
            _ => Renamed(status, rename),
        };
        if (kind == "PodDisruptionBudget")
        {
            state["disruptedPods"] = status.Map("disruptedPods")?.Count ?? 0;
        }

        if (status.Objects("conditions").ToList() is { Count: > 0 } conditions)
        {
            state["conditions"] = new JsonArray([.. conditions.Select(c => (JsonNode)Full(c, kind, rename))]);
        }
    }

    private static JsonObject With(JsonObject picked, JsonObject spec, string? partition)
    {
        picked["image"] = spec.Map("template", "spec").Objects("containers").First().Text("image");
        if (partition is not null && spec.Number("updateStrategy", "rollingUpdate", "partition") is { } value)
        {
            picked["partition"] = value;
        }

        return picked;
    }

    private static JsonObject Job(JsonObject status)
    {
        var result = Pick(status, "active", "ready", "succeeded", "failed", "terminating", "completedIndexes", "failedIndexes");
        if (status.Map("uncountedTerminatedPods") is { } uncounted)
        {
            result["uncountedTerminatedPods"] = new JsonObject
            {
                ["succeeded"] = uncounted.Array("succeeded")?.Count ?? 0,
                ["failed"] = uncounted.Array("failed")?.Count ?? 0,
            };
        }

        result["startTime"] = status.ContainsKey("startTime");
        result["completionTime"] = status.ContainsKey("completionTime");
        return result;
    }

    private static JsonObject Full(JsonObject condition, string kind, Func<string, string> rename)
    {
        var json = new JsonObject { ["type"] = condition.Text("type"), ["status"] = condition.Text("status") };
        if (condition.Text("reason") is { } reason)
        {
            json["reason"] = reason;
        }

        if (condition.Text("message") is { } message)
        {
            json["message"] = rename(message);
        }

        if (kind == "PodDisruptionBudget")
        {
            json["observedGeneration"] = condition.Number("observedGeneration");
        }

        return json;
    }

    private static JsonObject Renamed(JsonObject status, Func<string, string> rename)
    {
        var result = new JsonObject();
        foreach (var (key, value) in status.Where(s => s.Key is not ("conditions" or "disruptedPods" or "collisionCount")))
        {
            result[key] = value is JsonValue text && text.TryGetValue(out string? name) ? rename(name) : value?.DeepClone();
        }

        return result;
    }

    private static JsonObject Pick(JsonObject source, params string[] keys)
    {
        var result = new JsonObject();
        foreach (var key in keys.Where(source.ContainsKey))
        {
            result[key] = source[key]?.DeepClone();
        }

        return result;
    }
}
