using System.Globalization;
using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Printing.Cells;

namespace Infra.Simulator.Api.Printing;

/// <summary>Jobs.</summary>
internal static class JobTable
{
    private static readonly string[] _podSpec = ["spec", "template", "spec"];

    public static readonly ITableLayout Layout = new TableLayout(
        Name,
        Text("Status", Status),
        Text("Completions", Completions),
        new Column("Duration", Duration),
        Age,
        Containers("Containers", "name", _podSpec),
        Containers("Images", "image", _podSpec),
        Selector("spec", "selector")
    );

    private static string Status(KubeObject job)
    {
        if (Has(job, "Complete"))
        {
            return "Complete";
        }

        if (Has(job, "Failed"))
        {
            return "Failed";
        }

        if (job.IsDeleting)
        {
            return "Terminating";
        }

        if (Has(job, "Suspended"))
        {
            return "Suspended";
        }

        if (Has(job, "FailureTarget"))
        {
            return "FailureTarget";
        }

        return Has(job, "SuccessCriteriaMet") ? "SuccessCriteriaMet" : "Running";
    }

    private static bool Has(KubeObject job, string type) =>
        job.Status.Objects("conditions").Any(condition => condition.Text("type") == type && condition.Text("status") == "True");

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
