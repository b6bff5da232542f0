using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Resources;
using Infra.Engine.Secrets;
using Infra.Protocol.Values;

namespace Infra.Engine.State;

/// <summary>
/// Converts snapshots to and from Pulumi's deployment JSON, version 3: <c>latest</c> in a checkpoint, <c>deployment</c> in an export.
/// </summary>
internal static class SnapshotJson
{
    /// <summary>The version of the format without the features of <see cref="StateFeatures"/>.</summary>
    public const int Version = 3;

    public static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly JsonWriterOptions Indented = Compact with { Indented = true, IndentSize = 4 };

    /// <summary>Writes a snapshot.</summary>
    /// <param name="writer">The target, positioned at a value.</param>
    /// <param name="snapshot">The state to write.</param>
    /// <param name="secrets">Encrypts the secrets; null writes plaintexts.</param>
    /// <param name="getSalt">Asked again after all secrets are encrypted where there is no salt: the first secret creates it.</param>
    public static void Write(Utf8JsonWriter writer, Snapshot snapshot, CiphertextCache? secrets, Func<string?> getSalt)
    {
        if (secrets is not null && getSalt() is null)
        {
            EncryptAll(snapshot, secrets);
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
        if (getSalt() is { } salt)
        {
            writer.WriteStartObject("secrets_providers");
            writer.WriteString("type", SecretsManager.PassphraseType);
            writer.WriteStartObject("state");
            writer.WriteString("salt", salt);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        WriteResources(writer, snapshot, secrets);
        writer.WritePropertyName("metadata");
        (snapshot.Metadata ?? []).WriteTo(writer);
        writer.WriteEndObject();
    }

    /// <summary>Reads the salt of a deployment, or null.</summary>
    /// <exception cref="FormatException">The secrets provider is not supported.</exception>
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
            _ => throw new FormatException($"its secrets provider `{type}` is not supported, only `{SecretsManager.PassphraseType}` is"),
        };
    }

    /// <summary>Reads a deployment.</summary>
    /// <exception cref="FormatException">The JSON is not a deployment.</exception>
    public static Snapshot Read(JsonElement deployment, CiphertextCache secrets)
    {
        var texts = new SharedTexts();
        var manifest = deployment.GetProperty("manifest");
        var version = manifest.TryGetProperty("version", out var text) ? text.GetString() ?? "" : "";
        var magic = manifest.TryGetProperty("magic", out var mark) ? mark.GetString() : "";
        if (magic != Snapshot.Magic(version))
        {
            throw new FormatException("the manifest's checksum (`magic`) does not match its version: the state was truncated or edited");
        }

        return new Snapshot
        {
            Time = manifest.TryGetProperty("time", out var time) ? time.GetString() ?? "" : "",
            Version = version,
            Plugins = manifest.TryGetProperty("plugins", out var plugins) ? JsonNode.Parse(plugins.GetRawText()) as JsonArray : null,
            Salt = ReadSalt(deployment),
            Resources = [.. Items(deployment, "resources").Select(resource => ResourceStateJson.Read(resource, secrets, texts))],
            PendingOperations = [.. Items(deployment, "pending_operations").Select(operation => ReadOperation(operation, secrets, texts))],
            Metadata = deployment.TryGetProperty("metadata", out var metadata) ? JsonNode.Parse(metadata.GetRawText()) as JsonObject : null,
        };
    }

    public static void WriteState(Utf8JsonWriter writer, ResourceState state, CiphertextCache? secrets)
    {
        if (secrets is null)
        {
            ResourceStateJson.Write(writer, state, StateJson.WriteShowingSecrets, StateJson.WriteShowingSecrets);
        }
        else
        {
            var encrypt = secrets.CreateEncrypter(state.Urn);
            ResourceStateJson.Write(
                writer,
                state,
                (target, properties) => StateJson.Write(target, properties, encrypt),
                (target, value) => StateJson.Write(target, value, encrypt)
            );
        }
    }

    public static void WriteOperation(Utf8JsonWriter writer, PendingOperation operation, CiphertextCache? secrets)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("resource");
        WriteState(writer, operation.Resource, secrets);
        writer.WriteString("type", operation.Type.ToString().ToLowerInvariant());
        writer.WriteEndObject();
    }

    public static PendingOperation ReadOperation(JsonElement json, CiphertextCache secrets, SharedTexts texts)
    {
        var type = json.GetProperty("type").GetString();
        return new PendingOperation(
            Enum.TryParse<PendingOperationType>(type, ignoreCase: true, out var parsed)
                ? parsed
                : throw new FormatException(
                    $"`{type}` is not a type of pending operation; valid types are creating, updating, deleting and reading"
                ),
            ResourceStateJson.Read(json.GetProperty("resource"), secrets, texts)
        );
    }

    // The salt precedes the secrets in the JSON, so the first one has to be encrypted before anything is written.
    private static void EncryptAll(Snapshot snapshot, CiphertextCache secrets)
    {
        using var discarded = new Utf8JsonWriter(Stream.Null);
        discarded.WriteStartObject();
        WriteResources(discarded, snapshot, secrets);
        discarded.WriteEndObject();
    }

    private static void WriteResources(Utf8JsonWriter writer, Snapshot snapshot, CiphertextCache? secrets)
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
