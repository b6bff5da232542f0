using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Resources;
using Infra.Engine.Secrets;
using Infra.Protocol.Values;

namespace Infra.Engine.State;

/// <summary>Snapshots to and from the JSON of Pulumi's deployments, version 3: what a checkpoint holds under <c>latest</c> and an export under <c>deployment</c>.</summary>
internal static class SnapshotJson
{
    /// <summary>The version of the format. Version 4 is for states that use features nobody here has.</summary>
    public const int Version = 3;

    public static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly JsonWriterOptions Indented = Compact with { Indented = true, IndentSize = 4 };

    /// <summary>Writes a snapshot.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="secrets">How to encrypt its secrets, or null to write them in plain text.</param>
    /// <param name="saltOf">Gives the salt, asked after everything was encrypted: the first secret of a stack makes it.</param>
    public static void Write(Utf8JsonWriter writer, Snapshot snapshot, SecretTexts? secrets, Func<string?> saltOf)
    {
        // The salt stands before the resources, but the first encryption may be what makes it.
        using var resources = new MemoryStream();
        using (var inner = new Utf8JsonWriter(resources, writer.Options))
        {
            inner.WriteStartObject();
            WriteResources(inner, snapshot, secrets);
            inner.WriteEndObject();
        }

        writer.WriteStartObject();
        writer.WriteStartObject("manifest");
        writer.WriteString("time", snapshot.Time);
        writer.WriteString("magic", Snapshot.Magic(snapshot.Version));
        writer.WriteString("version", snapshot.Version);
        if (snapshot.Plugins is { Count: > 0 } plugins)
        {
            writer.WritePropertyName("plugins");
            plugins.WriteTo(writer);
        }

        writer.WriteEndObject();
        if (saltOf() is { } salt)
        {
            writer.WriteStartObject("secrets_providers");
            writer.WriteString("type", SecretsManager.PassphraseType);
            writer.WriteStartObject("state");
            writer.WriteString("salt", salt);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        using (var document = JsonDocument.Parse(resources.GetBuffer().AsMemory(0, (int)resources.Length)))
        {
            foreach (var property in document.RootElement.EnumerateObject())
            {
                property.WriteTo(writer);
            }
        }

        writer.WritePropertyName("metadata");
        (snapshot.Metadata ?? []).WriteTo(writer);
        writer.WriteEndObject();
    }

    /// <summary>Reads the salt of a deployment, or null.</summary>
    /// <exception cref="FormatException">Its secrets are kept in a way this engine does not know.</exception>
    public static string? ReadSalt(JsonElement deployment)
    {
        if (!deployment.TryGetProperty("secrets_providers", out var provider) || provider.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var type = provider.TryGetProperty("type", out var name) ? name.GetString() : "";
        return type switch
        {
            "" or null => null,
            SecretsManager.PassphraseType => provider.GetProperty("state").GetProperty("salt").GetString(),
            _ => throw new FormatException($"its secrets provider `{type}` is not supported here: only `{SecretsManager.PassphraseType}` is"),
        };
    }

    /// <summary>Reads a deployment.</summary>
    /// <exception cref="FormatException">The JSON is no deployment.</exception>
    public static Snapshot Read(JsonElement deployment, SecretTexts secrets)
    {
        var manifest = deployment.GetProperty("manifest");
        var version = manifest.TryGetProperty("version", out var text) ? text.GetString() ?? "" : "";
        var magic = manifest.TryGetProperty("magic", out var mark) ? mark.GetString() : "";
        if (magic != Snapshot.Magic(version))
        {
            throw new FormatException("the manifest's mark (`magic`) does not fit its version: the state was cut or edited");
        }

        return new Snapshot
        {
            Time = manifest.TryGetProperty("time", out var time) ? time.GetString() ?? "" : "",
            Version = version,
            Plugins = manifest.TryGetProperty("plugins", out var plugins) ? JsonNode.Parse(plugins.GetRawText()) as JsonArray : null,
            Salt = ReadSalt(deployment),
            Resources = [.. Items(deployment, "resources").Select(resource => ResourceStateJson.Read(resource, secrets))],
            PendingOperations = [.. Items(deployment, "pending_operations").Select(operation => ReadOperation(operation, secrets))],
            Metadata = deployment.TryGetProperty("metadata", out var metadata) ? JsonNode.Parse(metadata.GetRawText()) as JsonObject : null,
        };
    }

    public static void WriteState(Utf8JsonWriter writer, ResourceState state, SecretTexts? secrets)
    {
        if (secrets is null)
        {
            ResourceStateJson.Write(writer, state, StateJson.WriteShowingSecrets);
        }
        else
        {
            var encrypt = secrets.EncrypterOf(state.Urn);
            ResourceStateJson.Write(writer, state, (target, properties) => StateJson.Write(target, properties, encrypt));
        }
    }

    public static void WriteOperation(Utf8JsonWriter writer, PendingOperation operation, SecretTexts? secrets)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("resource");
        WriteState(writer, operation.Resource, secrets);
        writer.WriteString("type", operation.Type.ToString().ToLowerInvariant());
        writer.WriteEndObject();
    }

    public static PendingOperation ReadOperation(JsonElement json, SecretTexts secrets)
    {
        var type = json.GetProperty("type").GetString();
        return new PendingOperation(
            Enum.TryParse<PendingOperationType>(type, ignoreCase: true, out var parsed)
                ? parsed
                : throw new FormatException($"`{type}` is no type of a pending operation; there are creating, updating, deleting and reading"),
            ResourceStateJson.Read(json.GetProperty("resource"), secrets));
    }

    private static void WriteResources(Utf8JsonWriter writer, Snapshot snapshot, SecretTexts? secrets)
    {
        if (snapshot.Resources.Count > 0)
        {
            writer.WriteStartArray("resources");
            foreach (var resource in snapshot.Resources)
            {
                WriteState(writer, resource, secrets);
            }

            writer.WriteEndArray();
        }

        if (snapshot.PendingOperations.Count > 0)
        {
            writer.WriteStartArray("pending_operations");
            foreach (var operation in snapshot.PendingOperations)
            {
                WriteOperation(writer, operation, secrets);
            }

            writer.WriteEndArray();
        }
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string key) =>
        json.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;
}
