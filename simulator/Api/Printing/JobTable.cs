using System.Globalization;
using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Printing.Cells;

namespace Infra.Simulator.Api.Printing;

/// <summary>The table of jobs.</summary>
internal static class JobTable
{
    private static readonly string[] _podSpec = ["spec", "template", "spec"];

    public static readonly ITableLayout Layout = new TableLayout(
        Name,
        Text("Status", Status).As("Status of the job."),
        Text("Completions", Completions).From("batch.v1.JobStatus.succeeded"),
        new Column("Duration", Duration).As("Time required to complete the job."),
        Age,
        Containers("Containers", "name", _podSpec),
        Containers("Images", "image", _podSpec),
        Selector("spec", "selector").From("batch.v1.JobSpec.selector")
    );

    private static string Status(KubeObject job)
    {
        if (job.Status.HasCondition("Complete"))
        {
            return "Complete";
        }

        if (job.Status.HasCondition("Failed"))
        {
            return "Failed";
        }

        if (job.IsDeleting)
        {
            return "Terminating";
        }

        if (job.Status.HasCondition("Suspended"))
        {
            return "Suspended";
        }

        if (job.Status.HasCondition("FailureTarget"))
        {
            return "FailureTarget";
        }

        return job.Status.HasCondition("SuccessCriteriaMet") ? "SuccessCriteriaMet" : "Running";
    }

    private static string Completions(KubeObject job)
    {
        var succeeded = job.Status.Number("succeeded") ?? 0;
        if (job.Spec.Number("completions") is { } completions)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{succeeded}/{completions}");
        }

        var parallelism = job.Spec.Number("parallelism") ?? 0;
        return string.Create(CultureInfo.InvariantCulture, $"{succeeded}/1") + (parallelism > 1 ? $" of {parallelism}" : "");
    }

    private static System.Text.Json.Nodes.JsonNode? Duration(KubeObject job, DateTimeOffset now) =>
        job.Status.Time("startTime") is { } start ? HumanDuration.Format((job.Status.Time("completionTime") ?? now) - start) : "";
}
