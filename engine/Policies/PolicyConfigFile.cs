using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Infra.Engine.Errors;
using Infra.Protocol.Messages;

namespace Infra.Engine.Policies;

/// <summary>
/// The configuration of a pack in the format of Pulumi's <c>--policy-pack-config</c>: for each policy an enforcement level or an object of
/// settings.
/// </summary>
internal sealed class PolicyConfigFile
{
    private const string LevelKey = "enforcementLevel";

    // In Pulumi's files, environments of its service that contribute configuration.
    private const string EnvironmentsKey = "environments";

    private readonly Dictionary<string, (EnforcementLevel? Level, Struct Settings)> _policies = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];
    private readonly string _path;
    private SettingPlaces? _places;

    private PolicyConfigFile(string path) => _path = path;

    /// <summary>The configuration by policy. The level is null where only settings are given.</summary>
    public IReadOnlyDictionary<string, (EnforcementLevel? Level, Struct Settings)> Policies => _policies;

    /// <summary>The problems, each with its place.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads a file; null gives an empty configuration.</summary>
    public static PolicyConfigFile Read(string? path)
    {
        var file = new PolicyConfigFile(path ?? "");
        if (path is null)
        {
            return file;
        }

        try
        {
            file.ReadText(File.ReadAllText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file._problems.Add($"{path}: cannot be read: {error.Message}");
        }
        catch (JsonException error)
        {
            file._problems.Add($"{path}:{error.LineNumber + 1}: not well-formed JSON: {error.Message}");
        }

        return file;
    }

    /// <summary>Prefixes a problem with a setting by its place in the file.</summary>
    public string Locate(string problem) => _places?.Locate(problem) ?? (_path.Length > 0 ? $"{_path}: {problem}" : problem);

    private void ReadText(string text)
    {
        // As in Pulumi, an empty file is an empty configuration.
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            _problems.Add($"{_path}: must be an object that maps policy names to enforcement levels or settings");
            return;
        }

        _places = SettingPlaces.FromJson(_path, text);
        _problems.AddRange(_places.Duplicates);
        foreach (var entry in document.RootElement.EnumerateObject())
        {
            if (entry.Name == EnvironmentsKey)
            {
                _problems.Add(
                    Locate($"{entry.Name}: environments of Pulumi's service are not supported; write their contents into this file")
                );
            }
            else
            {
                _policies[entry.Name] = ReadPolicy(entry);
            }
        }
    }

    private (EnforcementLevel? Level, Struct Settings) ReadPolicy(JsonProperty entry)
    {
        if (entry.Value.ValueKind == JsonValueKind.Object)
        {
            var settings = new Struct();
            foreach (var setting in entry.Value.EnumerateObject().Where(setting => setting.Name != LevelKey))
            {
                settings.Fields[setting.Name] = Value.Parser.ParseJson(setting.Value.GetRawText());
            }

            var level = entry.Value.TryGetProperty(LevelKey, out var written) ? ReadLevel($"{entry.Name}.{LevelKey}", written) : null;
            return (level, settings);
        }

        return (ReadLevel(entry.Name, entry.Value), new Struct());
    }

    private EnforcementLevel? ReadLevel(string place, JsonElement value)
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
            _problems.Add(
                Locate($"{place}: {value.GetRawText()} is not an enforcement level: write advisory, mandatory, remediate or disabled")
            );
        }

        return level;
    }
}
