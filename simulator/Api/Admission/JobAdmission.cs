using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>A job selects its pods by labels made of its UID and its name.</summary>
internal static class JobAdmission
{
    public static void Select(JsonObject job)
    {
        var spec = job.GetOrAddObject("spec");
        if (spec.Flag("manualSelector"))
        {
            return;
        }

        var (uid, name) = (job.Text("metadata", "uid")!, job.Text("metadata", "name")!);
        var template = spec.Map("template", "metadata", "labels");
        var own = job.Map("metadata", "labels");
        // A job without labels of its own has carried its template's since it was defaulted, and goes on to.
        var sharesLabels = own is null or { Count: 0 } || (template is not null && JsonNode.DeepEquals(own, template));
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
