using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Infra.Engine.Errors;
using Infra.Protocol.Messages;

namespace Infra.Engine.Policies;

/// <summary>The configuration of a pack, in the form of Pulumi's <c>--policy-pack-config</c>: by policy a level, or an object of settings.</summary>
internal static class PolicyConfigFile
{
    private const string LevelKey = "enforcementLevel";

    /// <summary>Reads a file. A policy's level is absent where the file names only settings.</summary>
    /// <exception cref="ConfigurationException">It cannot be read or says what makes no sense.</exception>
    public static IReadOnlyDictionary<string, (EnforcementLevel? Level, Struct Settings)> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new ConfigurationException($"{path}: must be an object from a policy's name to a level or to its settings");
            }

            var problems = new List<string>();
            var result = document.RootElement.EnumerateObject().ToDictionary(
                entry => entry.Name, entry => ReadPolicy(path, entry, problems), StringComparer.Ordinal);
            return problems.Count == 0 ? result : throw new ConfigurationException(problems);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: cannot be read: {error.Message}");
        }
        catch (JsonException error)
        {
            throw new ConfigurationException($"{path}:{error.LineNumber + 1}: not well-formed JSON: {error.Message}");
        }
    }

    private static (EnforcementLevel? Level, Struct Settings) ReadPolicy(string path, JsonProperty entry, List<string> problems)
    {
        if (entry.Value.ValueKind == JsonValueKind.Object)
        {
            var settings = Struct.Parser.ParseJson(entry.Value.GetRawText());
            settings.Fields.Remove(LevelKey);
            var level = entry.Value.TryGetProperty(LevelKey, out var written) ? ReadLevel(path, $"{entry.Name}.{LevelKey}", written, problems) : null;
            return (level, settings);
        }

        return (ReadLevel(path, entry.Name, entry.Value, problems), new Struct());
    }

    private static EnforcementLevel? ReadLevel(string path, string place, JsonElement value, List<string> problems)
    {
        EnforcementLevel? level = (value.ValueKind == JsonValueKind.String ? value.GetString() : null) switch
        {
            "advisory" => EnforcementLevel.Advisory,
            "mandatory" => EnforcementLevel.Mandatory,
            "remediate" => EnforcementLevel.Remediate,
            "disabled" => EnforcementLevel.Disabled,
            _ => null,
        };
        if (level is null)
        {
            problems.Add($"{path}: {place}: {value.GetRawText()} is no enforcement level: write advisory, mandatory, remediate or disabled");
        }

        return level;
    }
}
