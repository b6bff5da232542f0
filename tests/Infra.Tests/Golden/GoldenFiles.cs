using System.Collections.Immutable;
using System.Text.Json;
using Pulumi.Testing;

namespace Infra.Tests.Golden;

/// <summary>
/// The golden files of the long texts in a stack's plan, such as rules and dashboards: each in a file of its own, so that changes can be
/// reviewed. A text that is the same in the stack prod has one file for all stacks.
/// </summary>
internal sealed class GoldenFiles
{
    private const string FullestStack = "prod";

    /// <summary>Shorter texts are part of the golden plan.</summary>
    private const int Long = 4096;

    private const int LineLength = 300;

    private static readonly Lazy<Task<ImmutableSortedDictionary<string, string>>> Shared = new(async () =>
        FindLongTexts(await RecordedPlan.ForStack(FullestStack))
    );

    private readonly string _stack;
    private readonly ImmutableSortedDictionary<string, string> _shared;

    private GoldenFiles(string stack, RecordedPlan plan, ImmutableSortedDictionary<string, string> shared)
    {
        (_stack, _shared) = (stack, shared);
        Own = FindLongTexts(plan)
            .Where(text => stack == FullestStack || !IsShared(text.Key, text.Value))
            .ToImmutableSortedDictionary(text => $"{stack}/{text.Key}", text => Format(text.Key, text.Value), StringComparer.Ordinal);
    }

    /// <summary>The contents of the stack's own golden files, by their paths.</summary>
    public ImmutableSortedDictionary<string, string> Own { get; }

    public static async Task<GoldenFiles> Create(string stack, RecordedPlan plan) => new(stack, plan, await Shared.Value);

    /// <summary>Gets a reference to the golden file of a long text; other texts stay as they are.</summary>
    public string GetReference(MockResourceArgs resource, string key, string text)
    {
        var name = $"{resource.Name}/{key}";
        return text.Length <= Long ? text : $"golden file {(IsShared(name, text) ? FullestStack : _stack)}/{name}";
    }

    private bool IsShared(string name, string text) => _shared.GetValueOrDefault(name) == text;

    private static ImmutableSortedDictionary<string, string> FindLongTexts(RecordedPlan plan) =>
        plan
            .Resources.Where(resource => resource.Inputs.GetValueOrDefault("data") is IReadOnlyDictionary<string, object>)
            .SelectMany(resource =>
                ((IReadOnlyDictionary<string, object>)resource.Inputs["data"]).Select(entry =>
                    (Name: $"{resource.Name}/{entry.Key}", Text: entry.Value as string ?? "")
                )
            )
            .Where(file => file.Text.Length > Long)
            .ToImmutableSortedDictionary(file => file.Name, file => file.Text, StringComparer.Ordinal);

    private static string Format(string name, string text)
    {
        if (!name.EndsWith(".json", StringComparison.Ordinal))
        {
            return text;
        }

        using var json = JsonDocument.Parse(text);
        return $"{Format(json.RootElement, "")}\n";
    }

    /// <summary>
    /// Writes an object or array on one line if it fits, so that a panel takes a few lines and a diff shows the changed part.
    /// </summary>
    private static string Format(JsonElement json, string indentation)
    {
        var oneLine = json.GetRawText();
        if (oneLine.Length + indentation.Length <= LineLength || json.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            return oneLine;
        }

        var inner = $"{indentation}  ";
        var (open, close) = json.ValueKind == JsonValueKind.Object ? ('{', '}') : ('[', ']');
        var items =
            json.ValueKind == JsonValueKind.Object
                ? json.EnumerateObject().Select(property => $"{inner}\"{property.Name}\": {Format(property.Value, inner)}")
                : json.EnumerateArray().Select(item => $"{inner}{Format(item, inner)}");
        return $"{open}\n{string.Join(",\n", items)}\n{indentation}{close}";
    }
}
