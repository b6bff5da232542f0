using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Infra.Protocol.Values;

namespace Infra.Engine.Providers.Plugins;

/// <summary>
/// Adds the hashes of assets, by which providers notice that a file has changed. Assets from the network and archives have none.
/// </summary>
internal static class AssetHashes
{
    /// <summary>Adds the hashes of all assets.</summary>
    /// <param name="properties">The inputs of a resource.</param>
    /// <param name="directory">The folder that paths are relative to.</param>
    /// <exception cref="ResourceProviderException">A file cannot be read.</exception>
    public static PropertyMap Add(PropertyMap properties, string directory) => properties.Select(value => Add(value, directory));

    private static PropertyValue Add(PropertyValue value, string directory) =>
        value switch
        {
            PropertyAsset { Text: { } text } asset => asset with { Hash = Format(SHA256.HashData(Encoding.UTF8.GetBytes(text))) },
            PropertyAsset { Path: { } path } asset => asset with { Hash = HashFile(Path.Combine(directory, path)) },
            PropertySecret secret => new PropertySecret(Add(secret.Value, directory)),
            PropertyArray array => new PropertyArray(ImmutableArray.CreateRange(array.Elements, element => Add(element, directory))),
            PropertyObject map => new PropertyObject(Add(map.Properties, directory)),
            _ => value,
        };

    private static string HashFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Format(SHA256.HashData(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ResourceProviderException($"the asset {path} cannot be read: {error.Message}", error);
        }
    }

    private static string Format(byte[] hash) => Convert.ToHexStringLower(hash);
}
