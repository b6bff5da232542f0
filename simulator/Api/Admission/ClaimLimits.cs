using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>Rejects claims whose requests violate the LimitRanges of the namespace.</summary>
internal static class ClaimLimits
{
    private const string Type = "PersistentVolumeClaim";

    public static void Check(AdmissionRequest request, IEnumerable<JsonObject> limits)
    {
        var problems = new List<string>();
        var requests = request.Spec.Map("resources", "requests") ?? [];
        foreach (var item in limits.Where(item => item.Text("type") == Type))
        {
            foreach (var (name, amount) in item.Map("min") ?? [])
            {
                LimitRanger.CheckMinimum(name, Quantity.FromJson(amount), Type, Find(requests, name), null, problems);
            }

            foreach (var (name, amount) in item.Map("max") ?? [])
            {
                CheckMaximum(name, Quantity.FromJson(amount), Find(requests, name), problems);
            }
        }

        LimitRanger.Reject(request, problems);
    }

    private static Quantity? Find(JsonObject requests, string name) => requests[name] is { } amount ? Quantity.FromJson(amount) : null;

    private static void CheckMaximum(string name, Quantity maximum, Quantity? request, List<string> problems)
    {
        if (request is null)
        {
            problems.Add($"maximum {name} usage per {Type} is {maximum}.  No request is specified");
        }
        else if (request > maximum)
        {
            problems.Add($"maximum {name} usage per {Type} is {maximum}, but request is {request}");
        }
    }
}
