using Infra.Generator.Emission;

namespace Sdk.Tests.Generator;

public sealed class GeneratedFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("generated-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_DeletesFilesThatAreNoLongerGenerated()
    {
        GeneratedFiles.Write(_folder, [("A.cs", "a"), ("B.cs", "b")]);

        GeneratedFiles.Write(_folder, [("B.cs", "b")]);

        Assert.Equal(["B.cs"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Write_DoesNotTouchAnUnchangedFile()
    {
        var longAgo = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        GeneratedFiles.Write(_folder, [("A.cs", "a"), ("B.cs", "b")]);
        Array.ForEach(Directory.GetFiles(_folder), file => File.SetLastWriteTimeUtc(file, longAgo));

        GeneratedFiles.Write(_folder, [("A.cs", "a"), ("B.cs", "changed")]);

        Assert.Equal(longAgo, File.GetLastWriteTimeUtc(Path.Combine(_folder, "A.cs")));
        Assert.NotEqual(longAgo, File.GetLastWriteTimeUtc(Path.Combine(_folder, "B.cs")));
    }
}
