using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Defaulting;

/// <summary>Defaults of workloads: of the kinds that create pods.</summary>
internal static class WorkloadDefaults
{
    private const string Quarter = "25%";

    public static void ApplyToDeployment(JsonObject spec)
    {
        spec.SetDefault("replicas", 1L);
        var strategy = spec.GetOrAddObject("strategy");
        strategy.SetDefaultText("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            var rolling = strategy.GetOrAddObject("rollingUpdate");
            rolling.SetDefault("maxUnavailable", Quarter);
            rolling.SetDefault("maxSurge", Quarter);
        }
        spec.SetDefault("revisionHistoryLimit", 10L);
        spec.SetDefault("progressDeadlineSeconds", 600L);
        ApplyToTemplate(spec);
    }

    public static void ApplyToReplicaSet(JsonObject spec)
    {
        spec.SetDefault("replicas", 1L);
        ApplyToTemplate(spec);
    }

    /// <summary>Sets the defaults of a replication controller, whose selector and labels default to the labels of its template.</summary>
    public static void ApplyToReplicationController(JsonObject body, JsonObject spec)
    {
        if (spec.Map("template") is { } template)
        {
            PodDefaults.ApplyToSpec(template.GetOrAddObject("spec"));
        }

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
        spec.SetDefault("replicas", 1L);
    }

    public static void ApplyToStatefulSet(JsonObject spec)
    {
        spec.SetDefaultText("podManagementPolicy", "OrderedReady");
        var strategy = spec.GetOrAddObject("updateStrategy");
        var hadNoType = strategy.Text("type") is null or "";
        strategy.SetDefaultText("type", "RollingUpdate");
        if (hadNoType)
        {
            strategy.GetOrAddObject("rollingUpdate").SetDefault("partition", 0L);
        }
        else if (strategy.Text("type") == "RollingUpdate" && strategy.Map("rollingUpdate") is { } rolling)
        {
            rolling.SetDefault("partition", 0L);
        }
        else if (strategy.Text("type") == "RollingUpdate")
        {
            strategy["rollingUpdate"] = new JsonObject { ["partition"] = 0L };
        }

        var retention = spec.GetOrAddObject("persistentVolumeClaimRetentionPolicy");
        retention.SetDefaultText("whenDeleted", "Retain");
        retention.SetDefaultText("whenScaled", "Retain");
        spec.SetDefault("replicas", 1L);
        spec.SetDefault("revisionHistoryLimit", 10L);
        foreach (var claim in spec.Objects("volumeClaimTemplates"))
        {
            claim.SetDefaultText("apiVersion", "v1");
            claim.SetDefaultText("kind", "PersistentVolumeClaim");
            claim.GetOrAddObject("spec").SetDefault("volumeMode", "Filesystem");
            claim.GetOrAddObject("status").SetDefaultText("phase", "Pending");
        }
        ApplyToTemplate(spec);
    }

    public static void ApplyToDaemonSet(JsonObject spec)
    {
        var strategy = spec.GetOrAddObject("updateStrategy");
        strategy.SetDefaultText("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            var rolling = strategy.GetOrAddObject("rollingUpdate");
            rolling.SetDefault("maxUnavailable", 1L);
            rolling.SetDefault("maxSurge", 0L);
        }
        spec.SetDefault("revisionHistoryLimit", 10L);
        ApplyToTemplate(spec);
    }

    /// <summary>Sets the defaults of a job, whose labels default to those of its template.</summary>
    public static void ApplyToJob(JsonObject body, JsonObject spec)
    {
        if (body.Map("metadata", "labels") is null or { Count: 0 } && spec.Map("template", "metadata", "labels") is { Count: > 0 } labels)
        {
            body.GetOrAddObject("metadata")["labels"] = labels.Clone();
        }

        ApplyToJobSpec(spec);
        // If both are absent, the job runs one pod to completion.
        if (spec["completions"] is null && spec["parallelism"] is null)
        {
            spec["completions"] = 1L;
        }

        spec.SetDefault("parallelism", 1L);
        if (spec["backoffLimit"] is null)
        {
            spec["backoffLimit"] = spec["backoffLimitPerIndex"] is null ? 6L : int.MaxValue;
        }

        spec.SetDefault("completionMode", "NonIndexed");
        spec.SetDefault("suspend", false);
        spec.SetDefault("podReplacementPolicy", spec.Map("podFailurePolicy") is null ? "TerminatingOrFailed" : "Failed");
        spec.SetDefault("manualSelector", false);
    }

    public static void ApplyToCronJob(JsonObject spec)
    {
        spec.SetDefaultText("concurrencyPolicy", "Allow");
        spec.SetDefault("suspend", false);
        spec.SetDefault("successfulJobsHistoryLimit", 3L);
        spec.SetDefault("failedJobsHistoryLimit", 1L);
        ApplyToJobSpec(spec.GetOrAddObject("jobTemplate").GetOrAddObject("spec"));
    }

    private static void ApplyToJobSpec(JsonObject spec)
    {
        ApplyToTemplate(spec);
        foreach (var rule in spec.Objects("podFailurePolicy", "rules"))
        {
            foreach (var pattern in rule.Objects("onPodConditions"))
            {
                pattern.SetDefaultText("status", "True");
            }
        }
    }

    private static void ApplyToTemplate(JsonObject spec) => PodDefaults.ApplyToSpec(spec.GetOrAddObject("template").GetOrAddObject("spec"));
}
