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
    /// <exception cref="ConfigurationException">The setting is no list of paths.</exception>
    public static IReadOnlyList<PolicyPackReference> Of(
        IReadOnlyList<PolicyPackReference> named, IReadOnlyDictionary<string, string> config, string rootDirectory)
    {
        if (!config.TryGetValue(Setting, out var written))
        {
            return named;
        }

        // A pack that is named twice runs once, as the command line wants it.
        return [.. named.Concat(Read(written).Select(path => new PolicyPackReference(Path.GetFullPath(path, rootDirectory))))
            .DistinctBy(reference => Path.TrimEndingDirectorySeparator(reference.Path), StringComparer.Ordinal)];
    }

    private static string[] Read(string written)
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

        throw new ConfigurationException($"{Setting}: must be a list of the folders of policy packs, e.g. [policies], not {written}");
    }
}
