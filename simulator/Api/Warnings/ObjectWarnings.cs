using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Admission;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Warnings;

/// <summary>The warnings about valid objects that contain pods or pod templates.</summary>
internal static class ObjectWarnings
{
    private const long ManyCompletions = 100_000;
    private const long ParallelismOfMany = 10_000;

    private const string ManyIndexes =
        "In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to "
        + "track completedIndexes when a big number of indexes fail";

    public static void Add(AdmissionRequest request)
    {
        if (request.Subresource.Length > 0 || request.Kind.Custom is not null)
        {
            return;
        }

        var warnings = request.Options.Warnings;
        switch (request.Kind.Group, request.Kind.Plural)
        {
            case ("", "pods") when request.IsCreate:
                AddForName(request, "this is used in the Pod's hostname");
                PodWarnings.Add("", request.Body, warnings);
                break;
            case ("", "podtemplates"):
                AddForTemplate(request, "template", request.Body.Map("template"));
                break;
            case ("batch", "jobs"):
                AddForJob(request);
                break;
            case ("batch", "cronjobs"):
                AddForCronJob(request);
                break;
            case ("apps", "statefulsets"):
                AddForTemplate(request, "spec.template", request.Spec.Map("template"));
                AddForHistory(request);
                break;
            case ("apps", "deployments" or "replicasets" or "daemonsets") or ("", "replicationcontrollers"):
                AddForTemplate(request, "spec.template", request.Spec.Map("template"));
                break;
        }
    }

    /// <summary>An update of a workload that does not change its desired state repeats no warnings.</summary>
    private static void AddForTemplate(AdmissionRequest request, string path, JsonObject? template)
    {
        if (template is not null && (IsChanged(request) || request.Kind.Plural is "podtemplates" or "replicationcontrollers"))
        {
            PodWarnings.Add(path, template, request.Options.Warnings);
        }
    }

    private static bool IsChanged(AdmissionRequest request) =>
        request.Current is not { } current || current.Generation != request.Body.Number("metadata", "generation");

    private static void AddForHistory(AdmissionRequest request)
    {
        if (request.Spec.Number("revisionHistoryLimit") < 0)
        {
            request.Options.Warnings.Add(
                "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended"
            );
        }
    }

    private static void AddForJob(AdmissionRequest request)
    {
        AddForJobName(request);
        AddForJobSpec(request, "spec", request.Spec);
    }

    private static void AddForCronJob(AdmissionRequest request)
    {
        AddForJobName(request);
        AddForJobSpec(request, "spec.jobTemplate.spec", request.Spec.Map("jobTemplate", "spec") ?? []);
        if (!request.IsCreate && request.Spec.Text("schedule")?.Contains("TZ", StringComparison.Ordinal) == true)
        {
            request.Options.Warnings.Add(
                "cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see "
                    + "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details"
            );
        }
    }

    private static void AddForJobSpec(AdmissionRequest request, string path, JsonObject spec)
    {
        if (
            IsChanged(request)
            && spec.Text("completionMode") == "Indexed"
            && spec.Number("completions") > ManyCompletions
            && spec.Number("parallelism") > ParallelismOfMany
        )
        {
            request.Options.Warnings.Add($"{path}: {ManyIndexes}");
        }

        AddForTemplate(request, $"{path}.template", spec.Map("template"));
    }

    private static void AddForJobName(AdmissionRequest request)
    {
        if (request.IsCreate)
        {
            AddForName(request, "this is used in Pod names and hostnames");
        }
    }

    private static void AddForName(AdmissionRequest request, string use)
    {
        if (ObjectNames.LabelProblems(request.Name).ToList() is { Count: > 0 } problems)
        {
            request.Options.Warnings.Add(
                $"metadata.name: {use}, which can result in surprising behavior; a DNS label is recommended: [{string.Join(' ', problems)}]"
            );
        }
    }
}
