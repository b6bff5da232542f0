using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>Sets the selector of jobs, and the labels of their pods, from the UID and the name of the job.</summary>
internal static class JobAdmission
{
    /// <summary>Adds what is absent; validation rejects other values.</summary>
    public static void SetSelector(JsonObject job)
    {
        var spec = job.GetOrAddObject("spec");
        if (spec.Flag("manualSelector"))
        {
            return;
        }

        var (uid, name) = (job.Text("metadata", "uid") ?? "", job.Text("metadata", "name") ?? "");
        var labels = spec.GetOrAddObject("template").GetOrAddObject("metadata").GetOrAddObject("labels");
        Add(labels, "controller-uid", uid);
        Add(labels, "batch.kubernetes.io/controller-uid", uid);
        Add(labels, "job-name", name);
        Add(labels, "batch.kubernetes.io/job-name", name);
        spec.Map("template", "metadata")!["labels"] = new JsonObject(
            labels
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone()))
        );
        Add(spec.GetOrAddObject("selector").GetOrAddObject("matchLabels"), "batch.kubernetes.io/controller-uid", uid);
    }

    /// <summary>A job without labels has those of its template, also those that are generated.</summary>
    public static void CopyLabels(JsonObject job)
    {
        var template = job.Map("spec", "template", "metadata", "labels");
        var labels = job.Map("metadata", "labels");
        if (template is { Count: > 0 } && (labels is null || labels.All(entry => JsonNode.DeepEquals(template[entry.Key], entry.Value))))
        {
            job.GetOrAddObject("metadata")["labels"] = template.Clone();
        }
    }

    private static void Add(JsonObject labels, string key, string value)
    {
        if (!labels.ContainsKey(key))
        {
            labels[key] = value;
        }
    }
}
