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
            return;
        var (uid, name) = (job.Text("metadata", "uid")!, job.Text("metadata", "name")!);
        var labels = spec.GetOrAddObject("template").GetOrAddObject("metadata").GetOrAddObject("labels");
        labels["controller-uid"] = uid;
        labels["batch.kubernetes.io/controller-uid"] = uid;
        labels["job-name"] = name;
        labels["batch.kubernetes.io/job-name"] = name;
        spec.GetOrAddObject("selector").GetOrAddObject("matchLabels")["batch.kubernetes.io/controller-uid"] = uid;
    }
}
