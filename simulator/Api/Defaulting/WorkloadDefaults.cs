using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Defaulting;

/// <summary>Defaults of what runs pods.</summary>
internal static class WorkloadDefaults
{
    private const string Quarter = "25%";

    public static void ApplyToDeployment(JsonObject spec)
    {
        spec.Default("replicas", 1L);
        var strategy = spec.DefaultObject("strategy");
        strategy.DefaultText("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            var rolling = strategy.DefaultObject("rollingUpdate");
            rolling.Default("maxUnavailable", Quarter);
            rolling.Default("maxSurge", Quarter);
        }
        spec.Default("revisionHistoryLimit", 10L);
        spec.Default("progressDeadlineSeconds", 600L);
        Template(spec);
    }

    public static void ApplyToReplicaSet(JsonObject spec)
    {
        spec.Default("replicas", 1L);
        Template(spec);
    }

    /// <summary>A replication controller without selector takes the labels of its template, as its own labels too.</summary>
    public static void ApplyToReplicationController(JsonObject body, JsonObject spec)
    {
        Template(spec);
        var labels = spec.Map("template", "metadata", "labels");
        if (labels is { Count: > 0 })
        {
            if (spec.Map("selector") is null or { Count: 0 })
            {
                spec["selector"] = labels.Clone();
            }

            var metadata = body.GetOrAddObject("metadata");
            if (metadata.Map("labels") is null or { Count: 0 })
            {
                metadata["labels"] = labels.Clone();
            }
        }
        spec.Default("replicas", 1L);
    }

    public static void ApplyToStatefulSet(JsonObject spec)
    {
        spec.DefaultText("podManagementPolicy", "OrderedReady");
        var strategy = spec.DefaultObject("updateStrategy");
        var hadNoType = strategy.Text("type") is null or "";
        strategy.DefaultText("type", "RollingUpdate");
        if (hadNoType)
        {
            strategy.DefaultObject("rollingUpdate").Default("partition", 0L);
        }
        else if (strategy.Text("type") == "RollingUpdate" && strategy.Map("rollingUpdate") is { } rolling)
        {
            rolling.Default("partition", 0L);
        }
        else if (strategy.Text("type") == "RollingUpdate")
        {
            strategy["rollingUpdate"] = new JsonObject { ["partition"] = 0L };
        }

        var retention = spec.DefaultObject("persistentVolumeClaimRetentionPolicy");
        retention.DefaultText("whenDeleted", "Retain");
        retention.DefaultText("whenScaled", "Retain");
        spec.Default("replicas", 1L);
        spec.Default("revisionHistoryLimit", 10L);
        foreach (var claim in spec.Objects("volumeClaimTemplates"))
        {
            claim.DefaultText("apiVersion", "v1");
            claim.DefaultText("kind", "PersistentVolumeClaim");
            claim.DefaultObject("spec").Default("volumeMode", "Filesystem");
            claim.DefaultObject("status").DefaultText("phase", "Pending");
        }
        Template(spec);
    }

    public static void ApplyToDaemonSet(JsonObject spec)
    {
        var strategy = spec.DefaultObject("updateStrategy");
        strategy.DefaultText("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            var rolling = strategy.DefaultObject("rollingUpdate");
            rolling.Default("maxUnavailable", 1L);
            rolling.Default("maxSurge", 0L);
        }
        spec.Default("revisionHistoryLimit", 10L);
        Template(spec);
    }

    /// <summary>A daemon set's annotation counts the changes of its template.</summary>
    public static void CountTemplates(JsonObject body, JsonObject? live)
    {
        const string Annotation = "deprecated.daemonset.template.generation";
        var before = long.TryParse(live.Text("metadata", "annotations", Annotation), CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
        var isChanged = live is null || !JsonNode.DeepEquals(live.Node("spec", "template"), body.Node("spec", "template"));
        body.GetOrAddObject("metadata").GetOrAddObject("annotations")[Annotation] = (before + (isChanged ? 1 : 0)).ToString(
            CultureInfo.InvariantCulture
        );
    }

    /// <summary>A job without labels of its own carries those of its template.</summary>
    public static void ApplyToJob(JsonObject body, JsonObject spec)
    {
        if (body.Map("metadata", "labels") is null or { Count: 0 } && spec.Map("template", "metadata", "labels") is { Count: > 0 } labels)
        {
            body.GetOrAddObject("metadata")["labels"] = labels.Clone();
        }

        ApplyToJobSpec(spec);
        // Without either, a job runs one pod to its end.
        if (spec["completions"] is null && spec["parallelism"] is null)
        {
            spec["completions"] = 1L;
        }

        spec.Default("parallelism", 1L);
        if (spec["backoffLimit"] is null)
        {
            spec["backoffLimit"] = spec["backoffLimitPerIndex"] is null ? 6L : int.MaxValue;
        }

        spec.Default("completionMode", "NonIndexed");
        spec.Default("suspend", false);
        spec.Default("podReplacementPolicy", spec.Map("podFailurePolicy") is null ? "TerminatingOrFailed" : "Failed");
        spec.Default("manualSelector", false);
    }

    public static void ApplyToCronJob(JsonObject spec)
    {
        spec.DefaultText("concurrencyPolicy", "Allow");
        spec.Default("suspend", false);
        spec.Default("successfulJobsHistoryLimit", 3L);
        spec.Default("failedJobsHistoryLimit", 1L);
        if (spec.Map("jobTemplate", "spec") is { } job)
        {
            ApplyToJobSpec(job);
        }
    }

    private static void ApplyToJobSpec(JsonObject spec)
    {
        Template(spec);
        foreach (var rule in spec.Objects("podFailurePolicy", "rules"))
        {
            foreach (var pattern in rule.Objects("onPodConditions"))
            {
                pattern.DefaultText("status", "True");
            }
        }
    }

    private static void Template(JsonObject spec)
    {
        if (spec.Map("template", "spec") is { } podSpec)
        {
            PodDefaults.ApplyToSpec(podSpec);
        }
    }
}
