using Infra.Tests.Settings;

namespace Infra.Tests.Documentation;

/// <summary>A committed file that is generated.</summary>
internal static class GeneratedFile
{
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
