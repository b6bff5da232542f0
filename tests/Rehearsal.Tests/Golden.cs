using System.Reflection;

namespace Rehearsal.Tests;

/// <summary>A report as it was looked at and committed. With UPDATE_GENERATED=1 in the environment, it is written first.</summary>
internal static class Golden
{
    private static readonly string Root = typeof(Golden)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot")
        .Value!;

    public static string PathOf(params IEnumerable<string> parts) => Path.Combine([Root, .. parts]);

    public static void AssertCurrent(string name, string actual)
    {
        var path = PathOf("tests", "Rehearsal.Tests", "Goldens", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GENERATED") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"{name} does not exist: run UPDATE_GENERATED=1 dotnet test tests/Rehearsal.Tests");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
