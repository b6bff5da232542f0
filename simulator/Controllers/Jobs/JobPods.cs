using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Jobs;

/// <summary>Creates the pods of a Job.</summary>
internal static class JobPods
{
    private const string IndexVariable = "JOB_COMPLETION_INDEX";

    /// <summary>Describes a pod to create, with its completion index if the Job is indexed.</summary>
    public static JsonObject NewPod(Job job, int? index)
    {
        var pod = PodTemplates.NewPod(job.Template, job.Source);
        var metadata = pod.GetOrAddObject("metadata");
        var labels = metadata.GetOrAddObject("labels");
        foreach (var prefix in (ReadOnlySpan<string>)["batch.kubernetes.io/", ""])
        {
            labels[prefix + "controller-uid"] ??= job.Uid;
            labels[prefix + "job-name"] ??= job.Name;
        }

        metadata["finalizers"] = new JsonArray([
            .. (metadata.Array("finalizers") ?? []).Select(f => f?.DeepClone()),
            JobProgress.TrackingFinalizer,
        ]);
        if (index is { } number)
        {
            AddIndex(job, pod, number.ToString(CultureInfo.InvariantCulture));
        }

        return pod;
    }

    private static void AddIndex(Job job, JsonObject pod, string index)
    {
        var metadata = pod.GetOrAddObject("metadata");
        metadata["generateName"] = $"{job.Name}-{index}-";
        metadata.GetOrAddObject("labels")[JobProgress.IndexKey] = index;
        metadata.GetOrAddObject("annotations")[JobProgress.IndexKey] = index;
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
                            ["fieldRef"] = new JsonObject
                            {
                                ["apiVersion"] = "v1",
                                ["fieldPath"] = $"metadata.labels['{JobProgress.IndexKey}']",
                            },
                        },
                    }
                );
            }
        }
    }
}
