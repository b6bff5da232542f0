using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Engine.Tests.Kubernetes;

/// <summary>A recorded diff of Pulumi's engine and provider: the old state, the program's inputs and the changes.</summary>
public sealed record RecordedDiff(string Scenario, JsonElement Record)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Kubernetes", "Fixtures", "recorded-diffs");

    public static IEnumerable<RecordedDiff> All() =>
        Directory
            .EnumerateFiles(Folder, "*.json")
            .Order(StringComparer.Ordinal)
            .SelectMany(file =>
                JsonDocument
                    .Parse(File.ReadAllText(file))
                    .RootElement.EnumerateArray()
                    .Select(record => new RecordedDiff(Path.GetFileNameWithoutExtension(file), record))
            );

    public int Step => Record.GetProperty("step").GetInt32();

    public Urn Urn => new(Record.GetProperty("urn").GetString()!);

    public string Id => Record.GetProperty("id").GetString()!;

    public PropertyMap OldInputs => State("oldInputs");

    public PropertyMap OldState => State("oldOutputs");

    /// <summary>The checked inputs, if recorded.</summary>
    public PropertyMap? Checked => Record.TryGetProperty("checked", out _) ? State("checked") : null;

    /// <summary>The program's inputs as the engine passes them on, with the old values at ignored paths.</summary>
    public PropertyMap ProgramInputs
    {
        get
        {
            var inputs = FromProgram(JsonNode.Parse(Record.GetProperty("program").GetRawText())!);
            var map = ((PropertyObject)inputs).Properties;
            return IgnoreChanges.Aggregate(map, (current, path) => WithOld(current, PropertyPath.Parse(path)));
        }
    }

    public IReadOnlyList<string> IgnoreChanges =>
        Record.TryGetProperty("ignoreChanges", out var paths) ? [.. paths.EnumerateArray().Select(p => p.GetString()!)] : [];

    public PropertyMap Configuration =>
        Record.TryGetProperty("config", out var config)
            ? PropertyMap.From(
                config
                    .EnumerateObject()
                    .Where(p => p.Value.ValueKind == JsonValueKind.String)
                    .Select(p => KeyValuePair.Create<string, PropertyValue>(p.Name, p.Value.GetString()!))
            )
            : PropertyMap.Empty;

    public SortedDictionary<string, PropertyDiff> DetailedDiff =>
        new(
            Record
                .GetProperty("detailedDiff")
                .EnumerateObject()
                .ToDictionary(
                    p => p.Name,
                    p => new PropertyDiff(
                        Enum.Parse<PropertyDiffKind>(
                            p.Value.GetProperty("diffKind").GetString()!.Replace("-", "", StringComparison.Ordinal),
                            ignoreCase: true
                        ),
                        p.Value.GetProperty("inputDiff").GetBoolean()
                    )
                ),
            StringComparer.Ordinal
        );

    public IReadOnlyList<string> ReplaceKeys =>
        [.. Record.GetProperty("replaceKeys").EnumerateArray().Select(k => k.GetString()!).Order(StringComparer.Ordinal)];

    public override string ToString() => $"{Scenario} step {Step} {Urn.Type} {Urn.Name}";

    private PropertyMap State(string member) => StateJson.ReadMap(Record.GetProperty(member), ciphertext => ciphertext);

    private PropertyMap WithOld(PropertyMap inputs, PropertyPath path)
    {
        var old = Find(OldInputs, path);
        return old is null ? inputs : Set(inputs, path.Segments.AsSpan(), old);
    }

    private static PropertyValue? Find(PropertyValue value, PropertyPath path)
    {
        foreach (var segment in path.Segments)
        {
            value = (value as PropertyObject)?.Properties.Find(segment.Name!)!;
        }

        return value;
    }

    private static PropertyMap Set(PropertyMap map, ReadOnlySpan<PropertyPathSegment> path, PropertyValue value) =>
        path.Length == 1
            ? map.SetItem(path[0].Name!, value)
            : map.SetItem(
                path[0].Name!,
                Set((map.Find(path[0].Name!) as PropertyObject)?.Properties ?? PropertyMap.Empty, path[1..], value)
            );

    private static PropertyValue FromProgram(JsonNode? node) =>
        node switch
        {
            null => PropertyValue.Null,
            JsonObject { Count: 1 } map when map["$secret"] is { } secret => FromProgram(secret).MakeSecret(),
            JsonObject map => PropertyMap.From(map.Select(p => KeyValuePair.Create(p.Key, FromProgram(p.Value)))),
            JsonArray list => PropertyValue.Array([.. list.Select(FromProgram)]),
            _ => node.GetValueKind() switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number => node.GetValue<double>(),
                _ => node.GetValue<string>(),
            },
        };
}
