using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Infra.Engine.Errors;
using Infra.Engine.Secrets;
using Infra.Engine.State;

namespace Infra.Engine.Operations.Plans;

/// <summary>
/// Reads and writes the files of saved plans (docs/saved-plans.md). Secrets and configuration values are encrypted with the stack's key,
/// which also authenticates the file.
/// </summary>
internal static class PlanFile
{
    private const string Format = "infra-plan";
    private const int Version = 1;

    /// <summary>Serializes a plan.</summary>
    public static byte[] Serialize(SavedPlan plan, SecretsManager secrets)
    {
        secrets.Unlock();
        var content = PlanJson.Serialize(plan, secrets);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, SnapshotJson.Compact))
        {
            writer.WriteStartObject();
            writer.WriteString("format", Format);
            writer.WriteNumber("version", Version);
            writer.WriteString("salt", secrets.Salt);
            writer.WriteString("authentication", secrets.Encrypt(Describe(content)));
            writer.WritePropertyName("plan");
            writer.WriteRawValue(content);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Reads a plan.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="openSecrets">Opens the secrets of a salt with the stack's passphrase.</param>
    /// <exception cref="InvalidOperationRequestException">The file is not an unchanged plan of this version and stack.</exception>
    public static SavedPlan Read(string path, Func<string, SecretsManager> openSecrets)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out var format) || !format.ValueEquals(Format))
            {
                throw Refuse(path, "it is not a saved plan");
            }

            if (!root.GetProperty("version").TryGetInt32(out var version) || version != Version)
            {
                throw Refuse(
                    path,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"it has version {root.GetProperty("version")} of the format, not {Version}"
                    )
                );
            }

            var secrets = openSecrets(root.GetProperty("salt").GetString() ?? "");
            var plan = root.GetProperty("plan");
            Authenticate(path, root.GetProperty("authentication").GetString() ?? "", plan, secrets);
            return PlanJson.Read(plan, secrets);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refuse(path, $"it cannot be read: {error.Message}");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw Refuse(path, $"it is truncated or damaged: {error.Message}");
        }
    }

    /// <summary>Creates the exception that refuses a plan.</summary>
    public static InvalidOperationRequestException Refuse(string path, params IReadOnlyList<string> reasons) =>
        new(
            $"{path}: the plan cannot be carried out:\n"
                + string.Concat(reasons.Select(reason => $"  - {reason}\n"))
                + $"Nothing was changed. Make a new plan with `infra preview --save-plan {path}`"
        );

    private static void Authenticate(string path, string seal, JsonElement plan, SecretsManager secrets)
    {
        string expected;
        try
        {
            expected = secrets.Decrypt(seal);
        }
        catch (SecretsException error)
        {
            throw Refuse(path, $"it was not made with this stack's passphrase, or was changed: {error.Message}");
        }

        if (expected != Describe(Encoding.UTF8.GetBytes(plan.GetRawText())))
        {
            throw Refuse(path, "it was changed after it was made");
        }
    }

    /// <summary>The text that the stack's key encrypts. It names its purpose, so that no other secret can take its place.</summary>
    private static string Describe(byte[] content) => $"{Format}:{Version}:{Convert.ToHexStringLower(SHA256.HashData(content))}";
}
