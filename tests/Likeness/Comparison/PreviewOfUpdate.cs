using System.Text.Json.Nodes;
using Likeness.Recordings;

namespace Likeness.Comparison;

/// <summary>
/// What a preview has to show: what the recorded update of the same program did right after it. Where the recorded preview ended otherwise
/// than that update, the update is the truth.
/// </summary>
internal static class PreviewOfUpdate
{
    /// <summary>Finds the update that follows a preview with nothing in between; null where there is none.</summary>
    public static ScenarioStep? Find(IReadOnlyList<ScenarioStep> steps, ScenarioStep preview)
    {
        var next = steps.SkipWhile(step => step != preview).Skip(1).FirstOrDefault();
        return
            preview.Operation == "preview"
            && next is { Operation: "up", OutOfBand: [], Config.Count: 0, Interrupts: [], During: [] }
            && next.Stack == preview.Stack
            && next.Kubeconfig == preview.Kubeconfig
            && next.Environment.Order().SequenceEqual(preview.Environment.Order())
            && JsonNode.DeepEquals(next.Program, preview.Program)
            && Scope(next).SequenceEqual(Scope(preview))
            ? next
            : null;
    }

    /// <summary>Makes of a recorded preview the one that tells what the recorded update did.</summary>
    public static RecordedStep From(RecordedStep preview, RecordedStep update) =>
        preview with
        {
            ExitCode = update.ExitCode,
            Operations = [.. update.Operations.Select(operation => Plan(operation!.AsObject()))],
            Diagnostics = [.. update.Diagnostics.Select(diagnostic => Announce(diagnostic!.AsObject()))],
            Summary = [.. update.Summary.Select(summary => Foretell(summary!.AsObject()))],
        };

    /// <summary>The operations of an update as a preview shows them. A plan has the stack twice: it begins and ends with it.</summary>
    public static bool IsOfStack(JsonObject operation) =>
        ((string)operation["urn"]!).Contains("::pulumi:pulumi:Stack::", StringComparison.Ordinal);

    /// <summary>The flags that decide what an operation covers.</summary>
    private static IEnumerable<string> Scope(ScenarioStep step) =>
        step.Flags.Where(flag => flag is not ("--yes" or "--skip-preview" or "--diff" or "--json" or "--non-interactive"));

    private static JsonObject Plan(JsonObject operation)
    {
        var plan = operation.DeepClone().AsObject();
        plan["planned"] = true;
        if (plan.Remove("failed"))
        {
            plan["finished"] = false;
        }

        return plan;
    }

    private static JsonObject Announce(JsonObject diagnostic)
    {
        var said = diagnostic.DeepClone().AsObject();
        if (((string?)said["message"])?.Trim() == "update failed")
        {
            said["message"] = "preview failed\n";
        }

        return said;
    }

    private static JsonObject Foretell(JsonObject summary)
    {
        var told = summary.DeepClone().AsObject();
        told["isPreview"] = true;
        return told;
    }
}
