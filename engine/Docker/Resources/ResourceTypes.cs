using System.Text;
using Infra.Engine.Docker.Containers;
using Infra.Engine.Docker.Images;
using Infra.Engine.Providers;

namespace Infra.Engine.Docker.Resources;

/// <summary>The resource types that are supported.</summary>
internal static class ResourceTypes
{
    /// <summary>What to do about a type or function that is not supported.</summary>
    public const string PluginCure =
        "install Pulumi's docker plugin and select it in `plugins.providers` of Pulumi.yaml, as docs/docker.md says";

    private static readonly IReadOnlyList<IResourceType> All =
    [
        new ContainerType(),
        new ImageType(),
        new NetworkType(),
        new RegistryImageType(),
        new RemoteImageType(),
        new VolumeType(),
    ];

    private static readonly Dictionary<string, IResourceType> ByToken = All.ToDictionary(type => type.Token, StringComparer.Ordinal);

    /// <summary>Tokens of older versions of the package.</summary>
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["docker:image:Image"] = "docker:index/image:Image",
    };

    /// <summary>Finds a type by its token.</summary>
    /// <exception cref="ResourceProviderException">It is not supported.</exception>
    public static IResourceType Find(string token) =>
        ByToken.GetValueOrDefault(Aliases.GetValueOrDefault(token, token))
        ?? throw new ResourceProviderException(
            $"the built-in Docker provider has no resources of the type {token}: it has "
                + $"{string.Join(", ", ByToken.Keys.Order(StringComparer.Ordinal))}. For others {PluginCure}"
        );

    /// <summary>The name of a type in sentences, e.g. <c>remote image</c>.</summary>
    public static string Noun(IResourceType type)
    {
        var name = type.Token[(type.Token.LastIndexOf(':') + 1)..];
        var noun = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && noun.Length > 0)
            {
                noun.Append(' ');
            }

            noun.Append(char.ToLowerInvariant(letter));
        }

        return noun.ToString();
    }
}
