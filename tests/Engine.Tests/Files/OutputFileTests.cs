using Infra.Engine.Files;

namespace Engine.Tests.Files;

public sealed class OutputFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("output-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("folder")]
    [InlineData("file")]
    [InlineData("missing")]
    public void Write_WhereALinkIs_ReplacesTheLink_AndLeavesItsTarget(string target)
    {
        _folder.CreateSubdirectory("folder");
        File.WriteAllText(In("folder/kept"), "kept");
        File.WriteAllText(In("file"), "kept");
        var path = In("out/object.yaml");
        Directory.CreateDirectory(In("out"));
        File.CreateSymbolicLink(path, In(target));

        OutputFile.Write(path, "new"u8, FilePermissions.Umask);

        Assert.Null(new FileInfo(path).LinkTarget);
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(("kept", "kept"), (File.ReadAllText(In("folder/kept")), File.ReadAllText(In("file"))));
        Assert.False(File.Exists(In("missing")));
    }

    private string In(string path) => Path.Combine(_folder.FullName, path);
}
