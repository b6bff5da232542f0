using Infra.Engine.Projects.Yaml;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Projects;

/// <summary>A plugin that a project selects.</summary>
/// <param name="Name">The package.</param>
/// <param name="Directory">The folder of the plugin.</param>
/// <param name="Version">The version it stands for; "" for every one.</param>
public sealed record ProjectPlugin(string Name, string Directory, string Version);

/// <summary>Reads <c>plugins.providers</c> of a project file.</summary>
internal static class ProjectPlugins
{
    /// <param name="file">The project file.</param>
    /// <param name="folder">Its folder, which paths are relative to.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static IReadOnlyList<ProjectPlugin> Read(YamlFile file, string folder, List<string> problems)
    {
        var providers = file.Find("plugins") is YamlMappingNode plugins ? YamlNodes.Find(plugins, "providers") : null;
        if (providers is null || YamlNodes.IsNull(providers))
        {
            return [];
        }

        if (providers is not YamlSequenceNode entries)
        {
            problems.Add($"{file.At(providers)}: `plugins.providers` must be a list of entries with `name` and `path`");
            return [];
        }

        var result = new List<ProjectPlugin>();
        foreach (var entry in entries)
        {
            var (name, path) = (Text(entry, "name"), Text(entry, "path"));
            if (name.Length == 0 || path.Length == 0)
            {
                problems.Add($"{file.At(entry)}: an entry of `plugins.providers` needs `name` and `path`, the folder of the plugin");
                continue;
            }

            var directory = Path.GetFullPath(path, folder);
            if (Directory.Exists(directory))
            {
                result.Add(new ProjectPlugin(name, directory, Text(entry, "version")));
            }
            else
            {
                problems.Add($"{file.At(entry)}: the folder {directory} of the plugin `{name}` does not exist");
            }
        }

        return result;
    }

    private static string Text(YamlNode node, string key) =>
        node is YamlMappingNode mapping && YamlNodes.Find(mapping, key) is YamlScalarNode { Value: { } value } ? value : "";
}
