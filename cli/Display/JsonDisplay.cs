using System.Text.Json;
using Infra.Engine.Events;
using Infra.Engine.Providers;

namespace Infra.Cli.Display;

/// <summary>The parts that both JSON displays share.</summary>
internal abstract class JsonDisplay(Stream output, bool indented) : IDisplay
{
    protected Stream Output { get; } = output;

    protected Utf8JsonWriter Json { get; } = new(output, new JsonWriterOptions { Indented = indented });

    public abstract void Show(EngineEvent engineEvent);

    public virtual async ValueTask DisposeAsync() => await Json.DisposeAsync();

    protected static string DiffName(PropertyDiffKind kind) =>
        kind switch
        {
            PropertyDiffKind.Add => "add",
            PropertyDiffKind.AddReplace => "add-replace",
            PropertyDiffKind.Delete => "delete",
            PropertyDiffKind.DeleteReplace => "delete-replace",
            PropertyDiffKind.Update => "update",
            PropertyDiffKind.UpdateReplace => "update-replace",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };

    protected void WriteDetailedDiff(StepDescription step, string kindMember)
    {
        if (step.DetailedDiff.Count == 0)
        {
            Json.WriteNull("detailedDiff");
            return;
        }

        Json.WriteStartObject("detailedDiff");
        foreach (var (path, diff) in step.DetailedDiff.OrderBy(diff => diff.Key, StringComparer.Ordinal))
        {
            Json.WriteStartObject(path);
            Json.WriteString(kindMember, DiffName(diff.Kind));
            Json.WriteBoolean("inputDiff", diff.InputDiff);
            Json.WriteEndObject();
        }

        Json.WriteEndObject();
    }

    protected void WriteTexts(string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        Json.WriteStartArray(name);
        foreach (var text in texts)
        {
            Json.WriteStringValue(text);
        }

        Json.WriteEndArray();
    }

    protected void WriteChanges(string name, SummaryEvent summary)
    {
        Json.WriteStartObject(name);
        foreach (var (operation, count) in summary.ResourceChanges.OrderBy(change => change.Key.Name(), StringComparer.Ordinal))
        {
            Json.WriteNumber(operation.Name(), count);
        }

        Json.WriteEndObject();
    }
}
