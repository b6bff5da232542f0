using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Infra.Generator;

internal static class JsonFile
{
    /// <summary>Reads a JSON object from a file, which is decompressed if its name ends in <c>.gz</c>.</summary>
    /// <exception cref="InvalidDataException">The file does not contain a JSON object.</exception>
    public static JsonObject Read(string path)
    {
        using var file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        return JsonNode.Parse(content) as JsonObject ?? throw new InvalidDataException($"{path}: expected a JSON object at the top");
    }
}
