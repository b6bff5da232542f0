using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;

namespace Infra.Engine.Programs.Building;

/// <summary>
/// A hash of the inputs of a build: path, size and modification time of each file, and the environment variables the build reads.
/// </summary>
internal static class BuildFingerprint
{
    /// <summary>Computes the fingerprint of a project's sources.</summary>
    public static string ComputeForSources(string projectFile)
    {
        var closure = ProgramInputs.Read(projectFile);
        var lines = new List<string>();
        var covered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var directory in closure.Directories.Where(Directory.Exists).Order(StringComparer.Ordinal))
        {
            foreach (var line in Files(directory, recurse: true))
            {
                if (covered.Add(line))
                {
                    lines.Add(line);
                }
            }
        }

        lines.AddRange(
            closure
                .Files.Select(path => new FileInfo(path))
                .Where(file => file.Exists)
                .Select(file => Line(file.FullName, file.Length, file.LastWriteTimeUtc))
        );
        foreach (var name in closure.PropertyNames)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                lines.Add($"{name}={value}");
            }
        }

        return Hash(lines);
    }

    /// <summary>Computes the fingerprint of the assemblies in an output folder.</summary>
    public static string ComputeForOutput(string directory) =>
        Hash([.. Files(directory, recurse: false).Where(line => line.Contains(".dll|", StringComparison.Ordinal))]);

    private static FileSystemEnumerable<string> Files(string directory, bool recurse) =>
        new(directory, (ref FileSystemEntry entry) => Line(entry.ToFullPath(), entry.Length, entry.LastWriteTimeUtc), Everything(recurse))
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsOutput(entry.FileName),
        };

    private static EnumerationOptions Everything(bool recurse) =>
        new()
        {
            AttributesToSkip = 0,
            IgnoreInaccessible = false,
            RecurseSubdirectories = recurse,
        };

    private static bool IsOutput(ReadOnlySpan<char> folder) => folder is "bin" or "obj" or ['.', ..];

    private static string Line(string path, long size, DateTimeOffset changed) => $"{path}|{size}|{changed.UtcTicks}";

    private static string Hash(List<string> lines)
    {
        lines.Sort(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
