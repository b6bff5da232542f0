using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Cli.Commands.Configuration;
using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Stacks;

/// <summary>Writes a stack's history as JSON, with the members of Pulumi's.</summary>
internal static class HistoryJson
{
    /// <summary>What stands for a secret that was encrypted with another key.</summary>
    private const string Undecryptable = "ERROR_UNABLE_TO_DECRYPT";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="updates">The updates.</param>
    /// <param name="decrypter">Decrypts secrets; null leaves out their values.</param>
    public static string Serialize(IEnumerable<UpdateRecord> updates, StackConfiguration? decrypter) =>
        new JsonArray([.. updates.Select(update => ToJson(update, decrypter))]).ToJsonString(Indented);

    private static JsonObject ToJson(UpdateRecord update, StackConfiguration? decrypter)
    {
        var json = new JsonObject
        {
            ["version"] = update.Version,
            ["kind"] = update.Kind,
            ["startTime"] = Format(update.Started),
            ["message"] = update.Message,
            ["environment"] = new JsonObject(
                update.Environment.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)JsonValue.Create(entry.Value)))
            ),
            ["config"] = new JsonObject(
                update.Config.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)ToJson(entry.Value, decrypter)))
            ),
            ["result"] = update.Result,
        };
        if (update.Result != "in-progress")
        {
            json["endTime"] = Format(update.Ended);
            json["resourceChanges"] = new JsonObject(
                update.ResourceChanges.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)JsonValue.Create(entry.Value)))
            );
        }

        return json;
    }

    private static JsonObject ToJson(JsonNode? value, StackConfiguration? decrypter)
    {
        var entry = new ConfigEntry
        {
            Key = default,
            Value = value,
            Location = "",
        };
        try
        {
            return ConfigValueJson.ToJson(entry, decrypter is null ? null : decrypter.Reveal);
        }
        catch (SecretsException)
        {
            return new JsonObject { ["value"] = Undecryptable, ["secret"] = true };
        }
    }

    private static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
