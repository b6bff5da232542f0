using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Admission;

/// <summary>
/// Sets the default requests and limits of containers from the LimitRanges of the namespace, and rejects pods that violate them.
/// </summary>
internal sealed class LimitRanger(ObjectStore store)
{
    private const string Annotation = "kubernetes.io/limit-ranger";

    // The annotation lists the defaults set by the last LimitRange that set any.
    public void SetDefaults(AdmissionRequest request)
    {
        foreach (var range in store.List(GroupResource.LimitRanges, request.Namespace).Items)
        {
            var item = range.Spec.Objects("limits").FirstOrDefault(item => item.Text("type") == "Container");
            var notes = new List<string>();
            foreach (var (list, containerType) in new[] { ("containers", "container"), ("initContainers", "init container") })
            {
                foreach (var container in request.Spec.Objects(list))
                {
                    AddNote(notes, AddMissing(container, "requests", item.Map("defaultRequest")), "request", containerType, container);
                    AddNote(notes, AddMissing(container, "limits", item.Map("default")), "limit", containerType, container);
                }
            }

            if (notes.Count > 0)
            {
                request.Body.GetOrAddObject("metadata").GetOrAddObject("annotations")[Annotation] =
                    "LimitRanger plugin set: " + string.Join("; ", notes);
            }
        }
    }

    public void Check(AdmissionRequest request)
    {
        if (request.Current is { IsDeleting: true })
        {
            return;
        }

        // The problems of the first range that has some are reported.
        foreach (var range in store.List(GroupResource.LimitRanges, request.Namespace).Items)
        {
            var limits = range.Spec.Objects("limits").ToList();
            if (request.Resource == GroupResource.PersistentVolumeClaims)
            {
                ClaimLimits.Check(request, limits);
            }
            else
            {
                CheckPod(request, limits);
            }
        }
    }

    private static void CheckPod(AdmissionRequest request, List<JsonObject> limits)
    {
        var problems = new List<string>();
        foreach (var item in limits)
        {
            if (item.Text("type") == "Container")
            {
                foreach (var container in request.Spec.Objects("containers").Concat(request.Spec.Objects("initContainers")))
                {
                    CheckBounds(
                        item,
                        "Container",
                        name => PodUsage.FindAmount(container, "requests", name),
                        name => PodUsage.FindAmount(container, "limits", name),
                        problems
                    );
                }
            }
            else if (item.Text("type") == "Pod")
            {
                var usage = new PodUsage(request.Spec);
                CheckBounds(
                    item,
                    "Pod",
                    name => usage.FindWithoutOverhead("requests", name),
                    name => usage.FindWithoutOverhead("limits", name),
                    problems
                );
            }
        }

        Reject(request, problems);
    }

    /// <exception cref="StatusException">There are problems.</exception>
    public static void Reject(AdmissionRequest request, List<string> problems)
    {
        var different = problems.Distinct().ToList();
        if (different.Count > 0)
        {
            throw request.Forbid(different is [var only] ? only : $"[{string.Join(", ", different)}]");
        }
    }

    private static List<string> AddMissing(JsonObject container, string list, JsonObject? defaults)
    {
        var added = new List<string>();
        foreach (var (name, amount) in (defaults ?? []).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var amounts = container.GetOrAddObject("resources").GetOrAddObject(list);
            if (amounts.ContainsKey(name))
            {
                continue;
            }

            amounts[name] = amount?.DeepClone();
            added.Add(name);
        }
        return added;
    }

    private static void AddNote(List<string> notes, List<string> names, string amountType, string containerType, JsonObject container)
    {
        if (names.Count > 0)
        {
            notes.Add($"{string.Join(", ", names)} {amountType} for {containerType} {container.Text("name")}");
        }
    }

    private static void CheckBounds(
        JsonObject item,
        string type,
        Func<string, Quantity?> request,
        Func<string, Quantity?> limit,
        List<string> problems
    )
    {
        foreach (var (name, amount) in item.Map("min") ?? [])
        {
            CheckMinimum(name, Quantity.FromJson(amount), type, request(name), limit(name), problems);
        }

        foreach (var (name, amount) in item.Map("max") ?? [])
        {
            CheckMaximum(name, Quantity.FromJson(amount), type, request(name), limit(name), problems);
        }

        foreach (var (name, amount) in item.Map("maxLimitRequestRatio") ?? [])
        {
            CheckRatio(name, Quantity.FromJson(amount), type, request(name), limit(name), problems);
        }
    }

    public static void CheckMinimum(string name, Quantity minimum, string type, Quantity? request, Quantity? limit, List<string> problems)
    {
        if (request is null)
        {
            problems.Add($"minimum {name} usage per {type} is {minimum}.  No request is specified");
        }
        else if (request < minimum)
        {
            problems.Add($"minimum {name} usage per {type} is {minimum}, but request is {request}");
        }
        else if (limit < minimum)
        {
            problems.Add($"minimum {name} usage per {type} is {minimum}, but limit is {limit}");
        }
    }

    private static void CheckMaximum(string name, Quantity maximum, string type, Quantity? request, Quantity? limit, List<string> problems)
    {
        if (limit is null)
        {
            problems.Add($"maximum {name} usage per {type} is {maximum}.  No limit is specified");
        }
        else if (limit > maximum)
        {
            problems.Add($"maximum {name} usage per {type} is {maximum}, but limit is {limit}");
        }
        else if (request > maximum)
        {
            problems.Add($"maximum {name} usage per {type} is {maximum}, but request is {request}");
        }
    }

    private static void CheckRatio(string name, Quantity maximum, string type, Quantity? request, Quantity? limit, List<string> problems)
    {
        if (request is not { Sign: > 0 } requested || limit is not { Sign: > 0 } limited)
        {
            var missing = request is { Sign: > 0 } ? "limit" : "request";
            problems.Add($"{name} max limit to request ratio per {type} is {maximum}, but no {missing} is specified or {missing} is 0");
            return;
        }

        var ratio = limited.ToDouble() / requested.ToDouble();
        if (ratio > maximum.ToDouble())
        {
            problems.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} max limit to request ratio per {type} is {maximum}, but provided ratio is {ratio:F6}"
                )
            );
        }
    }
}
