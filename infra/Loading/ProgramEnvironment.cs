using System.Text.Json;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Loading;

/// <summary>The environment in which Pulumi's engine, or a query, starts the program.</summary>
internal sealed class ProgramEnvironment
{
    private const string ConfigNamespace = "infra";

    private readonly Dictionary<string, string> _config;
    private readonly HashSet<string> _secretKeys;
    private readonly string? _root;

    private ProgramEnvironment(
        string stack,
        bool isRendering,
        Dictionary<string, string> config,
        HashSet<string> secretKeys,
        string? root,
        string workingDirectory
    )
    {
        Stack = stack;
        IsRendering = isRendering;
        _config = config;
        _secretKeys = secretKeys;
        _root = root;
        WorkingDirectory = workingDirectory;
    }

    /// <summary>The stack's name.</summary>
    public string Stack { get; }

    /// <summary>Whether the objects are rendered only, so that nothing is built for them.</summary>
    public bool IsRendering { get; }

    /// <summary>The values that are tried in place of the written ones.</summary>
    public IReadOnlyList<SettingOverride> Overrides { get; private init; } = [];

    /// <summary>The folder in which the program runs.</summary>
    public string WorkingDirectory { get; }

    /// <summary>Reads the variables that Pulumi sets.</summary>
    /// <exception cref="ProgramEnvironmentException">A variable is missing or malformed.</exception>
    public static ProgramEnvironment FromVariables(Func<string, string?> variable, string workingDirectory)
    {
        var stack = variable("PULUMI_STACK") is { Length: > 0 } name
            ? name
            : throw new ProgramEnvironmentException("PULUMI_STACK is not set. Run this program with 'infra up' or 'pulumi up'.");
        var isRendering = variable("INFRA_RENDER") == "true";
        var isTrial = isRendering || variable("INFRA_QUERY") is { Length: > 0 };
        return new ProgramEnvironment(
            stack,
            isRendering,
            Read("PULUMI_CONFIG", variable, json =>
                json.EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetString()!, StringComparer.Ordinal)
            ) ?? [],
            Read("PULUMI_CONFIG_SECRET_KEYS", variable, json => json.EnumerateArray().Select(key => key.GetString()!).ToHashSet()) ?? [],
            variable("PULUMI_ROOT_DIRECTORY"),
            workingDirectory
        )
        {
            // A deployment deploys what is written.
            Overrides = (isTrial ? Read("INFRA_OVERRIDES", variable, json => json.EnumerateArray().Select(ReadOverride).ToArray()) : null)
                ?? [],
        };
    }

    /// <summary>Finds a value of the stack's configuration by its key in this program's namespace; null if it is not set.</summary>
    public string? FindConfig(string key) => _config.GetValueOrDefault($"{ConfigNamespace}:{key}");

    /// <summary>Whether a value of the stack's configuration is encrypted.</summary>
    public bool IsSecret(string key) => _secretKeys.Contains($"{ConfigNamespace}:{key}");

    /// <summary>Finds the folder of Pulumi.yaml.</summary>
    /// <exception cref="ProgramEnvironmentException">There is no Pulumi.yaml.</exception>
    public string FindRoot()
    {
        if (_root is { Length: > 0 } root && IsProject(root))
        {
            return Path.GetFullPath(root);
        }

        for (var folder = new DirectoryInfo(WorkingDirectory); folder is not null; folder = folder.Parent)
        {
            if (IsProject(folder.FullName))
            {
                return folder.FullName;
            }
        }

        throw new ProgramEnvironmentException(
            $"No Pulumi.yaml in {WorkingDirectory} or above it. Run this program with 'infra up' or 'pulumi up'."
        );
    }

    private static bool IsProject(string folder) => File.Exists(Path.Combine(folder, "Pulumi.yaml"));

    private static SettingOverride ReadOverride(JsonElement written) =>
        written.TryGetProperty("path", out var path)
        && written.TryGetProperty("value", out var value)
        && path.GetArrayLength() > 0
        && value.GetString() is { } text
            ? new SettingOverride([.. path.EnumerateArray().Select(ReadSegment)], text)
            : throw new InvalidOperationException("an override is {\"path\": [\"key\", …], \"value\": \"text\"}");

    private static (string Key, int? Index) ReadSegment(JsonElement segment) =>
        segment.ValueKind == JsonValueKind.Number ? ("", segment.GetInt32()) : (segment.GetString()!, null);

    // Not with the serializer: it compiles a hundred methods at every start.
    private static T? Read<T>(string name, Func<string, string?> variable, Func<JsonElement, T> read)
        where T : class
    {
        if (variable(name) is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return read(json.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new ProgramEnvironmentException($"{name} is not valid JSON: {error.Message}");
        }
    }
}

/// <summary>The program was not started for a stack of a project.</summary>
internal sealed class ProgramEnvironmentException(string message) : ProgramException(message);
