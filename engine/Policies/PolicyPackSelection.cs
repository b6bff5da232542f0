using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;

namespace Infra.Engine.Policies;

/// <summary>Which packs have a say in a stack: those the command line names, and those of the stack's setting <c>policies:packs</c>.</summary>
internal static class PolicyPackSelection
{
    private const string Setting = "policies:packs";

    /// <param name="named">Those the command line names.</param>
    /// <param name="config">The stack's configuration.</param>
    /// <param name="rootDirectory">What the paths of the setting are relative to: the project's folder.</param>
    /// <param name="stackFile">The file the configuration comes from.</param>
    /// <exception cref="ConfigurationException">The setting is no list of paths.</exception>
    public static IReadOnlyList<PolicyPackReference> Select(
        IReadOnlyList<PolicyPackReference> named, IReadOnlyDictionary<string, string> config, string rootDirectory, string stackFile)
    {
        if (!config.TryGetValue(Setting, out var written))
        {
            return named;
        }

        var places = SettingPlaces.FromStackFile(stackFile);
        var ofStack = Read(written, places).Select((path, i) => new PolicyPackReference(Path.GetFullPath(path, rootDirectory)) { NamedAt = places.Find($"{Setting}[{i}]") ?? "" });

        // A pack that is named twice runs once, as the command line wants it.
        return [.. named.Concat(ofStack)
            .DistinctBy(reference => Path.TrimEndingDirectorySeparator(reference.Path), StringComparer.Ordinal)];
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
            // It is no list either: the message below is for both.
        }

        var problem = $"{Setting}: must be a list of the folders of policy packs, e.g. [policies], not {written}";
        throw new ConfigurationException(places.Locate(problem) ?? problem);
    }
}
