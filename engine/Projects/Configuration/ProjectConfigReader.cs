using Infra.Engine.Projects.Yaml;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Projects.Configuration;

/// <summary>Reads the <c>config</c> section of a project file.</summary>
internal static class ProjectConfigReader
{
    public static IReadOnlyList<ProjectConfigDeclaration> Read(YamlFile file, YamlNode section, string project, List<string> problems)
    {
        if (YamlNodes.IsNull(section))
        {
            return [];
        }

        if (section is not YamlMappingNode mapping)
        {
            // In old project files `config` was a string: the folder of the stack files.
            problems.Add(
                $"{file.At(section)}: `config` must be a mapping of configuration keys; the folder of the stack files is `stackConfigDir`"
            );
            return [];
        }

        var declarations = new List<ProjectConfigDeclaration>();
        foreach (var (keyNode, value) in MergeKey.Expand(mapping))
        {
            var key = ConfigKey.Parse(((YamlScalarNode)keyNode).Value ?? "", project);
            declarations.Add(
                value is YamlMappingNode details
                    ? ReadDeclaration(file, key, details, problems)
                    : new ProjectConfigDeclaration
                    {
                        Key = key,
                        Location = file.At(keyNode),
                        HasDefault = true,
                        Default = YamlNodes.ToJson(value),
                    }
            );
        }

        return declarations;
    }

    private static ProjectConfigDeclaration ReadDeclaration(YamlFile file, ConfigKey key, YamlMappingNode details, List<string> problems)
    {
        var fallback = YamlNodes.Find(details, "value") ?? YamlNodes.Find(details, "default");
        var secret = YamlNodes.Find(details, "secret") is { } node && YamlNodes.TryGetBoolean(node, out var isSecret) && isSecret;
        var items = YamlNodes.Find(details, "items") as YamlMappingNode;
        return new ProjectConfigDeclaration
        {
            Key = key,
            Location = file.At(details),
            Type = ReadType(file, key, YamlNodes.Find(details, "type"), problems),
            ItemType = items is null ? ConfigType.Any : ReadType(file, key, YamlNodes.Find(items, "type"), problems),
            IsSecret = secret,
            HasDefault = fallback is not null,
            Default = fallback is null ? null : YamlNodes.ToJson(fallback),
            Description = (YamlNodes.Find(details, "description") as YamlScalarNode)?.Value ?? "",
        };
    }

    private static ConfigType ReadType(YamlFile file, ConfigKey key, YamlNode? node, List<string> problems)
    {
        switch ((node as YamlScalarNode)?.Value)
        {
            case null:
                return ConfigType.Any;
            case "string":
                return ConfigType.String;
            case "integer":
                return ConfigType.Integer;
            case "boolean":
                return ConfigType.Boolean;
            case "array":
                return ConfigType.Array;
            case "object":
                return ConfigType.Object;
            case var other:
                problems.Add(
                    $"{file.At(node!)}: {key}: the type `{other}` does not exist; write string, integer, boolean, array or object"
                );
                return ConfigType.Any;
        }
    }
}
