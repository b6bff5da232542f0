using System.Text.Json;
using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

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

    /// <summary>Writes the drift that a refresh has found, which Pulumi's output does not have.</summary>
    protected void WriteDrift(StepDescription step, JsonValues values)
    {
        if (step.Drift is not { } drift)
        {
            return;
        }

        Json.WriteStartObject("drift");
        Json.WriteBoolean("gone", drift.IsGone);
        Json.WriteStartArray("fields");
        foreach (var field in drift.Fields)
        {
            Json.WriteStartObject();
            Json.WriteString("path", field.Path);
            WriteValue("state", field.Recorded);
            WriteValue("cluster", field.Live);
            Json.WriteString("manager", field.Owner?.Manager);
            Json.WriteString("since", field.Owner?.Since);
            Json.WriteEndObject();
        }

        Json.WriteEndArray();
        Json.WriteEndObject();

        void WriteValue(string name, PropertyValue? value)
        {
            Json.WritePropertyName(name);
            values.Write(Json, value ?? PropertyValue.Null);
        }
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
