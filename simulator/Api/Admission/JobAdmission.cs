using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>Sets the selector of jobs, and the labels of their pods, from the UID and the name of the job.</summary>
internal static class JobAdmission
{
    public static void SetSelector(JsonObject job)
    {
        var spec = job.GetOrAddObject("spec");
        if (spec.Flag("manualSelector"))
        {
            return;
        }

        var (uid, name) = (job.Text("metadata", "uid")!, job.Text("metadata", "name")!);
        var template = spec.Map("template", "metadata", "labels");
        var jobLabels = job.Map("metadata", "labels");
        // Defaulting copies the template's labels to a job without labels, so the labels that are added here are copied as well.
        var sharesLabels = jobLabels is null or { Count: 0 } || (template is not null && JsonNode.DeepEquals(jobLabels, template));
        var labels = spec.GetOrAddObject("template").GetOrAddObject("metadata").GetOrAddObject("labels");
        labels["controller-uid"] = uid;
        labels["batch.kubernetes.io/controller-uid"] = uid;
        labels["job-name"] = name;
        labels["batch.kubernetes.io/job-name"] = name;
        if (sharesLabels)
        {
            job.GetOrAddObject("metadata")["labels"] = labels.Clone();
        }

        spec.GetOrAddObject("selector").GetOrAddObject("matchLabels")["batch.kubernetes.io/controller-uid"] = uid;
    }
}
