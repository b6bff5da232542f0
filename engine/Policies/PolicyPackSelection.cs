using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;

namespace Infra.Engine.Policies;

/// <summary>Selects the policy packs of a stack: those of the command line and those of the setting <c>policies:packs</c>.</summary>
internal static class PolicyPackSelection
{
    private const string Setting = "policies:packs";

    /// <summary>Selects the packs.</summary>
    /// <param name="named">The packs of the command line.</param>
    /// <param name="config">The stack's configuration by full key.</param>
    /// <param name="rootDirectory">The project's folder, which the setting's paths are relative to.</param>
    /// <param name="stackFile">The file of the configuration.</param>
    /// <exception cref="ConfigurationException">The setting is not a list of paths.</exception>
    public static IReadOnlyList<PolicyPackReference> Select(
        IReadOnlyList<PolicyPackReference> named,
        IReadOnlyDictionary<string, string> config,
        string rootDirectory,
        string stackFile
    )
    {
        if (!config.TryGetValue(Setting, out var written))
        {
            return named;
        }

        var places = SettingPlaces.FromStackFile(stackFile);
        var configured = Read(written, places)
            .Select(
                (path, i) =>
                    new PolicyPackReference(Path.GetFullPath(path, rootDirectory)) { NamedAt = places.Find($"{Setting}[{i}]") ?? "" }
            );

        // Of two references to one pack, that of the command line is used.
        return
        [
            .. named.Concat(configured).DistinctBy(reference => Path.TrimEndingDirectorySeparator(reference.Path), StringComparer.Ordinal),
        ];
    }

    private static string[] Read(string written, SettingPlaces places)
    {
        try
        {
            if (JsonNode.Parse(written) is JsonArray list && list.All(item => item?.GetValueKind() == JsonValueKind.String))
            {
                return [.. list.Select(item => item!.GetValue<string>())];
            }
        }
        catch (JsonException)
        {
            // Reported below, like a value that is not a list.
        }

        var problem = $"{Setting}: must be a list of the folders of policy packs, e.g. [policies], not {written}";
        throw new ConfigurationException(places.Locate(problem) ?? problem);
    }
}
