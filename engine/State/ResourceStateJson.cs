using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.State;

/// <summary>Converts resource states to and from the JSON of Pulumi's checkpoints, with keys in Pulumi's order.</summary>
internal static class ResourceStateJson
{
    private static readonly HashSet<string> KnownKeys =
    [
        "urn",
        "custom",
        "delete",
        "id",
        "type",
        "inputs",
        "outputs",
        "parent",
        "protect",
        "taint",
        "external",
        "dependencies",
        "initErrors",
        "provider",
        "propertyDependencies",
        "pendingReplacement",
        "additionalSecretOutputs",
        "aliases",
        "customTimeouts",
        "importID",
        "retainOnDelete",
        "deletedWith",
        "replaceWith",
        "created",
        "modified",
        "ignoreChanges",
        "hideDiff",
        "replaceOnChanges",
        "replacementTrigger",
        "resourceHooks",
    ];

    public static void Write(
        Utf8JsonWriter writer,
        ResourceState state,
        Action<Utf8JsonWriter, PropertyMap> writeProperties,
        Action<Utf8JsonWriter, PropertyValue> writeValue
    )
    {
        writer.WriteStartObject();
        writer.WriteString("urn", state.Urn.Value);
        writer.WriteBoolean("custom", state.Custom);
        WriteFlag(writer, "delete", state.Delete);
        WriteText(writer, "id", state.Id);
        writer.WriteString("type", state.Type);
        WriteProperties(writer, "inputs", state.Inputs, writeProperties);
        WriteProperties(writer, "outputs", state.Outputs, writeProperties);
        WriteText(writer, "parent", state.Parent.ToString());
        WriteFlag(writer, "protect", state.Protect);
        WriteFlag(writer, "taint", state.Taint);
        WriteFlag(writer, "external", state.External);
        WriteList(writer, "dependencies", state.Dependencies.Select(urn => urn.Value));
        WriteList(writer, "initErrors", state.InitErrors);
        WriteText(writer, "provider", state.Provider?.ToString() ?? "");
        WritePropertyDependencies(writer, state.PropertyDependencies);
        WriteFlag(writer, "pendingReplacement", state.PendingReplacement);
        WriteList(writer, "additionalSecretOutputs", state.AdditionalSecretOutputs);
        WriteList(writer, "aliases", state.Aliases.Select(urn => urn.Value));
        CustomTimeoutsJson.Write(writer, state.CustomTimeouts);
        WriteText(writer, "importID", state.ImportId);
        WriteFlag(writer, "retainOnDelete", state.RetainOnDelete);
        WriteText(writer, "deletedWith", state.DeletedWith.ToString());
        WriteList(writer, "replaceWith", state.ReplaceWith.Select(urn => urn.Value));
        WriteText(writer, "created", state.Created);
        WriteText(writer, "modified", state.Modified);
        WriteList(writer, "ignoreChanges", state.IgnoreChanges);
        WriteList(writer, "hideDiff", state.HideDiffs);
        WriteList(writer, "replaceOnChanges", state.ReplaceOnChanges);
        if (state.ReplacementTrigger is { } trigger)
        {
            writer.WritePropertyName("replacementTrigger");
            writeValue(writer, trigger);
        }

        ResourceHooksJson.Write(writer, state.Hooks);
        foreach (var (key, value) in state.Other ?? [])
        {
            writer.WritePropertyName(key);
            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    /// <param name="json">The state, as a checkpoint has it.</param>
    /// <param name="secrets">Decrypts the secrets.</param>
    /// <param name="texts">The texts shared by all states that are read together.</param>
    /// <exception cref="FormatException">The JSON is not a resource state.</exception>
    public static ResourceState Read(JsonElement json, CiphertextCache secrets, SharedTexts texts)
    {
        var urn = new Urn(Text(json, "urn"));
        var decrypt = secrets.CreateDecrypter(urn);
        try
        {
            return new ResourceState
            {
                Urn = urn,
                Custom = Flag(json, "custom"),
                Delete = Flag(json, "delete"),
                Id = Text(json, "id"),
                Type = texts.Share(Text(json, "type")),
                Inputs = StateJson.ReadMap(Find(json, "inputs"), decrypt, texts: texts),
                Outputs = StateJson.ReadMap(Find(json, "outputs"), decrypt, texts: texts),
                Parent = new Urn(texts.Share(Text(json, "parent"))),
                Protect = Flag(json, "protect"),
                Taint = Flag(json, "taint"),
                External = Flag(json, "external"),
                Dependencies = Urns(Find(json, "dependencies"), texts),
                InitErrors = Texts(Find(json, "initErrors"), texts),
                Provider = ReadProvider(Text(json, "provider"), texts),
                PropertyDependencies = Find(json, "propertyDependencies") is { ValueKind: JsonValueKind.Object } dependencies
                    ? dependencies
                        .EnumerateObject()
                        .ToDictionary(entry => texts.Share(entry.Name), entry => (IReadOnlyList<Urn>)Urns(entry.Value, texts))
                    : null,
                PendingReplacement = Flag(json, "pendingReplacement"),
                AdditionalSecretOutputs = Texts(Find(json, "additionalSecretOutputs"), texts),
                Aliases = Urns(Find(json, "aliases"), texts),
                CustomTimeouts = CustomTimeoutsJson.Read(Find(json, "customTimeouts")),
                ImportId = Text(json, "importID"),
                RetainOnDelete = Flag(json, "retainOnDelete"),
                DeletedWith = new Urn(Text(json, "deletedWith")),
                ReplaceWith = Urns(Find(json, "replaceWith"), texts),
                HideDiffs = Texts(Find(json, "hideDiff"), texts),
                ReplacementTrigger = Find(json, "replacementTrigger")
                    is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } trigger
                    ? StateJson.ReadValue(trigger, decrypt, texts: texts)
                    : null,
                Hooks = ResourceHooksJson.Read(Find(json, "resourceHooks")),
                Created = texts.Share(Text(json, "created")),
                Modified = texts.Share(Text(json, "modified")),
                IgnoreChanges = Texts(Find(json, "ignoreChanges"), texts),
                ReplaceOnChanges = Texts(Find(json, "replaceOnChanges"), texts),
                Other = ReadOther(json),
            };
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException or JsonException)
        {
            throw new FormatException($"{(urn.IsEmpty ? "a resource without a URN" : urn)}: {error.Message}", error);
        }
    }

    private static void WriteFlag(Utf8JsonWriter writer, string key, bool value)
    {
        if (value)
        {
            writer.WriteBoolean(key, true);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string key, string value)
    {
        if (value.Length > 0)
        {
            writer.WriteString(key, value);
        }
    }

    private static void WriteProperties(
        Utf8JsonWriter writer,
        string key,
        PropertyMap value,
        Action<Utf8JsonWriter, PropertyMap> writeProperties
    )
    {
        if (value.Count > 0)
        {
            writer.WritePropertyName(key);
            writeProperties(writer, value);
        }
    }

    private static void WriteList(Utf8JsonWriter writer, string key, IEnumerable<string> values)
    {
        using var enumerator = values.GetEnumerator();
        if (!enumerator.MoveNext())
        {
            return;
        }

        writer.WriteStartArray(key);
        do
        {
            writer.WriteStringValue(enumerator.Current);
        } while (enumerator.MoveNext());
        writer.WriteEndArray();
    }

    private static void WritePropertyDependencies(Utf8JsonWriter writer, IReadOnlyDictionary<string, IReadOnlyList<Urn>>? dependencies)
    {
        if (dependencies is not { Count: > 0 })
        {
            return;
        }

        writer.WriteStartObject("propertyDependencies");
        foreach (var (property, urns) in dependencies.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            writer.WriteStartArray(property);
            foreach (var urn in urns)
            {
                writer.WriteStringValue(urn.Value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static JsonObject? ReadOther(JsonElement json)
    {
        JsonObject? other = null;
        foreach (var property in json.EnumerateObject())
        {
            if (!KnownKeys.Contains(property.Name))
            {
                (other ??= [])[property.Name] = JsonNode.Parse(property.Value.GetRawText());
            }
        }

        return other;
    }

    private static JsonElement Find(JsonElement json, string key) => json.TryGetProperty(key, out var value) ? value : default;

    private static string Text(JsonElement json, string key) => json.TryGetProperty(key, out var value) ? value.GetString() ?? "" : "";

    private static bool Flag(JsonElement json, string key) => json.TryGetProperty(key, out var value) && value.GetBoolean();

    private static ProviderReference? ReadProvider(string text, SharedTexts texts) =>
        ProviderReference.Parse(text) is { } provider
            ? new ProviderReference(new Urn(texts.Share(provider.Urn.Value)), texts.Share(provider.Id))
            : null;

    private static string[] Texts(JsonElement json, SharedTexts texts) =>
        json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray().Select(item => texts.Share(item.GetString() ?? ""))] : [];

    private static Urn[] Urns(JsonElement json, SharedTexts texts) =>
        json.ValueKind == JsonValueKind.Array
            ? [.. json.EnumerateArray().Select(item => new Urn(texts.Share(item.GetString() ?? "")))]
            : [];
}
