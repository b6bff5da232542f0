using Infra.Tests.Settings;

namespace Infra.Tests.Documentation;

/// <summary>A committed file that is generated.</summary>
internal static class GeneratedFile
{
    /// <summary>
    /// Compares the files of a folder with the expected ones. With UPDATE_GENERATED=1 in the environment, writes the folder first.
    /// </summary>
    /// <param name="folder">The folder, which has no other files.</param>
    /// <param name="expected">The texts by path, which begins with the folder's name.</param>
    public static void AssertCurrent(string[] folder, IReadOnlyDictionary<string, string> expected)
    {
        var directory = StackSources.PathOf(folder);
        if (Environment.GetEnvironmentVariable("UPDATE_GENERATED") == "1" && Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        foreach (var (path, text) in expected)
        {
            AssertCurrent([.. folder[..^1], .. path.Split('/')], text);
        }

        Assert.Equal(
            expected.Keys.Order(StringComparer.Ordinal),
            Directory
                .GetFiles(directory, "*", SearchOption.AllDirectories)
                .Select(file => $"{folder[^1]}/{Path.GetRelativePath(directory, file).Replace('\\', '/')}")
                .Order(StringComparer.Ordinal)
        );
    }

    /// <summary>Compares the file with the expected text. With UPDATE_GENERATED=1 in the environment, writes it first.</summary>
    public static void AssertCurrent(string[] path, string expected)
    {
        var file = StackSources.PathOf(path);
        if (Environment.GetEnvironmentVariable("UPDATE_GENERATED") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, expected);
        }

        Assert.True(
            File.Exists(file) && File.ReadAllText(file) == expected,
            $"{string.Join('/', path)} is out of date; generate it with: UPDATE_GENERATED=1 dotnet test tests/Infra.Tests"
        );
    }
}
