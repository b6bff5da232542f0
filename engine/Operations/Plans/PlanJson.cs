using System.Globalization;
using System.Text.Json;
using Infra.Engine.Deployments.Planning.Plans;
using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Engine.Resources.Selection;
using Infra.Engine.Secrets;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Operations.Plans;

/// <summary>Converts plans to and from the JSON of docs/saved-plans.md.</summary>
internal static class PlanJson
{
    private static readonly Dictionary<string, StepOperation> Operations = Enum.GetValues<StepOperation>()
        .ToDictionary(operation => operation.Name());

    public static byte[] Serialize(SavedPlan plan, ISecretCipher cipher)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, SnapshotJson.Compact))
        {
            writer.WriteStartObject();
            writer.WriteString("created", Format(plan.Created));
            writer.WriteString("expires", Format(plan.Expires));
            WriteBindings(writer, plan.Bindings, cipher);
            WriteSelection(writer, plan.Selection);
            writer.WriteStartArray("resources");
            var secrets = new CiphertextCache(cipher);
            foreach (var resource in plan.Resources)
            {
                WriteResource(writer, resource, secrets);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <exception cref="FormatException">The JSON is not a plan.</exception>
    public static SavedPlan Read(JsonElement json, ISecretCipher cipher)
    {
        var secrets = new CiphertextCache(cipher);
        return new SavedPlan
        {
            Created = ParseTime(json.GetProperty("created")),
            Expires = ParseTime(json.GetProperty("expires")),
            Bindings = ReadBindings(json.GetProperty("bindings"), cipher),
            Selection = ReadSelection(json.GetProperty("selection")),
            Resources = [.. json.GetProperty("resources").EnumerateArray().Select(resource => ReadResource(resource, secrets))],
        };
    }

    private static void WriteBindings(Utf8JsonWriter writer, PlanBindings bindings, ISecretCipher cipher)
    {
        writer.WriteStartObject("bindings");
        writer.WriteString("stack", bindings.Stack);
        WriteMap(writer, "configuration", bindings.Configuration.Select(entry => (entry.Key, cipher.Encrypt(entry.Value))));
        writer.WriteStartObject("files");
        foreach (var (owner, files) in bindings.Files)
        {
            WriteMap(writer, owner, files.Select(file => (file.Key, file.Value)));
        }

        writer.WriteEndObject();
        writer.WriteStartObject("state");
        writer.WriteString("time", bindings.StateTime);
        writer.WriteString("sha256", bindings.StateHash);
        writer.WriteEndObject();
        WriteMap(writer, "clusters", bindings.Clusters.Select(cluster => (cluster.Key.Value, cluster.Value)));
        writer.WriteEndObject();
    }

    private static PlanBindings ReadBindings(JsonElement json, ISecretCipher cipher) =>
        new()
        {
            Stack = Text(json.GetProperty("stack")),
            Configuration = ReadMap(json.GetProperty("configuration"))
                .ToDictionary(entry => entry.Key, entry => cipher.Decrypt(entry.Value)),
            Files = json.GetProperty("files")
                .EnumerateObject()
                .ToDictionary(owner => owner.Name, IReadOnlyDictionary<string, string> (owner) => ReadMap(owner.Value)),
            StateTime = Text(json.GetProperty("state").GetProperty("time")),
            StateHash = Text(json.GetProperty("state").GetProperty("sha256")),
            Clusters = ReadMap(json.GetProperty("clusters")).ToDictionary(entry => new Urn(entry.Key), entry => entry.Value),
        };

    private static void WriteSelection(Utf8JsonWriter writer, ResourceSelection selection)
    {
        writer.WriteStartObject("selection");
        WritePatterns(writer, "targets", selection.Targets);
        writer.WriteBoolean("targetDependents", selection.IncludesDependents);
        WritePatterns(writer, "excludes", selection.Excludes);
        writer.WriteBoolean("excludeDependents", selection.ExcludesDependents);
        WritePatterns(writer, "replaces", selection.Replaces);
        writer.WriteEndObject();
    }

    private static ResourceSelection ReadSelection(JsonElement json) =>
        new()
        {
            Targets = ReadPatterns(json.GetProperty("targets")),
            IncludesDependents = json.GetProperty("targetDependents").GetBoolean(),
            Excludes = ReadPatterns(json.GetProperty("excludes")),
            ExcludesDependents = json.GetProperty("excludeDependents").GetBoolean(),
            Replaces = ReadPatterns(json.GetProperty("replaces")),
        };

    private static void WriteResource(Utf8JsonWriter writer, PlannedResource resource, CiphertextCache secrets)
    {
        writer.WriteStartObject();
        writer.WriteString("urn", resource.Urn.Value);
        writer.WriteStartArray("operations");
        foreach (var operation in resource.Operations)
        {
            writer.WriteStringValue(operation.Name());
        }

        writer.WriteEndArray();
        if (!resource.Seed.IsEmpty)
        {
            writer.WriteBase64String("seed", resource.Seed.Span);
        }

        if (resource.Goal is { } goal)
        {
            writer.WritePropertyName("goal");
            SnapshotJson.WriteState(writer, goal, secrets);
        }

        writer.WriteEndObject();
    }

    private static PlannedResource ReadResource(JsonElement json, CiphertextCache secrets) =>
        new()
        {
            Urn = Urn.Parse(Text(json.GetProperty("urn"))),
            Operations = [.. json.GetProperty("operations").EnumerateArray().Select(operation => Operations[Text(operation)])],
            Seed = json.TryGetProperty("seed", out var seed) ? seed.GetBytesFromBase64() : default(ReadOnlyMemory<byte>),
            Goal = json.TryGetProperty("goal", out var goal) ? ResourceStateJson.Read(goal, secrets, new SharedTexts()) : null,
        };

    private static void WriteMap(Utf8JsonWriter writer, string key, IEnumerable<(string Key, string Value)> entries)
    {
        writer.WriteStartObject(key);
        foreach (var (name, value) in entries)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    }

    private static Dictionary<string, string> ReadMap(JsonElement json) =>
        json.EnumerateObject().ToDictionary(entry => entry.Name, entry => Text(entry.Value));

    private static void WritePatterns(Utf8JsonWriter writer, string key, IReadOnlyList<UrnPattern> patterns)
    {
        writer.WriteStartArray(key);
        foreach (var pattern in patterns)
        {
            writer.WriteStringValue(pattern.Text);
        }

        writer.WriteEndArray();
    }

    private static IReadOnlyList<UrnPattern> ReadPatterns(JsonElement json) =>
        [.. json.EnumerateArray().Select(pattern => UrnPattern.Parse(Text(pattern)))];

    private static string Text(JsonElement json) => json.GetString() ?? "";

    private static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset ParseTime(JsonElement json) =>
        DateTimeOffset.Parse(Text(json), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
