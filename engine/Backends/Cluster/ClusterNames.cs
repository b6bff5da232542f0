using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Infra.Engine.Backends.Cluster;

/// <summary>
/// The names and labels of a backend's objects. Files have names that objects cannot have, so objects are named by hashes.
/// </summary>
internal static class ClusterNames
{
    public const string Secrets = "secrets";
    public const string Leases = "leases";

    /// <summary>The type of the Secrets.</summary>
    public const string SecretType = "infra.dev/state";

    /// <summary>The label for what an object is: <see cref="File"/>, <see cref="Chunk"/> or <see cref="Lock"/>.</summary>
    public const string PartLabel = "infra.dev/state";
    public const string File = "file";
    public const string Chunk = "chunk";
    public const string Lock = "lock";

    /// <summary>The label with the first folder of a file: stacks, history, backups, journals.</summary>
    public const string KindLabel = "infra.dev/kind";

    /// <summary>The label with the hash of a file's folder.</summary>
    public const string FolderLabel = "infra.dev/folder";

    /// <summary>The label with the hash of a chunk's file.</summary>
    public const string FileLabel = "infra.dev/file";

    /// <summary>The annotation with the path of a file.</summary>
    public const string PathAnnotation = "infra.dev/path";

    /// <summary>The annotation that identifies one writing of a file.</summary>
    public const string GenerationAnnotation = "infra.dev/generation";

    /// <summary>The annotation with the number of chunks of a file, 0 where the file itself has the content.</summary>
    public const string ChunksAnnotation = "infra.dev/chunks";

    /// <summary>The annotation with the full name of a locked stack.</summary>
    public const string StackAnnotation = "infra.dev/stack";

    /// <summary>The annotation with the process that holds a lock.</summary>
    public const string HolderAnnotation = "infra.dev/holder";

    /// <summary>A hash that is short enough for a label, and long enough to be unique.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..40];

    public static string ForFile(string key) => $"infra-state-{Hash(key)}";

    public static string ForChunk(string key, string generation, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{ForFile(key)}-{generation}-{index}");

    public static string ForLock(string stack) => $"infra-lock-{Hash(stack)}";

    /// <summary>The folder of a file.</summary>
    public static string GetFolder(string key) => key[..Math.Max(key.LastIndexOf('/'), 0)];

    /// <summary>The first folder of a path below <c>.pulumi</c>.</summary>
    public static string GetKind(string path) => path.Split('/') is [_, var kind, ..] ? kind : "root";
}
