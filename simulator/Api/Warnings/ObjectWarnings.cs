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

    public static void Add(AdmissionRequest request)
    {
        if (request.Subresource.Length > 0 || request.Kind.Custom is not null)
        {
            return;
        }

        var warnings = request.Options.Warnings;
        switch (request.Kind.Group, request.Kind.Plural)
        {
            case ("", "pods"):
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
        var isChanged = request.Current is not { } current || current.Generation != request.Body.Number("metadata", "generation");
        if (template is not null && (isChanged || request.Kind.Plural is "podtemplates" or "replicationcontrollers"))
        {
            PodWarnings.Add(path, template, request.Options.Warnings);
        }
    }

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
        var (spec, warnings) = (request.Spec, request.Options.Warnings);
        if (request.IsCreate)
        {
            AddForName(request, warnings);
        }

        if (
            spec.Text("completionMode") == "Indexed"
            && spec.Number("completions") > ManyCompletions
            && spec.Number("parallelism") > ParallelismOfMany
        )
        {
            warnings.Add(
                $"In Indexed Jobs with a number of completions higher than {ManyCompletions} and a parallelism higher than "
                    + $"{ParallelismOfMany}, Kubernetes might not be able to track completedIndexes when a big number of indexes fail"
            );
        }

        AddForTemplate(request, "spec.template", spec.Map("template"));
    }

    private static void AddForCronJob(AdmissionRequest request)
    {
        var (spec, warnings) = (request.Spec, request.Options.Warnings);
        if (request.IsCreate)
        {
            AddForName(request, warnings);
        }

        if (spec.Text("schedule")?.Contains("TZ", StringComparison.Ordinal) == true)
        {
            warnings.Add("cannot use TZ or CRON_TZ in spec.schedule, use timeZone field instead");
        }

        AddForTemplate(request, "spec.jobTemplate.spec.template", spec.Map("jobTemplate", "spec", "template"));
    }

    /// <summary>The name of a job becomes part of its pods' host names.</summary>
    private static void AddForName(AdmissionRequest request, List<string> warnings)
    {
        if (ObjectNames.LabelProblems(request.Name).ToList() is { Count: > 0 } problems)
        {
            warnings.Add(
                "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is "
                    + $"recommended: [{string.Join(' ', problems)}]"
            );
        }
    }
}
