using System.Text;
using Infra.Engine.Errors;

namespace Infra.Engine.Projects.Yaml;

/// <summary>Reads text files, which must be UTF-8.</summary>
internal static class Utf8File
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file, without the byte order mark it may begin with.</summary>
    /// <exception cref="ConfigurationException">There are bytes that are not UTF-8.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static string Read(string path)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        var content = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        try
        {
            return Strict.GetString(content);
        }
        catch (DecoderFallbackException invalid)
        {
            var line = content[..invalid.Index].Count((byte)'\n') + 1;
            throw new ConfigurationException($"{path}:{line}: this line is not UTF-8: save the file as UTF-8");
        }
    }
}
