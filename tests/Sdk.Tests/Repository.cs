namespace Sdk.Tests;

/// <summary>Where the repository's files are, and the recordings that may stand beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The folder of shared reference material beside the repository; it need not be there.</summary>
    public static string Shared { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared"));

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Infra.sln"))
            ? folder
            : Find(
                Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("There is no Infra.sln in a folder above the tests")
            );
}

/// <summary>A test against the shared reference material, skipped where that is absent.</summary>
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute() => Skip = SharedMaterial.ReasonToSkip;
}

/// <summary>As <see cref="SharedFactAttribute"/>, with data.</summary>
internal sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute() => Skip = SharedMaterial.ReasonToSkip;
}

internal static class SharedMaterial
{
    public static string? ReasonToSkip => Directory.Exists(Repository.Shared) ? null : "../shared, the reference material, is not here";
}
