using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;

namespace Infra.Engine.Programs.Building;

/// <summary>One hash over everything a program is made of: path, size and time of change of each file, and the environment variables that take part.</summary>
internal static class BuildFingerprint
{
    /// <summary>The fingerprint of a project's sources.</summary>
    public static string OfSources(string projectFile)
    {
        var closure = ProjectClosure.Of(projectFile);
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

        lines.AddRange(closure.Files.Select(path => new FileInfo(path)).Where(file => file.Exists).Select(file => Line(file.FullName, file.Length, file.LastWriteTimeUtc)));
        foreach (var name in closure.PropertyNames)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                lines.Add($"{name}={value}");
            }
        }

        return Hash(lines);
    }

    /// <summary>The fingerprint of a program's folder of binaries.</summary>
    public static string OfOutput(string directory) => Hash([.. Files(directory, recurse: false).Where(line => line.Contains(".dll|", StringComparison.Ordinal))]);

    private static FileSystemEnumerable<string> Files(string directory, bool recurse) =>
        new(directory, (ref FileSystemEntry entry) => Line(entry.ToFullPath(), entry.Length, entry.LastWriteTimeUtc), Everything(recurse))
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsOutput(entry.FileName),
        };

    private static EnumerationOptions Everything(bool recurse) => new() { AttributesToSkip = 0, IgnoreInaccessible = false, RecurseSubdirectories = recurse };

    private static bool IsOutput(ReadOnlySpan<char> folder) => folder is "bin" or "obj" or ['.', ..];

    private static string Line(string path, long size, DateTimeOffset changed) => $"{path}|{size}|{changed.UtcTicks}";

    private static string Hash(List<string> lines)
    {
        lines.Sort(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
