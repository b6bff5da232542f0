using System.Formats.Tar;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Engine.Docker.Client;
using Infra.Engine.Docker.Resources;
using Infra.Engine.Json;
using Infra.Engine.Providers;

namespace Infra.Engine.Docker.Containers;

/// <summary>The files that are put into a container before it starts.</summary>
internal static class Uploads
{
    private const int MaxFile = 256 << 20;
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static readonly string[] Contents = ["content", "contentBase64", "source"];

    /// <summary>Checks the entries.</summary>
    public static IEnumerable<CheckFailure> Check(JsonObject inputs)
    {
        var i = 0;
        foreach (var upload in inputs.Objects("uploads"))
        {
            var path = $"uploads[{i++}]";
            if (
                Contents.Count(name => upload.NonEmpty(name) is not null) is var count and not 1
                && !(count == 0 && upload.Text("content") is "")
            )
            {
                yield return new CheckFailure(path, "needs exactly one of content, contentBase64 and source");
            }

            if (upload.NonEmpty("contentBase64") is { } encoded && Decode(encoded) is null)
            {
                yield return new CheckFailure($"{path}.contentBase64", "is not base64");
            }

            if (upload.NonEmpty("permissions") is { } permissions && ParseMode(permissions) is null)
            {
                yield return new CheckFailure($"{path}.permissions", $"'{permissions}' is not an octal mode: write e.g. \"0600\"");
            }

            if (upload.NonEmpty("file") is { } file && (file.EndsWith('/') || file.Split('/').Contains("..")))
            {
                yield return new CheckFailure($"{path}.file", $"'{file}' is not the path of a file");
            }
        }
    }

    /// <summary>Puts the files into a container, each by a request of its own as the engine extracts them one after the other.</summary>
    public static async Task SendAsync(string id, JsonObject inputs, ResourceContext context, CancellationToken cancellationToken)
    {
        foreach (var upload in inputs.Objects("uploads"))
        {
            var archive = Pack(upload, await ReadAsync(upload, context.Directory, cancellationToken));
            var request = new EngineRequest(HttpMethod.Put, $"/containers/{EngineRequest.Escape(id)}/archive?path=%2F")
            {
                Content = () => Tar(archive),
            };
            await context.Engine.ReadAsync(request, cancellationToken);
        }
    }

    private static ByteArrayContent Tar(byte[] archive)
    {
        var content = new ByteArrayContent(archive);
        content.Headers.ContentType = new("application/x-tar");
        return content;
    }

    private static byte[] Pack(JsonObject upload, byte[] content)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            writer.WriteEntry(
                new PaxTarEntry(TarEntryType.RegularFile, upload.Text("file")!.TrimStart('/'))
                {
                    Mode = Mode(upload),
                    DataStream = new MemoryStream(content),
                }
            );
        }

        return archive.ToArray();
    }

    private static UnixFileMode Mode(JsonObject upload) =>
        upload.NonEmpty("permissions") is { } permissions ? ParseMode(permissions)!.Value
        : upload.Flag("executable") == true ? Plain | UnixFileMode.UserExecute
        : Plain;

    private static async Task<byte[]> ReadAsync(JsonObject upload, string directory, CancellationToken cancellationToken)
    {
        if (upload.NonEmpty("source") is not { } source)
        {
            return upload.NonEmpty("contentBase64") is { } encoded
                ? Decode(encoded)!
                : Encoding.UTF8.GetBytes(upload.Text("content") ?? "");
        }

        var file = new FileInfo(Path.Combine(directory, source));
        return !file.Exists ? throw new FileNotFoundException($"there is no file {source} to upload to {upload.Text("file")}")
            : file.Length > MaxFile ? throw new IOException($"{source} is longer than the {MaxFile >> 20} MB that can be uploaded")
            : await File.ReadAllBytesAsync(file.FullName, cancellationToken);
    }

    private static byte[]? Decode(string encoded)
    {
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length) ? bytes[..length] : null;
    }

    private static UnixFileMode? ParseMode(string text)
    {
        const int MaxMode = 0xFFF;
        var mode = 0;
        foreach (var digit in text)
        {
            if (digit is < '0' or > '7' || (mode = (mode * 8) + digit - '0') > MaxMode)
            {
                return null;
            }
        }

        return (UnixFileMode)mode;
    }
}
