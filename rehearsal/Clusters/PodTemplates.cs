using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Rehearsal.Plans;
using Infra.Simulator.Objects;

namespace Infra.Rehearsal.Clusters;

/// <summary>Writes how a service's program behaves into the annotations of its pods, as docs/simulated-pods.md describes them.</summary>
internal static class PodTemplates
{
    /// <summary>The annotation of pods that answer every request with an error.</summary>
    public const string ErrorsAnnotation = "rehearsal.infra/errors";

    private const string Prefix = "fake/";

    /// <summary>The pod template of a workload; null for a kind without one.</summary>
    public static JsonObject? Find(JsonObject workload) =>
        workload.Map("spec", "jobTemplate", "spec", "template") ?? workload.Map("spec", "template");

    /// <summary>Returns a workload whose pods take the time of the plan to be pulled and to start. What it says itself stays.</summary>
    public static JsonObject WithBehaviour(JsonObject workload, ServiceLoadPlan plan)
    {
        var changed = (JsonObject)workload.DeepClone();
        if (Find(changed) is not { } template || FindMainContainer(template) is not { } container)
        {
            return changed;
        }

        var annotations = GetOrAdd(GetOrAdd(template, "metadata"), "annotations");
        AddDuration(annotations, $"{Prefix}start-up.{container}", plan.StartUp);
        AddDuration(annotations, $"{Prefix}pull-time.{container}", plan.ImagePull);
        return changed;
    }

    /// <summary>The annotations of the pods of a version.</summary>
    public static JsonObject DescribeFailure(string container, RolloutFailure failure) =>
        failure switch
        {
            RolloutFailure.Readiness => new JsonObject { [$"{Prefix}readiness.{container}"] = "fail" },
            RolloutFailure.Crash => new JsonObject { [$"{Prefix}exit-code.{container}"] = "1" },
            RolloutFailure.Image => new JsonObject { [$"{Prefix}waiting.{container}"] = "ImagePullBackOff" },
            RolloutFailure.Errors => new JsonObject { [ErrorsAnnotation] = "true" },
            _ => [],
        };

    /// <summary>The annotation with the memory that a container uses.</summary>
    public static string GetMemoryAnnotation(string container) => $"{Prefix}memory.{container}";

    /// <summary>The name of the first container of a template, which is the program.</summary>
    public static string? FindMainContainer(JsonObject template) => template.Objects("spec", "containers").FirstOrDefault().Text("name");

    private static void AddDuration(JsonObject annotations, string key, TimeSpan duration)
    {
        if (duration > TimeSpan.Zero && !annotations.ContainsKey(key))
        {
            annotations[key] = string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalMilliseconds}ms");
        }
    }

    private static JsonObject GetOrAdd(JsonObject parent, string key)
    {
        if (parent[key] is JsonObject known)
        {
            return known;
        }

        var added = new JsonObject();
        parent[key] = added;
        return added;
    }
}
