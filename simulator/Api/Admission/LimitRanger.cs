using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Admission;

/// <summary>
/// Gives containers the requests and limits that the namespace's LimitRanges have for them, and holds pods to their bounds.
/// </summary>
internal sealed class LimitRanger(ObjectStore store)
{
    private const string Annotation = "kubernetes.io/limit-ranger";

    public void SetDefaults(AdmissionRequest request)
    {
        var notes = new List<string>();
        foreach (var limit in Limits(request.Namespace).Where(limit => limit.Text("type") == "Container"))
        {
            foreach (var (list, word) in new[] { ("initContainers", "init container"), ("containers", "container") })
            {
                foreach (var container in request.Spec.Objects(list))
                {
                    Note(notes, Fill(container, "requests", limit.Map("defaultRequest")), "request", word, container);
                    Note(notes, Fill(container, "limits", limit.Map("default")), "limit", word, container);
                }
            }
        }
        if (notes.Count > 0)
        {
            var ordered = notes.OrderBy(note => note.Contains(" init container ", StringComparison.Ordinal));
            request.Body.GetOrAddObject("metadata").GetOrAddObject("annotations")[Annotation] =
                "LimitRanger plugin set: " + string.Join("; ", ordered);
        }
    }

    public void Check(AdmissionRequest request)
    {
        var problems = new List<string>();
        foreach (var limit in Limits(request.Namespace))
        {
            if (limit.Text("type") == "Container")
            {
                foreach (var container in request.Spec.Objects("containers").Concat(request.Spec.Objects("initContainers")))
                {
                    CheckBounds(
                        limit,
                        "Container",
                        name => Amount(container, "requests", name),
                        name => Amount(container, "limits", name),
                        problems
                    );
                }
            }
            else if (limit.Text("type") == "Pod")
            {
                var usage = new PodUsage(request.Spec);
                CheckBounds(limit, "Pod", name => usage.Of("requests", name), name => usage.Of("limits", name), problems);
            }
        }
        if (problems.Count > 0)
        {
            throw request.Forbid(problems.Count == 1 ? problems[0] : $"[{string.Join(", ", problems)}]");
        }
    }

    private IEnumerable<JsonObject> Limits(string inNamespace) =>
        store.List(GroupResource.LimitRanges, inNamespace).Items.SelectMany(item => item.Spec.Objects("limits"));

    private static List<string> Fill(JsonObject container, string list, JsonObject? defaults)
    {
        var filled = new List<string>();
        foreach (var (name, amount) in (defaults ?? []).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var amounts = container.GetOrAddObject("resources").GetOrAddObject(list);
            if (amounts.ContainsKey(name))
            {
                continue;
            }

            amounts[name] = amount?.DeepClone();
            filled.Add(name);
        }
        return filled;
    }

    private static void Note(List<string> notes, List<string> names, string what, string word, JsonObject container)
    {
        if (names.Count > 0)
        {
            notes.Add($"{string.Join(", ", names)} {what} for {word} {container.Text("name")}");
        }
    }

    private static Quantity? Amount(JsonObject container, string list, string name) =>
        container.Map("resources", list)?[name] is { } amount ? Quantity.FromJson(amount) : null;

    private static void CheckBounds(
        JsonObject limit,
        string type,
        Func<string, Quantity?> request,
        Func<string, Quantity?> bound,
        List<string> problems
    )
    {
        foreach (var (name, amount) in limit.Map("min") ?? [])
        {
            CheckMinimum(name, Quantity.FromJson(amount), type, request(name), bound(name), problems);
        }

        foreach (var (name, amount) in limit.Map("max") ?? [])
        {
            CheckMaximum(name, Quantity.FromJson(amount), type, request(name), bound(name), problems);
        }

        foreach (var (name, amount) in limit.Map("maxLimitRequestRatio") ?? [])
        {
            CheckRatio(name, Quantity.FromJson(amount), type, request(name), bound(name), problems);
        }
    }

    private static void CheckMinimum(string name, Quantity least, string type, Quantity? request, Quantity? limit, List<string> problems)
    {
        if (request is null)
        {
            problems.Add($"minimum {name} usage per {type} is {least}.  No request is specified");
        }
        else if (request < least)
        {
            problems.Add($"minimum {name} usage per {type} is {least}, but request is {request}");
        }
        else if (limit < least)
        {
            problems.Add($"minimum {name} usage per {type} is {least}, but limit is {limit}");
        }
    }

    private static void CheckMaximum(string name, Quantity most, string type, Quantity? request, Quantity? limit, List<string> problems)
    {
        if (limit is null)
        {
            problems.Add($"maximum {name} usage per {type} is {most}.  No limit is specified");
        }
        else if (limit > most)
        {
            problems.Add($"maximum {name} usage per {type} is {most}, but limit is {limit}");
        }
        else if (request > most)
        {
            problems.Add($"maximum {name} usage per {type} is {most}, but request is {request}");
        }
    }

    private static void CheckRatio(string name, Quantity most, string type, Quantity? request, Quantity? limit, List<string> problems)
    {
        if (request is not { Sign: > 0 } asked || limit is not { Sign: > 0 } allowed)
        {
            problems.Add($"{name} max limit to request ratio per {type} is {most}, but no request is specified or request is 0");
            return;
        }
        var ratio = allowed.ToDouble() / asked.ToDouble();
        if (ratio > most.ToDouble())
        {
            problems.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} max limit to request ratio per {type} is {most}, but provided ratio is {ratio:F6}"
                )
            );
        }
    }
}
