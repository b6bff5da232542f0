using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Jobs;

/// <summary>Creates the pods of a Job.</summary>
internal static class JobPods
{
    private const string IndexVariable = "JOB_COMPLETION_INDEX";

    private const int MaxPrefix = 58;

    /// <summary>Describes a pod to create.</summary>
    /// <param name="job">The Job.</param>
    /// <param name="index">The completion index; null if the Job is not indexed.</param>
    /// <param name="predecessor">The failed pod that it replaces, if the Job limits the failures of each index.</param>
    public static JsonObject NewPod(Job job, int? index, Pod? predecessor)
    {
        var pod = PodTemplates.NewPod(job.Template, job.Source);
        var metadata = pod.GetOrAddObject("metadata");
        metadata["finalizers"] = new JsonArray([
            .. (metadata.Array("finalizers") ?? []).Select(f => f?.DeepClone()),
            JobTracking.TrackingFinalizer,
        ]);
        if (index is { } number)
        {
            AddIndex(job, pod, Text(number));
            if (job.BackoffLimitPerIndex is not null)
            {
                AddFailureCounts(job, metadata.GetOrAddObject("annotations"), predecessor);
            }
        }

        return pod;
    }

    // The annotations continue the counts of the failed pod, which is deleted once its replacement exists.
    private static void AddFailureCounts(Job job, JsonObject annotations, Pod? predecessor)
    {
        var (failures, ignored) = predecessor is null
            ? (0, 0)
            : (JobIndexes.GetFailures(predecessor), JobIndexes.GetIgnoredFailures(predecessor));
        if (predecessor is not null)
        {
            _ = job.Match(predecessor).IsCounted ? failures++ : ignored++;
        }

        annotations[JobIndexes.FailureCountKey] = Text(failures);
        if (ignored > 0)
        {
            annotations[JobIndexes.IgnoredFailureCountKey] = Text(ignored);
        }
    }

    private static void AddIndex(Job job, JsonObject pod, string index)
    {
        var metadata = pod.GetOrAddObject("metadata");
        var suffix = $"-{index}-";
        metadata["generateName"] = job.Name[..Math.Min(job.Name.Length, MaxPrefix - suffix.Length)] + suffix;
        metadata.GetOrAddObject("labels")[JobIndexes.Key] = index;
        metadata.GetOrAddObject("annotations")[JobIndexes.Key] = index;
        var spec = pod.GetOrAddObject("spec");
        spec["hostname"] = $"{job.Name}-{index}";
        foreach (var container in spec.Objects("initContainers").Concat(spec.Objects("containers")))
        {
            if (container.Array("env") is not { } env)
            {
                container["env"] = env = [];
            }

            if (!env.OfType<JsonObject>().Any(v => v.Text("name") == IndexVariable))
            {
                env.Add(
                    new JsonObject
                    {
                        ["name"] = IndexVariable,
                        ["valueFrom"] = new JsonObject
                        {
                            ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = $"metadata.labels['{JobIndexes.Key}']" },
                        },
                    }
                );
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
